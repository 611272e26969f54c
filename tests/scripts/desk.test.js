import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, click, page, run } from "./page.js";

describe("desk.js", () => {
  const BODY = `<div data-desk-keys><button type="button"></button><span data-words></span></div><input id="typed">
    <p class="line-said" id="one">One</p><p class="line-said" id="two">Two</p><a data-next-sheet href="#next">Next</a>`;

  function press(key, target = document.body, more = {}) {
    target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    return document.activeElement.id;
  }

  async function desk(before = null) {
    const dom = page(BODY, { before });
    window.Element.prototype.scrollIntoView = () => {}; // jsdom has no layout
    await run("desk.js");
    return dom;
  }

  test("j and k go from finding to finding and stay at the ends", async () => {
    await desk();
    assert.deepEqual(["j", "j", "j", "k", "k"].map((key) => press(key)), ["one", "two", "two", "one", "one"]);
  });

  test("a letter that is typed, or held with another key, is no command", async () => {
    await desk();
    press("j", at("#typed"));
    press("j", document.body, { ctrlKey: true });
    assert.notEqual(document.activeElement.id, "one");
  });

  test("keys that were switched off stay off on the next page", async () => {
    const before = await desk();
    click("button");
    await desk(before);
    assert.equal(at("[data-words]").textContent, "Keys are off");
    assert.notEqual(press("j"), "one");
  });
});
