import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { page, run } from "./page.js";

describe("at_rest.js", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());
  const finger = (kind) => window.dispatchEvent(new Event(kind));

  async function begun() {
    page("<p>Vital signs</p>");
    const { atRest } = await run("at_rest.js");
    const drawn = [];
    return { drawn, draw: (name) => atRest(() => drawn.push(name)) };
  }

  test("what an answer changes is drawn at once where no finger is down", async () => {
    const { drawn, draw } = await begun();
    draw("a finding");
    assert.deepEqual(drawn, ["a finding"]);
  });

  test("it waits from the touch until the tap has arrived, and keeps its order", async () => {
    const { drawn, draw } = await begun();
    finger("pointerdown");
    draw("first");
    draw("second");
    mock.timers.tick(500);
    finger("pointerup");
    assert.deepEqual(drawn, []);
    mock.timers.tick(100);
    assert.deepEqual(drawn, ["first", "second"]);
  });

  test("a finger that stays down holds nothing for long", async () => {
    const { drawn, draw } = await begun();
    finger("pointerdown");
    draw("a finding");
    mock.timers.tick(2000);
    assert.deepEqual(drawn, ["a finding"]);
  });
});
