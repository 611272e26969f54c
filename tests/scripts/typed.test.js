import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("typed.js", () => {
  const FORM = `<form>
    <input type="hidden" name="csrf_token" value="secret"><input type="hidden" name="signed" data-strokes value="">
    <label for="name">Name  of the
      patient</label><input id="name" name="name" value=" Ada ">
    <div class="field"><span class="label">Story</span><textarea name="story">It began.</textarea></div>
    <select name="route"><option value="">Choose</option><option value="iv" selected>Intravenous</option><option value="im">Intramuscular</option></select>
    <select name="plain"><option value="a">First</option><option value="b">Second</option></select>
    <fieldset><legend>Given</legend><label><input type="radio" name="given" value="yes" checked>Yes</label><label><input type="radio" name="given" value="no">No</label></fieldset>
    <fieldset><legend>Signs</legend><label><input type="checkbox" name="signs" value="1" checked> Pale </label><label><input type="checkbox" name="signs" value="2"> Wet </label></fieldset>
    <input type="password" name="secret" value="never"><input type="file" name="list"><button name="go" value="1">Go</button>
  </form>`;
  let typed;
  let controls;

  beforeEach(async () => {
    page(FORM);
    typed = await run("typed.js");
    controls = typed.controlsOf(at("form"));
  });

  test("only what a person fills in is read: no token, password, file or button", () => {
    assert.deepEqual([...controls.keys()], ["signed", "name", "story", "route", "plain", "given", "signs"]);
  });

  test("values are lists of texts, without what is blank", () => {
    assert.deepEqual(typed.valuesOf(controls.get("name")), ["Ada"]);
    assert.deepEqual(typed.valuesOf(controls.get("signed")), []);
    assert.deepEqual(typed.valuesOf(controls.get("given")), ["yes"]);
  });

  test("what is written is read again, whatever the control", () => {
    for (const [name, values] of [["name", ["Bea"]], ["route", ["im"]], ["given", ["no"]], ["signs", ["1", "2"]], ["signs", []], ["signed", ["0,0 1,1"]]]) {
      typed.write(controls.get(name), values);
      assert.deepEqual(typed.valuesOf(controls.get(name)), values, name);
    }
  });

  test("what the page was drawn with stays known after somebody typed", () => {
    typed.write(controls.get("name"), ["Bea"]);
    typed.write(controls.get("route"), ["im"]);
    typed.write(controls.get("signs"), ["2"]);
    assert.deepEqual(typed.drawnIn(controls.get("name")), ["Ada"]);
    assert.deepEqual(typed.drawnIn(controls.get("route")), ["iv"]);
    assert.deepEqual(typed.drawnIn(controls.get("signs")), ["1"]);
  });

  test("a list in which nothing is marked was drawn with its first line", () => {
    assert.deepEqual(typed.drawnIn(controls.get("plain")), ["a"]);
  });

  test("values are told in the words of the page", () => {
    assert.equal(typed.inWords(controls.get("route"), ["im"]), "Intramuscular");
    assert.equal(typed.inWords(controls.get("route"), ["gone"]), "gone");
    assert.equal(typed.inWords(controls.get("signs"), ["1", "2"]), "Pale; Wet");
    assert.equal(typed.inWords(controls.get("signed"), ["0,0 1,1"]), "drawn");
    assert.equal(typed.inWords(controls.get("story"), ["One", "Two"]), "One\nTwo");
  });

  test("a label is one line; choices are called by their group", () => {
    assert.equal(typed.labelOf(controls.get("name")), "Name of the patient");
    assert.equal(typed.labelOf(controls.get("story")), "Story");
    assert.equal(typed.labelOf(controls.get("signs")), "Signs");
  });
});
