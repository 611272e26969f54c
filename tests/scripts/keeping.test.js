import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { at, page, run, type } from "./page.js";

describe("keeping.js", () => {
  const CALM = 400; // milliseconds, as in keeping.js
  const emt = { "data-person": "emt" };
  const form = (pulse = "", more = "") => `<main><div class="messages"></div>
    <form method="post" action="/sheets/7/vitals" data-sheet-form><input type="hidden" name="csrf_token" value="${Math.random()}">
    <div class="field"><label for="pulse">Pulse</label><input id="pulse" name="vitals-pulse" value="${pulse}"></div>${more}</form></main>`;

  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 10, 29, 17, 32) }));
  afterEach(() => mock.timers.reset());

  async function typeAndLeave(body, text) {
    const before = page(body, { root: emt });
    await run("keeping.js");
    type("#pulse", text);
    mock.timers.tick(CALM);
    return before;
  }

  test("what was typed stands in the form again, and since when is said", async () => {
    const before = await typeAndLeave(form(), "88");
    page(form(), { root: emt, before });
    await run("keeping.js");
    assert.equal(at("#pulse").value, "88");
    assert.match(at(".kept-line").textContent, /^Kept from .*, not sent yet: Pulse\./);
    assert.ok(at("form").hasAttribute("data-unsaved"));
  });

  test("what somebody else saved meanwhile is said at the field", async () => {
    const before = await typeAndLeave(form("70"), "88");
    page(form("74"), { root: emt, before });
    await run("keeping.js");
    assert.equal(at("#pulse").value, "88");
    assert.match(at(".kept-conflict").textContent, /Saved meanwhile: 74\./);
  });

  test("a draft that says what stands there already is none", async () => {
    const before = await typeAndLeave(form("70"), "88");
    page(form("88"), { root: emt, before });
    await run("keeping.js");
    assert.equal(at(".kept-line"), null);
    assert.equal(localStorage.length, 0);
  });

  test("typing back what was there ends the draft", async () => {
    await typeAndLeave(form("70"), "88");
    assert.equal(localStorage.length, 1);
    type("#pulse", "70");
    mock.timers.tick(CALM);
    assert.equal(localStorage.length, 0);
  });

  test("leaving the page keeps what was typed a moment ago", async () => {
    page(form(), { root: emt });
    await run("keeping.js");
    type("#pulse", "88");
    assert.equal(localStorage.length, 0);
    window.dispatchEvent(new Event("pagehide"));
    assert.equal(localStorage.length, 1);
  });

  test("a password is never kept, and a form that says so is left alone", async () => {
    page(form("", '<input type="password" id="secret" name="secret">').replace("data-sheet-form", "data-not-kept"), { root: emt });
    await run("keeping.js");
    type("#secret", "ride-along");
    type("#pulse", "88");
    mock.timers.tick(CALM);
    assert.equal(localStorage.length, 0);

    await typeAndLeave(form("", '<input type="password" id="secret" name="secret" value="ride-along">'), "88");
    assert.ok(!JSON.stringify({ ...localStorage }).includes("ride-along"));
  });

  test("what is sent carries a code by which the answer ends its draft", async () => {
    await typeAndLeave(form(), "88");
    at("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    const [kept] = Object.values({ ...localStorage }).map((text) => JSON.parse(text));
    assert.equal(kept.sent, at("input[name=draft]").value);
    assert.match(kept.sent, /^[0-9a-f]{32}$/);
  });

  test("a draft whose form is elsewhere is listed with its words", async () => {
    const before = await typeAndLeave(form(), "88");
    page('<main><div class="messages"></div><a id="there" href="/sheets/7/vitals">Vital signs</a></main>', { address: "http://epcr.test/", root: emt, before });
    await run("keeping.js");
    assert.equal(at(".kept-list summary").textContent, "1 draft is kept on this device, not sent yet");
    assert.equal(at(".kept-list dd").textContent, "88");
    assert.equal(at("#there").textContent, "Vital signs (draft kept)");
  });
});
