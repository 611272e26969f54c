import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { at, page, run, type } from "./page.js";

describe("crew.js", () => {
  const KEPT = {
    member: "Ana Mora", identity: ["certificate_number", "valid_to"], own: [["E-1", "2027"]], not_valid: ["AEMT"],
    levels: { EMT: { certificate_number: "E-1", valid_to: "2027" }, AEMT: { certificate_number: "A-9", valid_to: "2020" } },
    otherwise: { certificate_number: "", valid_to: "" },
  };
  const field = (name, control) => `<div class="field"><label>${name}</label>${control}</div>`;
  const BODY = `<form><script type="application/json" data-certificates="crew-1-">${JSON.stringify(KEPT)}</script><span data-filled-said></span>
    <input type="hidden" data-filled name="filled">
    ${field("Name", '<input id="member" name="crew-1-member" value="Ａna mora">')}
    ${field("Level", '<select id="level" name="crew-1-level"><option value=""></option><option>EMT</option><option>AEMT</option><option>RN</option></select>')}
    ${field("Number", '<input id="number" name="crew-1-certificate_number">')}${field("Valid", '<input id="valid" name="crew-1-valid_to">')}</form>`;

  beforeEach(async () => {
    page(BODY); // the name as a phone may have written it: with a wide letter
    await run("crew.js");
  });

  test("the level chosen fills in one's own certificate and says so", () => {
    type("#level", "EMT");
    assert.deepEqual([at("#number").value, at("#valid").value, at("[data-filled]").value], ["E-1", "2027", "1"]);
    assert.equal(at("[data-filled-said]").textContent, "Filled in from your EMT certificate E-1, valid to 2027.");
  });

  test("a certificate that is not valid on the day is filled in and named", () => {
    type("#level", "AEMT");
    assert.match(at("[data-filled-said]").textContent, /A-9, which is not valid on the day of this call/);
  });

  test("a level without a certificate takes one's other certificate out", () => {
    type("#level", "EMT");
    type("#level", "RN");
    assert.equal(at("#number").value, "");
    assert.match(at("[data-filled-said]").textContent, /^You keep no RN certificate/);
  });

  test("what was typed by hand, and somebody else's, is left alone", () => {
    type("#number", "X-7");
    type("#level", "EMT");
    assert.equal(at("#number").value, "X-7");
    type("#number", "");
    type("#member", "Somebody Else");
    type("#level", "AEMT");
    assert.equal(at("#number").value, "");
  });
});
