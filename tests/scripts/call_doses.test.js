import assert from "node:assert/strict";
import { test } from "node:test";

import { doseWords, dosesOf, goesBy, worse } from "../../epcr/static/call_doses.js";

const TOLD = { epi: [["0.3", "21", ["im"]], ["1", "21", ["iv", "io"]]] };
const LABELS = { route: new Map([["im", "Intramuscular (IM)"], ["iv", "Intravenous (IV)"]]), dose_unit: new Map([["21", "mg"]]) };

test("an item without usual doses offers none", () => {
  assert.deepEqual(dosesOf(TOLD, "gone"), []);
  assert.equal(dosesOf(TOLD, "epi").length, 2);
});

test("a dose that is usual by one route says it", () => {
  const [shot, code] = dosesOf(TOLD, "epi");
  assert.equal(doseWords(shot, LABELS), "0.3 mg · Intramuscular (IM)");
  assert.equal(doseWords(code, LABELS), "1 mg");
  assert.equal(doseWords(shot, { route: new Map(), dose_unit: new Map() }), "0.3");
});

test("a chosen route leaves the doses that are usual by it", () => {
  const [shot, code] = dosesOf(TOLD, "epi");
  assert.deepEqual([shot, code].map((dose) => goesBy(dose, "iv")), [false, true]);
  assert.deepEqual([shot, code].map((dose) => goesBy(dose, undefined)), [true, true]);
});

test("what is asked about colors what is in scope, and not what is out of it", () => {
  assert.equal(worse("good", "attention"), "attention");
  assert.equal(worse("good", "plain"), "plain");
  assert.equal(worse("stop", "attention"), "stop");
  assert.equal(worse("good", undefined), "good");
});
