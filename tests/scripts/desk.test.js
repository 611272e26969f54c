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

  test("a decision is closed by its Cancel, and while it is open it covers no comment that is written", async () => {
    page(`<form id="comment-form"></form><details class="decide"><summary></summary>
      <form><button type="button" data-decide-cancel></button></form></details>`);
    const placed = ([selector, box]) => { at(selector).getBoundingClientRect = () => box; };
    [["#comment-form", { bottom: 500 }], ["details form", { top: 300 }]].forEach(placed);
    const scrolled = [];
    globalThis.scrollBy = ({ top }) => scrolled.push(top);
    await run("desk.js");
    at("details").open = true;
    at("details").dispatchEvent(new Event("toggle"));
    assert.ok(scrolled[0] >= 200);
    click("[data-decide-cancel]");
    assert.equal(at("details").open, false);
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
