import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("meant.js", () => {
  const BODY = '<div id="both"><label id="words"><input type="checkbox" id="driver">Driver</label><button id="save">Save</button></div>';
  const clicks = [];
  beforeEach(async () => {
    clicks.length = 0;
    page(BODY);
    await run("meant.js");
    document.addEventListener("click", ({ target }) => clicks.push(target.id));
  });

  function pointer(kind, selector, { x = 20, y = 40, detail = 1 } = {}) {
    const event = new window.MouseEvent(kind, { bubbles: true, cancelable: true, clientX: x, clientY: y, detail });
    Object.defineProperty(event, "isPrimary", { value: true });
    at(selector).dispatchEvent(event);
  }

  test("a tap under which the page moved goes to what was touched, once", () => {
    pointer("pointerdown", "#driver");
    pointer("click", "#both");
    assert.ok(at("#driver").checked);
    assert.deepEqual(clicks, ["driver"]);
  });

  test("a tap that arrives is left alone, on its words too", () => {
    pointer("pointerdown", "#driver");
    pointer("click", "#driver");
    assert.ok(at("#driver").checked);
    pointer("pointerdown", "#words");
    pointer("click", "#words");
    assert.ok(!at("#driver").checked);
  });

  test("a finger that was drawn away takes nothing, nor does a key", () => {
    pointer("pointerdown", "#driver");
    pointer("click", "#both", { y: 90 });
    pointer("pointerdown", "#save");
    pointer("click", "#both", { detail: 0 });
    assert.ok(!at("#driver").checked);
    assert.deepEqual(clicks, ["both", "both"]);
  });
});
