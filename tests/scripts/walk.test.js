import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("walk.js", () => {
  const step = (id, { places, shows, kind, answer = "" }) => `<section data-step="${shows}" data-places="${places}" id="step-${id}" tabindex="-1">
    <h2><span data-walk-kind>${kind}</span></h2>
    <div data-walk-lines>${shows}</div><div data-in-place>${answer}</div><p data-walk-said></p><p data-walk-elsewhere></p></section>`;
  const ofShown = `<template data-walk-shown><span data-walk-done hidden>Done</span>
    <div class="walk-ways"><button data-walk-back></button><button data-walk-on><span data-walk-words></span></button></div></template>`;
  const open = (id, shows) => `<div data-check-state data-lead="1 open"><ul class="check-list"><li>
    <a href="#step-${id}" data-at="${id}" data-shows="${shows}"></a></li></ul></div>`;
  const answer = (id) => `<form action="/answer"><input name="text" aria-label="${id}"><button>Answer</button></form>`;

  /** A page with a step, whose form the server answers with what is asked next. */
  async function walked(first, next) {
    const drawn = (id, facts) => `<p data-check-lead></p><div data-walk>${step(id, facts)}${ofShown}</div><div data-piece="check">${open(id, facts.shows)}</div>`;
    page(drawn(...first));
    globalThis.fetch = async () => ({ ok: true, status: 200, text: async () => drawn(...next) });
    globalThis.scrollBy = () => {};
    await run("walk.js");
    at("form").dispatchEvent(new window.SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: at("form button") }));
    await new Promise((done) => { setTimeout(done, 50); });
  }

  test("a step of two findings is done when both are settled, not with the first", async () => {
    await walked(
      ["a-dose", { places: "a-dose b-dose", shows: "both", kind: "Is this right?", answer: answer("both") }],
      ["b-dose", { places: "b-dose", shows: "second", kind: "Is this right?", answer: answer("second") }],
    );
    assert.equal(at("[data-walk-done]").hidden, true);
    assert.equal(at("[data-walk-lines]").textContent, "second");
    assert.equal(at("[data-step]").id, "step-b-dose");
  });

  test("another question at the same field comes under its own label with its own answer", async () => {
    await walked(
      ["incident-back", { places: "incident-back", shows: "missing", kind: "Missing", answer: "<form><button></button></form>" }],
      ["incident-back", { places: "incident-back", shows: "later", kind: "Is this right?", answer: answer("later") }],
    );
    assert.equal(at("[data-walk-kind]").textContent, "Is this right?");
    assert.ok(at("[aria-label=later]"));
  });
});
