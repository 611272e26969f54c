import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { at, page, run } from "./page.js";

describe("rehearsal.js", () => {
  const time = (elapsed) => `<div data-rehearsal data-hands-off="8" data-seconds="60" data-elapsed="${elapsed}"><b data-words></b>
    <span data-count></span><progress data-progress></progress><p data-announce></p></div><form data-end hidden></form><button data-fullscreen hidden></button>`;

  beforeEach(() => mock.timers.enable({ apis: ["Date", "setInterval"], now: 0 }));
  afterEach(() => mock.timers.reset());

  async function after(elapsed) {
    page(time(elapsed));
    await run("rehearsal.js");
    return at("[data-count]").textContent;
  }

  test("hands are off first, and nothing can be ended yet", async () => {
    assert.equal(await after(7), "1 second");
    assert.ok(at("[data-end]").hidden);
  });

  test("then it counts what is left, and what it is over", async () => {
    assert.equal(await after(8), "60 seconds left");
    assert.ok(!at("[data-end]").hidden);
    assert.equal(await after(69), "1 second over");
    assert.equal(at("[data-words]").textContent, "Time is up");
  });

  test("whoever listens to the page is told four things and no count", async () => {
    await after(0);
    const told = new Set();
    for (let second = 0; second < 80; second += 1) {
      told.add(at("[data-announce]").textContent);
      mock.timers.tick(1000);
    }
    assert.deepEqual([...told], ["Hands off, eyes on the speaker.", "Speak now.", "10 seconds left.", "Time is up. Come to an end."]);
  });
});
