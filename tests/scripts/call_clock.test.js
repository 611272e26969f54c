import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { at, click, page, run } from "./page.js";

const NOON = Date.parse("2026-11-30T18:39:00Z"); // 13:39 in New York
const HOURS = 60 * 60 * 1000;
const AHEAD = 3 * HOURS + 9 * 60_000; // 16:48 when it is 13:39

const sheet = ({ drawn = NOON, ahead = 0, ends = "" } = {}, body = "") => `<div data-clock-drawn="${drawn}" data-clock-ahead="${ahead}" ${ends && `data-clock-ends="${ends}"`}>${body}</div>`;
const NOW = '<div data-zone="America/New_York"><input id="when"><output for="when"></output><button data-now="when">Now</button></div>';

describe("call_clock.js", () => {
  beforeEach(() => mock.timers.enable({ apis: ["Date", "setInterval"], now: NOON }));
  afterEach(() => { mock.timers.reset(); mock.restoreAll(); });

  test("without a scenario it is the server's clock, however wrong that of the device is", async () => {
    for (const wrong of [0, 24 * HOURS, -24 * HOURS, 40 * 365 * 24 * HOURS]) {
      mock.timers.setTime(NOON + Math.max(wrong, -NOON));
      page(sheet());
      const { now, runs } = await run("call_clock.js");
      assert.equal(now(), NOON);
      assert.ok(runs());
      mock.timers.tick(60_000);
      assert.equal(now(), NOON + 60_000);
    }
  });

  test("with a scenario it is the scenario's, and goes on", async () => {
    mock.timers.setTime(NOON + 24 * HOURS);
    page(sheet({ ahead: AHEAD, ends: NOON + 6 * HOURS }, NOW));
    await run("moments.js");
    click("[data-now]");
    assert.equal(at("#when").value, "16:48");
    mock.timers.tick(4 * 60_000);
    click("[data-now]");
    assert.equal(at("#when").value, "16:52");
  });

  test("once it has stopped now writes nothing and says what to do", async () => {
    page(sheet({ ahead: AHEAD, ends: NOON + 6 * HOURS }, NOW));
    await run("moments.js");
    mock.timers.tick(6 * HOURS);
    click("[data-now]");
    assert.equal(at("#when").value, "");
    assert.equal(at("output").value, "The scenario’s clock has stopped: type the time");
    assert.equal(document.activeElement, at("#when"));
  });

  test("a page that comes out of a store an hour later has the clock that was known before", async (t) => {
    const before = page(sheet());
    mock.timers.setTime(NOON + 24 * HOURS);
    await run("call_clock.js");
    mock.timers.tick(HOURS);
    page(sheet(), { before });
    t.mock.method(performance, "getEntriesByType", () => [{ transferSize: 0, responseStart: 1 }]);
    const { now } = await run("call_clock.js");
    assert.equal(now(), NOON + HOURS);
  });

  test("an answer of the server puts right what jumped, and its whole seconds change nothing else", async () => {
    page(sheet());
    const { hear, now } = await run("call_clock.js");
    const answer = (date) => ({ headers: { get: (name) => (name === "Date" ? date : null) } });
    hear(answer("Mon, 30 Nov 2026 18:39:01 GMT"));
    assert.equal(now(), NOON);
    mock.timers.setTime(NOON + 48 * HOURS); // the device was set
    hear(answer("Mon, 30 Nov 2026 18:39:30 GMT"));
    assert.equal(now(), NOON + 30_500);
    for (const none of [answer(null), answer("yesterday"), {}]) hear(none);
    assert.equal(now(), NOON + 30_500);
  });

  test("a device that keeps nothing has it all the same", async (t) => {
    page(sheet());
    t.mock.method(window.Storage.prototype, "setItem", () => { throw new Error("full"); });
    mock.timers.setTime(NOON - 24 * HOURS);
    const { now } = await run("call_clock.js");
    assert.equal(now(), NOON);
  });

  test("the clock since contact is not told once the call's has stopped", async () => {
    page(sheet({ ahead: AHEAD, ends: NOON - 1 }, '<p data-since="2026-11-30T17:48:00Z"><span data-elapsed>Unit notified 16:48</span></p>'));
    await run("clock.js");
    assert.equal(at("[data-elapsed]").textContent, "Unit notified 16:48");
  });

  test("the clock since contact is by it too", async () => {
    page(sheet({ ahead: AHEAD, ends: NOON + 6 * HOURS }, '<p data-since="2026-11-30T21:48:00Z"><span data-elapsed>16:48</span></p>'));
    await run("clock.js");
    assert.equal(at("[data-elapsed]").textContent, "00:00:00");
    mock.timers.tick(5000);
    assert.equal(at("[data-elapsed]").textContent, "00:00:05");
  });
});
