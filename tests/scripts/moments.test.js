import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setImmediate } from "node:timers";
import { at, click, page, run, type } from "./page.js";

describe("moments.js", () => {
  const inZone = (zone) => `<div data-zone="${zone}"><input id="when" name="when" data-moment><button type="button" data-now="when">Now</button></div>`;

  beforeEach(() => mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 10, 1, 5, 30) }));
  afterEach(() => mock.timers.reset());

  for (const [typed, stands] of [["1732", "17:32"], ["932", "09:32"], ["2460", "2460"], ["1760", "1760"], ["17:32", "17:32"], ["12", "12"]]) {
    test(`${typed} typed as a time stands as ${stands}`, async () => {
      page(inZone("UTC"));
      await run("moments.js");
      assert.equal(type("#when", typed).value, stands);
    });
  }

  test("eight digits of a date are parted, and digits elsewhere are left alone", async () => {
    page('<input id="day" data-day><input id="pulse">');
    await run("moments.js");
    assert.equal(type("#day", "10112024").value, "10/11/2024");
    assert.equal(type("#pulse", "1732").value, "1732");
  });

  test("now is the time of the class's clock", async () => {
    page(inZone("Asia/Kolkata"));
    await run("moments.js");
    click("[data-now]");
    assert.equal(at("#when").value, "11:00");
  });

  test("what was just done has the time of now where none stands", async () => {
    page(inZone("Asia/Kolkata"));
    const { observed } = await run("moments.js");
    observed(at("#when"));
    assert.equal(at("#when").value, "11:00");
    type("#when", "10:58");
    observed(at("#when"));
    assert.equal(at("#when").value, "10:58");
    observed(undefined); // a page without the time
  });

  test("in the hour that comes twice, now says which it is", async () => {
    page(inZone("America/New_York"));
    await run("moments.js");
    click("[data-now]");
    assert.equal(at("#when").value, "01:30 -04:00");
    mock.timers.tick(60 * 60 * 1000);
    click("[data-now]");
    assert.equal(at("#when").value, "01:30 -05:00");
  });

  test("now of what lies before the call has its date, since a bare time would be read as that of the day before", async () => {
    page(inZone("America/New_York").replace("data-moment", "data-past data-moment"));
    await run("moments.js");
    click("[data-now]");
    assert.equal(at("#when").value, "11/01/2026 01:30 -04:00");
    mock.timers.tick(2 * 60 * 60 * 1000);
    click("[data-now]");
    assert.equal(at("#when").value, "11/01/2026 02:30");
  });

  test("a word that stands for a number is written by one tap and told to the page", async () => {
    page('<input id="low"><button type="button" data-write="P" data-into="low">palpated</button>');
    await run("moments.js");
    const heard = [];
    for (const kind of ["input", "change"]) document.addEventListener(kind, () => heard.push(kind));
    click("[data-write]");
    assert.equal(at("#low").value, "P");
    assert.deepEqual(heard, ["input", "change"]);
  });

  test("how a time is understood stands beside it, as the server reads it", async (t) => {
    page(`<form data-sheet-form action="/sheets/7/times"><input id="when" name="times-scene" data-moment><output class="date-beside" for="when"></output></form>`);
    t.mock.method(globalThis, "fetch", async (address) => {
      assert.equal(address, "/sheets/7/times/dates");
      return { ok: true, json: async () => ({ "times-scene": "on 11/01/2026" }) };
    });
    await run("moments.js");
    type("#when", "1732");
    await new Promise(setImmediate);
    assert.equal(at("output").value, "on 11/01/2026");
  });

  test("what was said about an older time is taken away when the server cannot be asked", async (t) => {
    page(`<form data-sheet-form action="/x"><input id="when" name="w" data-moment><output class="date-beside" for="when">yesterday</output></form>`);
    t.mock.method(globalThis, "fetch", async () => { throw new TypeError("no network"); });
    await run("moments.js");
    type("#when", "1732");
    await new Promise(setImmediate);
    assert.equal(at("output").value, "");
  });
});
