import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, click, page, run, type } from "./page.js";

describe("unsaved.js", () => {
  const BODY = `<form data-sheet-form method="post"><input type="hidden" name="csrf_token" value="a"><input id="pulse" name="pulse" value="70"></form>
    <p data-save-state>Saved 17:32</p><a data-goto="exam" href="#exam">Exam</a>`;

  test("it says when the page differs from what was saved, and when it is the same again", async () => {
    page(BODY);
    await run("unsaved.js");
    type("#pulse", "88");
    assert.equal(at("[data-save-state]").textContent, "Unsaved changes");
    assert.ok(at("[data-save-state]").hasAttribute("data-dirty"));
    type("#pulse", "70");
    assert.equal(at("[data-save-state]").textContent, "Saved 17:32");
  });

  test("a link to another section saves on the way, once there is something to save", async () => {
    page(BODY);
    await run("unsaved.js");
    const sent = [];
    at("form").requestSubmit = () => sent.push(new FormData(at("form")).get("goto"));
    click("[data-goto]");
    assert.deepEqual(sent, []);
    type("#pulse", "88");
    click("[data-goto]");
    assert.deepEqual(sent, ["exam"]);
  });
});
