import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { page, run } from "./page.js";

describe("drafts.js", () => {
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const emt = { "data-person": "emt" };
  const draft = (id, more = {}) => ({ id, at: Date.now(), sent: "", form: "/sheets/7/vitals ", fields: {}, ...more });

  test("a draft is there again for whoever typed it, newest first, and for nobody else", async () => {
    const before = page("", { root: emt });
    const { drafts, keep } = await run("drafts.js");
    assert.ok(keep(draft("older", { at: Date.now() - 1000 })));
    assert.ok(keep(draft("newer")));
    assert.deepEqual(drafts().map((one) => one.id), ["newer", "older"]);

    page("", { root: { "data-person": "medic" }, before });
    assert.deepEqual((await run("drafts.js")).drafts(), []);
  });

  test("a draft ends after a week, and what cannot be read goes", async () => {
    page("", { root: emt });
    const { drafts, keep } = await run("drafts.js");
    keep(draft("old", { at: Date.now() - WEEK - 1 }));
    localStorage.setItem("epcr-draft torn", "{");
    assert.deepEqual(drafts(), []);
    assert.equal(localStorage.length, 0);
  });

  test("what the server says it saved ends, and its cookie with it; what was typed since stays", async () => {
    const before = page("", { root: emt });
    const first = await run("drafts.js");
    const sent = first.code();
    assert.match(sent, /^[0-9a-f]{32}$/);
    first.keep(draft("sent", { sent }));
    first.keep(draft("typed since"));
    document.cookie = `saved-${sent}=1; Path=/`;

    page("", { root: emt, before });
    const { drafts } = await run("drafts.js");
    assert.deepEqual(drafts().map((one) => one.id), ["typed since"]);
    assert.equal(document.cookie, "");
  });

  test("what a visitor typed is gone from the tab once somebody signs in there", async () => {
    const before = page("");
    const { drafts, keep } = await run("drafts.js");
    keep(draft("visitor"));
    assert.equal(drafts().length, 1);
    assert.equal(localStorage.length, 0);

    page("", { root: emt, before });
    await run("drafts.js");
    assert.equal(sessionStorage.length, 0);
  });

  test("two services of one address keep their drafts apart", async () => {
    const before = page("", { root: { ...emt, "data-root": "/one" } });
    (await run("drafts.js")).keep(draft("one"));
    page("", { root: { ...emt, "data-root": "/other" }, before });
    assert.deepEqual((await run("drafts.js")).drafts(), []);
  });

  test("a browser that keeps nothing says so", async () => {
    const { window } = page("", { root: emt });
    Object.defineProperty(window, "localStorage", { get() { throw new Error("forbidden"); } });
    const { drafts, keep } = await run("drafts.js");
    assert.equal(keep(draft("lost")), false);
    assert.deepEqual(drafts(), []);
  });
});
