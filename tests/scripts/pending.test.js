// What waits for one sheet: what is typed next builds on what the server has, also where the page was not drawn anew yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page, run } from "./page.js";

const HERE = "incident-city";

async function begun() {
  page("<main></main>", { root: { "data-person": "ruiz" } });
  const { Pending } = await run("pending.js");
  const pending = new Pending("/sheets/7/changes", () => {});
  await pending.takeUp();
  const write = (text, was) => {
    pending.say(HERE, { value: [text] }, null, was, {});
    pending.release();
    const [change] = pending.ready;
    return { ...change, arrives: (outcome = "applied") => pending.answered([{ op: change.op, outcome }], [change]) };
  };
  return write;
}

test("a page that still holds what was written over from here builds on what was written", async () => {
  const write = await begun();
  const first = write("Wren", "aaaaaa");
  first.arrives();
  const second = write("Wrenport", "aaaaaa");
  assert.equal(second.was, first.op);
  second.arrives();
  assert.equal(write("Wrenport Bay", "aaaaaa").was, second.op);
});

test("a page that was drawn anew builds on what it was drawn with", async () => {
  const write = await begun();
  write("Wren", "aaaaaa").arrives();
  assert.equal(write("Wrenport", "bbbbbb").was, "bbbbbb");
});

test("what could not be written is built on by nothing", async () => {
  const write = await begun();
  write("Wren", "aaaaaa").arrives("unread");
  assert.equal(write("Wrenport", "aaaaaa").was, "aaaaaa");
});

test("what was written is known at once, and noted by the device later", async () => {
  const write = await begun();
  const { written, stayed, kept } = write("Wren", "").arrives();
  assert.deepEqual([written.length, stayed.length], [1, 0]);
  await kept;
});
