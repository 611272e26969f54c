import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, click, page, run } from "./page.js";

describe("keypad.js", () => {
  const control = (value = "") => `<input id="t" data-keypad="decimal" value="${value}"><button type="button" data-keys="t"><span data-keys-words>ABC</span></button>`;

  test("what is mostly digits asks for the keypad; what holds letters keeps the letters", async () => {
    page(control("98.6"));
    await run("keypad.js");
    assert.equal(at("#t").inputMode, "decimal");
    page(control("98.6 F"));
    await run("keypad.js");
    assert.equal(at("#t").inputMode, "text");
  });

  test("the key beside it changes between digits and letters and says what it brings", async () => {
    page(control());
    await run("keypad.js");
    click("[data-keys]");
    assert.deepEqual([at("#t").inputMode, at("[data-keys-words]").textContent, document.activeElement.id], ["text", "123", "t"]);
    click("[data-keys]");
    assert.deepEqual([at("#t").inputMode, at("[data-keys-words]").textContent], ["decimal", "ABC"]);
  });
});
