import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("seek.js", () => {
  const BODY = `<form><label for="item">Item</label><select id="item" name="item" data-search><option value=""></option>
    <option value="1" data-words="glucagen">Glucagon</option><option value="2" data-words="sugar|dextrose">Oral glucose</option>
    <option value="3">Blood glucose measurement</option><option value="4" data-words="Narcan">Naloxone</option></select></form>`;

  async function found(typed) {
    page(BODY);
    await run("seek.js");
    at("#item").value = typed;
    at("#item").dispatchEvent(new Event("input", { bubbles: true }));
    return [...document.querySelectorAll("[role=option]")].map((one) => one.querySelector("bdi")?.textContent ?? one.textContent);
  }

  test("names that begin with what was typed stand before words in them", async () => {
    assert.deepEqual(await found("gluc"), ["Glucagon", "Oral glucose", "Blood glucose measurement"]);
  });

  test("another name for it finds it", async () => {
    assert.deepEqual(await found("narcan"), ["Naloxone"]);
  });

  test("parts of words find it in any order", async () => {
    assert.deepEqual(await found("measure glucose"), ["Blood glucose measurement"]);
  });

  test("what is not there is said", async () => {
    assert.deepEqual(await found("zzz"), ["Nothing in the list fits; try another word"]);
  });

  test("leaving the control takes the one that fits, and nothing where several do", async () => {
    await found("narc");
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("select").value, "4");
    await found("gluc");
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("select").value, "");
  });
});
