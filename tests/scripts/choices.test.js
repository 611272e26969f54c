import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run, type } from "./page.js";

describe("choices.js", () => {
  const coma = (name, values) => `<select id="vitals-1-gcs_${name}" data-coma><option value="">–</option>${values.map((one) => `<option>${one}</option>`).join("")}</select>`;
  const COMA = `${coma("eyes", [1, 2, 3, 4])}${coma("verbal", [1, 2, 3, 4, 5])}${coma("motor", [1, 2, 3, 4, 5, 6])}
    <label><input id="sedated" type="checkbox" name="vitals-1-gcs_qualifier" value="sedated">Chemically sedated</label>
    <label><input id="tube" type="checkbox" name="vitals-1-gcs_qualifier" value="tube">Intubated</label>
    <output data-coma-sum data-tube="tube" data-none="none">GCS = —</output>`;

  test("the coma scale is added once its three parts are there", async () => {
    page(COMA);
    await run("choices.js");
    type("#vitals-1-gcs_eyes", "4");
    type("#vitals-1-gcs_motor", "6");
    assert.equal(at("output").textContent, "GCS = —");
    type("#vitals-1-gcs_verbal", "5");
    assert.equal(at("output").textContent, "GCS = 15");
  });

  test("with a tube the verbal part counts 1, is marked T, and stands before what else is said", async () => {
    page(COMA);
    await run("choices.js");
    type("#vitals-1-gcs_eyes", "4");
    type("#vitals-1-gcs_motor", "6");
    type("#sedated", true);
    type("#tube", true);
    assert.equal(at("output").textContent, "GCS = 11T, intubated, sedated");
  });

  test("what is chosen and what is said in other words take each other back", async () => {
    page('<div class="field"><select id="c" name="c"><option value=""></option><option value="1">One</option></select><input id="own" data-own-words></div>');
    await run("choices.js");
    type("#c", "1");
    type("#own", "something else");
    assert.equal(at("#c").value, "");
    type("#c", "1");
    assert.equal(at("#own").value, "");
  });

  test("a group shows when its answer is there, and while something is written in it", async () => {
    page(`<form><select id="kind" name="kind2"><option value=""></option><option value="fall">Fall</option></select>
      <div id="group" data-when="kind2" data-when-values="fall crash"><input id="height"></div></form>`);
    await run("choices.js");
    assert.ok(at("#group").classList.contains("unasked"));
    type("#kind", "fall");
    assert.ok(!at("#group").classList.contains("unasked"));
    type("#height", "3 m");
    type("#kind", "");
    assert.ok(!at("#group").classList.contains("unasked"));
  });

  test("a long list is filtered by label and by other words, and keeps what is chosen", async (t) => {
    const chip = (id, label, more = "") => `<span class="chip"><label><input id="${id}" type="checkbox" value="${id}"${more}>${label}</label></span>`;
    t.mock.method(globalThis, "fetch", async () => ({ json: async () => ({ allergy: { a: ["PCN"], b: ["rubber"] } }) }));
    page(`<details data-many data-other-words="/words.json#allergy"><summary><span class="visually-hidden">Allergies</span><span class="many-words"></span></summary>
      ${chip("a", "Penicillin")}${chip("b", "Latex")}${chip("c", "Iodine", " checked")}</details>`);
    await run("choices.js");
    type("input[type=search]", "RUB");
    assert.deepEqual([...document.querySelectorAll(".chip")].map((one) => one.hidden), [true, false, false]);
    type("#b", true);
    assert.equal(at(".many-words").textContent, "Latex; Iodine");
  });
});
