import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("seek.js", () => {
  const BODY = `<form><label for="item">Item</label><select id="item" name="item" data-search><option value=""></option>
    <option value="1" data-words="glucagen">Glucagon</option><option value="2" data-words="sugar|dextrose">Oral glucose</option>
    <option value="3">Blood glucose measurement</option><option value="4" data-words="Narcan">Naloxone</option></select></form>`;

  async function found(typed) {
    page(BODY);
    await run("seek.js");
    at("#item").value = typed;
    at("#item").dispatchEvent(new Event("input", { bubbles: true }));
    return [...document.querySelectorAll("[role=option]")].map((one) => one.querySelector("bdi")?.textContent ?? one.textContent);
  }

  test("names that begin with what was typed stand before words in them", async () => {
    assert.deepEqual(await found("gluc"), ["Glucagon", "Oral glucose", "Blood glucose measurement"]);
  });

  test("what a word of the page has beside it is shown with it", async () => {
    page('<input id="who" list="crew"><datalist id="crew"><option value="Pat Example" label="Paramedic"></option><option value="Kit"></option></datalist>');
    await run("seek.js");
    at("#who").dispatchEvent(new Event("input", { bubbles: true }));
    assert.deepEqual([...document.querySelectorAll("[role=option]")].map((one) => one.textContent), ["Pat ExampleParamedic", "Kit"]);
  });

  test("another name for it finds it", async () => {
    assert.deepEqual(await found("narcan"), ["Naloxone"]);
  });

  test("parts of words find it in any order", async () => {
    assert.deepEqual(await found("measure glucose"), ["Blood glucose measurement"]);
  });

  test("what is not there is said", async () => {
    assert.deepEqual(await found("zzz"), ["Nothing in the list fits; try another word"]);
  });

  test("leaving the control takes the one that fits, and nothing where several do", async () => {
    await found("narc");
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("select").value, "4");
    await found("gluc");
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("select").value, "");
  });

  const note = () => document.querySelector(".seek > [role=status]:not([hidden])")?.textContent ?? "";

  test("what was typed and names nothing, or several, stays and is asked about", async () => {
    for (const [typed, said] of [["gluc", /can be several: choose one/], ["zzz", /is not in the list: choose from it/]]) {
      await found(typed);
      at("input#item").dispatchEvent(new Event("blur"));
      assert.equal(at("input#item").value, typed);
      assert.match(note(), said);
      at("input#item").value = "narcan";
      at("input#item").dispatchEvent(new Event("input", { bubbles: true }));
      at("input#item").dispatchEvent(new Event("blur"));
      assert.equal(note(), "");
      assert.equal(at("input#item").value, "Naloxone");
    }
  });

  test("what was chosen before stands where other words name nothing, and it is said", async () => {
    await found("narcan");
    at("input#item").dispatchEvent(new Event("blur"));
    at("input#item").value = "gluc";
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("input#item").value, "Naloxone");
    assert.match(note(), /“gluc” can be several: choose one from the list\. Naloxone stands\./);
  });

  test("a page is not asked for with words that it would lose", async () => {
    await found("gluc");
    const asks = new Event("submit", { bubbles: true, cancelable: true });
    at("form").dispatchEvent(asks);
    assert.ok(asks.defaultPrevented);
    assert.equal(at("input#item").value, "gluc");
    assert.equal(lines()[0], "“gluc” can be several: which one?");
    press("ArrowDown");
    press("Enter");
    const again = new Event("submit", { bubbles: true, cancelable: true });
    at("form").dispatchEvent(again);
    assert.ok(!again.defaultPrevented);
  });

  const press = (key) => at("input#item").dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const lines = () => [...document.querySelectorAll(".seek-list:not([hidden]) [role=option]")].map((one) => one.querySelector("bdi")?.textContent ?? one.textContent);

  test("Enter takes what is called so, or the only one that fits, and asks where it would be a guess", async () => {
    for (const [typed, code] of [["narcan", "4"], ["sugar", "2"], ["nalo", "4"], ["gluc", ""], ["glu", ""], ["zzz", ""]]) {
      await found(typed);
      press("Enter");
      assert.equal(at("select").value, code, typed);
    }
    await found("gluc");
    press("Enter");
    assert.deepEqual(lines(), ["“gluc” can be several: which one?", "Glucagon", "Oral glucose", "Blood glucose measurement"]);
    press("ArrowDown");
    press("Enter");
    assert.equal(at("select").value, "1");
  });

  const DIABETES = `<form data-usual='{"history":["Diabetes type 2"]}'><label for="item">Past history</label><datalist id="all"><option value="Diabetes type 1" data-words="diabetes|DM1"></option>
    <option value="Diabetes type 2" data-words="diabetes|DM2"></option><option value="Migraine"></option></datalist><textarea id="item" name="history-history" data-tokens="all"></textarea></form>`;

  async function typedOf(words, ...keys) {
    page(DIABETES);
    await run("seek.js");
    at("input#item").value = words;
    at("input#item").dispatchEvent(new Event("input", { bubbles: true }));
    for (const key of keys) press(key);
    return at("textarea").value;
  }

  test("a word that several terms are called by is never one of them by itself; it asks, and may be kept as it was typed", async () => {
    assert.equal(await typedOf("diabetes", "Enter"), "");
    assert.deepEqual(lines(), ["“diabetes” can be several: which one?", "Diabetes type 2", "Diabetes type 1", "Keep “diabetes” as typed"]);
    assert.equal(await typedOf("diabetes", "Enter", "Enter"), "diabetes"); // asked, and said again
    assert.equal(await typedOf("diabetes", "Enter", "ArrowDown", "Enter"), "Diabetes type 2");
    assert.equal(await typedOf("diabetes", "ArrowUp", "Enter"), "diabetes");
    assert.equal(await typedOf("diabet", "Enter"), "diabet");
    assert.equal(await typedOf("Migraine", "Enter"), "Migraine");
  });

  test("leaving such a list keeps what was typed, and a list that takes no words of one's own keeps nothing", async () => {
    await typedOf("diabetes");
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("textarea").value, "diabetes");
    page('<form><select id="item" name="item" data-search><option value=""></option><option value="1" data-words="epi">Epinephrine IM</option><option value="2" data-words="epi">Epinephrine IV</option></select></form>');
    await run("seek.js");
    at("input#item").value = "epi";
    at("input#item").dispatchEvent(new Event("blur"));
    assert.equal(at("select").value, "");
  });

  test("what this class and scenario use stands first, typed or not", async () => {
    page(BODY.replace("<form>", `<form data-usual='{"item":["4","3"]}'>`));
    await run("seek.js");
    at("#item").click();
    assert.deepEqual(lines(), ["Naloxone", "Blood glucose measurement", "Glucagon", "Oral glucose"]);
    at("#item").value = "glu";
    at("#item").dispatchEvent(new Event("input", { bubbles: true }));
    assert.deepEqual(lines(), ["Blood glucose measurement", "Glucagon", "Oral glucose"]);
  });

  const FILE = { 1: ["glucagen"], 2: ["sugar", "dextrose"] };

  test("the other words of a list come from the file of all lists, while one types too", async (t) => {
    let sent;
    t.mock.method(globalThis, "fetch", () => new Promise((answer) => { sent = answer; }));
    page(BODY.replaceAll(/ data-words="[^"]*"/g, "").replace("data-search", 'data-search data-other-words="/static/words.json#acts"'));
    await run("seek.js");
    at("input#item").value = "sugar";
    at("input#item").dispatchEvent(new Event("input", { bubbles: true }));
    assert.deepEqual(lines(), ["Nothing in the list fits; try another word"]);
    sent({ json: async () => ({ acts: FILE, others: { 2: ["nothing"] } }) });
    await new Promise((done) => { setTimeout(done); });
    assert.deepEqual(lines(), ["Oral glucose"]);
    assert.deepEqual(fetch.mock.calls.map((call) => call.arguments[0]), ["/static/words.json"]);
  });

  test("a line is suggested the words of its file, and without the file keeps what is typed", async (t) => {
    const line = '<form><label for="item">Symptom</label><input id="item" name="item" data-words-from="/static/symptoms.json"></form>';
    t.mock.method(globalThis, "fetch", async () => ({ json: async () => [["Chest pain", "angina"], ["Cough"]] }));
    page(line);
    await run("seek.js");
    await new Promise((done) => { setTimeout(done); });
    at("#item").value = "angi";
    at("#item").dispatchEvent(new Event("input", { bubbles: true }));
    press("ArrowDown");
    press("Enter");
    assert.equal(at("#item").value, "Chest pain");
    t.mock.method(globalThis, "fetch", async () => { throw new TypeError("no network"); });
    page(line);
    await run("seek.js");
    at("#item").value = "my own words";
    at("#item").dispatchEvent(new Event("blur"));
    assert.equal(at("#item").value, "my own words");
  });
});
