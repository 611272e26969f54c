import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setImmediate } from "node:timers";
import { at, page, run, type } from "./page.js";

describe("verdict.js", () => {
  const CALM = 250; // milliseconds, as in verdict.js
  const BODY = `<form data-verdict="/judge" data-marks="/marks" data-prefix="act-1-" data-icons="/icons.svg">
    <select id="item" name="act-1-item"><option value=""></option><option value="aspirin">Aspirin</option><option value="ett">Tube</option></select>
    <input id="who" name="act-1-performer" value=""><textarea id="note" name="act-1-note"></textarea>
    <div data-verdict-here></div></form>`;
  const settled = () => new Promise(setImmediate);
  let asked;

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    asked = [];
    mock.method(globalThis, "fetch", (address, options = {}) => new Promise((answer, fail) => {
      asked.push({ address, fail,
        answer: (words, status = 200) => answer({ status, ok: status < 300, text: async () => words, json: async () => words }) });
      options.signal?.addEventListener("abort", () => fail(new Error("aborted")));
    }));
  });
  afterEach(() => { mock.timers.reset(); mock.restoreAll(); });

  async function begun() {
    page(BODY);
    await run("verdict.js");
    asked.length = 0;
  }

  test("it asks once the choice has come to rest, and says what it was told", async () => {
    await begun();
    type("#item", "aspirin");
    assert.equal(asked.length, 0);
    mock.timers.tick(CALM);
    assert.deepEqual(asked.map((one) => one.address), ["/judge"]);
    asked[0].answer(" <p>In scope</p> ");
    await settled();
    assert.equal(at("[data-verdict-here]").textContent, "In scope");
    assert.ok(!("stale" in at("[data-verdict-here]").dataset));
  });

  test("what is no fact of the act is not asked about", async () => {
    await begun();
    type("#note", "given at once");
    mock.timers.tick(CALM);
    assert.equal(asked.length, 0);
  });

  test("an answer to what is no longer chosen is not said", async () => {
    await begun();
    type("#item", "aspirin");
    mock.timers.tick(CALM);
    type("#item", "ett");
    asked[0].answer("<p>In scope</p>");
    await settled();
    assert.equal(at("[data-verdict-here]").textContent, "");
  });

  test("while the server cannot be asked it says when it will be judged, and nothing of scope", async () => {
    await begun();
    at("[data-verdict-here]").textContent = "In scope";
    type("#item", "ett");
    mock.timers.tick(CALM);
    asked[0].fail(new TypeError("no network"));
    await settled();
    assert.match(at("[data-verdict-here]").textContent, /^Will be judged when sent\./);
    assert.doesNotMatch(at("[data-verdict-here]").textContent, /In scope/);
  });

  test("a server that answers and cannot judge is not met with silence", async () => {
    for (const status of [500, 503, 429]) {
      await begun();
      type("#item", "ett");
      mock.timers.tick(CALM);
      asked[0].answer("<h1>Not now</h1>", status);
      await settled();
      assert.match(at("[data-verdict-here]").textContent, /^Will be judged when sent\./);
      type("#item", "aspirin");
      mock.timers.tick(CALM);
      asked[1].answer("<p>In scope</p>");
      await settled();
      assert.equal(at("[data-verdict-here]").textContent, "In scope");
    }
  });

  test("taking the choice back takes the verdict away without asking", async () => {
    await begun();
    type("#item", "aspirin");
    mock.timers.tick(CALM);
    asked[0].answer("<p>In scope</p>");
    await settled();
    type("#item", "");
    mock.timers.tick(CALM);
    assert.equal(at("[data-verdict-here]").textContent, "");
    assert.equal(asked.length, 1);
  });

  test("the marks of a performer are asked for once", async () => {
    await begun();
    for (const who of ["emt", "medic", "emt"]) {
      type("#who", who);
      asked.at(-1).answer({});
      await settled();
    }
    assert.deepEqual(asked.map((one) => one.address).filter((one) => one.startsWith("/marks")), ["/marks?performer=emt", "/marks?performer=medic"]);
  });
});
