import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { at, page, run, type } from "./page.js";

describe("from_agency.js", () => {
  const KNOWN = {
    member: {
      "Pat Example": { member: "Pat Example", level: "Paramedic", certificate_number: "P-1" },
      "Kit Sample": { member: "Kit Sample", level: "EMT", certificate_number: "" },
    },
  };
  const field = (name, control) => `<div class="field"><label>${name}</label>${control}</div>`;
  const BODY = `<form data-part="crew-1" data-from-agency='${JSON.stringify(KNOWN)}'>
    ${field("Name", '<input id="member" name="crew-1-member">')}
    ${field("Level", '<select id="level" name="crew-1-level"><option value=""></option><option>EMT</option><option>Paramedic</option></select>')}
    ${field("Number", '<input id="number" name="crew-1-certificate_number">')}</form>`;
  const changed = [];

  beforeEach(async () => {
    changed.length = 0;
    page(BODY);
    await run("from_agency.js");
    document.addEventListener("change", ({ target }) => changed.push(target.id));
  });

  test("nothing stands there before somebody is chosen", () => {
    assert.deepEqual([at("#member").value, at("#level").value, at("#number").value], ["", "", ""]);
  });

  test("whoever is chosen brings level and certificate, and each field is told of it once", () => {
    type("#member", "Pat Example");
    assert.deepEqual([at("#level").value, at("#number").value], ["Paramedic", "P-1"]);
    assert.deepEqual(changed, ["level", "number", "member"]);
  });

  test("somebody else takes the place of whoever was chosen before", () => {
    type("#member", "Pat Example");
    type("#member", "Kit Sample");
    assert.deepEqual([at("#level").value, at("#number").value], ["EMT", ""]);
  });

  test("a name that is in no list changes nothing", () => {
    type("#level", "EMT");
    type("#member", "Somebody Else");
    assert.equal(at("#level").value, "EMT");
  });
});
