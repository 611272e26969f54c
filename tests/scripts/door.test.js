import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("door.js", () => {
  const form = '<main><form method="post" data-not-kept><input id="login" name="login"><button>Sign in</button></form></main>';
  const options = { address: "http://epcr.test/sign-in" };
  const press = () => at("form").dispatchEvent(new window.SubmitEvent("submit", { bubbles: true, submitter: at("button") }));
  const settled = () => new Promise((done) => { setTimeout(done, 500); });

  async function isBusyAfter(act) {
    page(form, options);
    globalThis.requestAnimationFrame = () => {}; // jsdom lays nothing out
    globalThis.scrollY = 0;
    window.Element.prototype.checkVisibility = () => true;
    await run("door.js");
    act();
    await settled();
    press();
    return at("button").getAttribute("aria-busy") === "true";
  }

  test("the scripts of every page come with the first touch, and not before", async () => {
    assert.equal(await isBusyAfter(() => {}), false);
    assert.equal(await isBusyAfter(() => at("#login").focus()), true);
  });
});
