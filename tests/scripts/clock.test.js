import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { at, page, run } from "./page.js";

describe("clock.js", () => {
  const since = (from, until = "") => `<p data-since="${from}"${until && ` data-until="${until}"`}>Contact <span data-elapsed>17:32</span></p>`;

  beforeEach(() => mock.timers.enable({ apis: ["Date", "setInterval"], now: Date.parse("2026-11-29T18:00:00Z") }));
  afterEach(() => mock.timers.reset());

  async function shown(body) {
    page(body);
    await run("clock.js");
    return at("[data-elapsed]").textContent;
  }

  test("it tells how long since contact and goes on by the second", async () => {
    assert.equal(await shown(since("2026-11-29T16:58:57Z")), "01:01:03");
    mock.timers.tick(2000);
    assert.equal(at("[data-elapsed]").textContent, "01:01:05");
  });

  test("what it counts is said with it, and not beside the time alone", async () => {
    const named = (body) => body.replace("</p>", "<b data-elapsed-label hidden>at patient</b></p>");
    await shown(named(since("2026-11-29T16:58:57Z")));
    assert.ok(!at("[data-elapsed-label]").hidden);
    await shown(named(since("2026-11-28T17:59:59Z")));
    assert.ok(at("[data-elapsed-label]").hidden);
  });

  test("it stands once care has ended", async () => {
    assert.equal(await shown(since("2026-11-29T17:00:00Z", "2026-11-29T17:20:00Z")), "00:20:00");
    mock.timers.tick(5000);
    assert.equal(at("[data-elapsed]").textContent, "00:20:00");
  });

  test("after a day, and before contact, the time alone stays", async () => {
    assert.equal(await shown(since("2026-11-28T17:59:59Z")), "17:32");
    assert.equal(await shown(since("2026-11-29T18:00:01Z")), "17:32");
  });
});
