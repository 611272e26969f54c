import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { at, page, run } from "./page.js";

describe("once.js", () => {
  const DOUBLE_TAP = 2000; // milliseconds, as in once.js
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  /** Presses a button; whether the form went. */
  function press(selector) {
    const event = new window.SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: at(selector) });
    at(selector).form.dispatchEvent(event);
    return !event.defaultPrevented;
  }

  test("a second tap on the same button is let go, a later one and another button go through", async () => {
    page('<form method="post"><button id="save">Save</button><button id="add">Add</button></form>');
    await run("once.js");
    assert.ok(press("#save"));
    assert.equal(at("#save").getAttribute("aria-busy"), "true");
    assert.ok(!press("#save"));
    assert.ok(press("#add"));
    assert.ok(!at("#save").hasAttribute("aria-busy"));
    mock.timers.tick(DOUBLE_TAP);
    assert.ok(press("#add"));
  });

  test("a search asks the server as often as it is pressed", async () => {
    page('<form method="get"><button id="find">Find</button></form>');
    await run("once.js");
    assert.ok(press("#find"));
    assert.ok(press("#find"));
  });
});
