import assert from "node:assert/strict";
import { test } from "node:test";

import { doseSaid, tapOn, unitAsked, whoAsked } from "../../epcr/static/call_choices.js";

const LIST = { dose_unit: new Map([["21", "mg"], ["22", "mcg"]]) };

test("a second tap keeps who, how and in which unit, and another one takes its place", () => {
  const chosen = new Map([["performer", "medic"], ["route", "iv"], ["dose_unit", "21"]]);
  for (const [name, code] of [...chosen]) tapOn(chosen, name, code);
  assert.deepEqual([...chosen.values()], ["medic", "iv", "21"]);
  tapOn(chosen, "dose_unit", "22");
  assert.equal(chosen.get("dose_unit"), "22");
});

test("what may be left unsaid is taken back by a second tap", () => {
  const chosen = new Map();
  tapOn(chosen, "authorization", "online");
  tapOn(chosen, "authorization", "online");
  assert.equal(chosen.size, 0);
});

test("a dose without a unit is asked about, where there is a unit to tap", () => {
  const dose = new Map([["dose", "3240"]]);
  assert.equal(unitAsked(dose, LIST), "3240 of what? Tap the unit.");
  assert.equal(unitAsked(dose, { dose_unit: new Map() }), "");
  assert.equal(unitAsked(new Map([...dose, ["dose_unit", "21"]]), LIST), "");
  assert.equal(unitAsked(new Map(), LIST), "");
});

test("a line tells a dose with its unit, or that it has none", () => {
  const dose = new Map([["dose", "3240"]]);
  assert.equal(doseSaid(dose, LIST), "3240, no unit");
  assert.equal(doseSaid(new Map([...dose, ["dose_unit", "21"]]), LIST), "3240 mg");
  assert.equal(doseSaid(new Map(), LIST), "");
});

test("who did it is asked until somebody is chosen", () => {
  const chosen = new Map();
  assert.deepEqual(["medication", "procedure"].map((kind) => whoAsked(chosen, kind)), ["Tap who gave it.", "Tap who did it."]);
  assert.equal(whoAsked(new Map([["performer", "medic"]]), "medication"), "");
});
