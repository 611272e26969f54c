import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, click, page, run } from "./page.js";

describe("number_boxes.js", () => {
  const SYSTOLIC = { high: 500, likely: 450 };
  const RATE = { high: 500, likely: 300 };
  const BREATHS = { high: 300, likely: 60 };
  const SPO2 = { high: 100, likely: 100 };
  const PAIN = { high: 10, likely: 10 };
  const GLUCOSE = { high: 2000, likely: 625 };
  const CELSIUS = { high: 50, likely: 50, places: 1 };
  const FAHRENHEIT = { high: 122, likely: 122, places: 1 };
  const MMOL = { high: 111, likely: 34.7, places: 1 };
  const CLOCK = { clock: true };
  const BOXES = `<dialog open><button data-box="taken_at" data-clock><b data-typed></b></button>
    <button data-box="systolic" data-high="500" data-likely="450" data-places="0"><b data-typed></b></button>
    <button data-box="pain" data-high="10" data-likely="10" data-places="0"><b data-typed></b></button>
    <button id="seven" data-key="7"></button><button id="back" data-key="back"></button><button id="clear" data-key="clear"></button>
    <button id="next" data-key="next"></button><span data-by-itself></span></dialog>`;

  async function keyed(keys, rule) {
    const { typed, isFull } = await run("number_boxes.js");
    let text = "";
    for (const key of keys) {
      if (isFull(text, rule)) return `${text} and on`;
      text = typed(text, key, rule);
    }
    return isFull(text, rule) ? `${text} full` : text;
  }

  const TABLE = [
    ["128", SYSTOLIC, "128 full"], ["94", SYSTOLIC, "94 full"], ["12", SYSTOLIC, "12"], ["30", SYSTOLIC, "30"], ["9", SYSTOLIC, "9"],
    ["88", RATE, "88 full"], ["30", RATE, "30"], ["16", BREATHS, "16 full"], ["8", BREATHS, "8"], ["97", SPO2, "97 full"],
    ["100", SPO2, "100 full"], ["10", SPO2, "10"], ["7", PAIN, "7 full"], ["10", PAIN, "10 full"], ["1", PAIN, "1"], ["0", PAIN, "0 full"],
    ["96", GLUCOSE, "96 full"], ["60", GLUCOSE, "60"], ["600", GLUCOSE, "600 full"], ["368", CELSIUS, "36.8 full"], ["36.8", CELSIUS, "36.8 full"],
    ["986", FAHRENHEIT, "98.6 full"], ["1012", FAHRENHEIT, "101.2 full"], ["5.6", MMOL, "5.6 full"], ["1732", CLOCK, "17:32 full"],
    ["25", CLOCK, "2"], ["176", CLOCK, "17"], ["5", CLOCK, ""],
  ];
  for (const [keys, rule, expected] of TABLE) {
    test(`${keys} where ${rule.clock ? "a time" : `${rule.high} is possible`} is ${expected || "nothing"}`, async () => {
      assert.equal(await keyed(keys, rule), expected);
    });
  }

  test("no number above what is possible comes about", async () => {
    const { typed } = await run("number_boxes.js");
    for (const [text, rule] of [["97", SPO2], ["60", SYSTOLIC], ["36.8", CELSIUS], ["50", CELSIUS]]) {
      for (const key of "0123456789.") assert.ok(Number(typed(text, key, rule)) <= rule.high, `${text} ${key}`);
    }
  });

  test("one digit is taken back, a word as a whole", async () => {
    const { typed } = await run("number_boxes.js");
    assert.deepEqual([typed("128", "back", SYSTOLIC), typed("P", "back", SYSTOLIC), typed("17:3", "back", CLOCK)], ["12", "", "17"]);
  });

  test("what ends in a point, and half a time, is not whole", async () => {
    const { isWhole } = await run("number_boxes.js");
    const told = [isWhole("36.", CELSIUS), isWhole("36", CELSIUS), isWhole("P", SYSTOLIC), isWhole("", SYSTOLIC), isWhole("17:3", CLOCK), isWhole("01:30 -04:00", CLOCK)];
    assert.deepEqual(told, [false, true, true, true, false, true]);
  });

  async function begun() {
    page(BOXES);
    const { NumberBoxes } = await run("number_boxes.js");
    const boxes = new NumberBoxes(at("dialog"));
    boxes.begin("systolic");
    return boxes;
  }

  test("a full number goes on to the next empty box, and a box that is tapped is typed anew", async () => {
    const boxes = await begun();
    for (const key of "128") boxes.press(key);
    assert.equal(boxes.current.dataset.box, "pain");
    click("[data-box=systolic]");
    click("#seven");
    assert.equal(boxes.text("systolic"), "7");
  });

  test("Next behind a number that went on by itself passes no box over; a second press does", async () => {
    const boxes = await begun();
    for (const key of "168") boxes.press(key);
    click("#next");
    assert.deepEqual([boxes.current.dataset.box, at("[data-by-itself]").textContent], ["pain", "Goes on by itself"]);
    boxes.press("7");
    assert.deepEqual([boxes.text("pain"), at("[data-by-itself]").textContent], ["7", ""]);
    boxes.begin("systolic");
    for (const key of "168") boxes.press(key);
    boxes.put("systolic", null);
    click("#next");
    click("#next");
    assert.equal(boxes.current.dataset.box, "systolic");
  });

  test("Next in a box that was begun, tapped or half keyed goes on at once", async () => {
    const boxes = await begun();
    boxes.press("9");
    click("#next");
    assert.equal(boxes.current.dataset.box, "pain");
    click("[data-box=systolic]");
    click("#next");
    assert.equal(boxes.current.dataset.box, "pain");
  });

  test("back in an empty box goes to the one before it, and clear empties a box", async () => {
    const boxes = await begun();
    for (const key of "128") boxes.press(key);
    click("#back");
    assert.equal(boxes.current.dataset.box, "systolic");
    click("#back");
    assert.equal(boxes.text("systolic"), "12");
    click("#clear");
    assert.deepEqual([boxes.text("systolic"), boxes.held.size], ["", 0]);
  });

  test("a reason stands in place of a number until something is keyed", async () => {
    const boxes = await begun();
    boxes.put("systolic", { why: "refused", words: "Refused" });
    assert.equal(at("[data-box=systolic] [data-typed]").textContent, "Refused");
    click("#seven");
    assert.deepEqual(boxes.held.get("systolic"), { value: "7" });
  });
});
