import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, page, run } from "./page.js";

describe("same_finger.js", () => {
  const press = (control, at = 1000, x = 100, y = 100) => ({ control, at, x, y });

  async function begun(where = "data-call") {
    page(`<div ${where}><button id=save>Save</button><button id=below>Now</button><button id=one data-key=1>1</button><label id=chip><input type=checkbox>Pale</label></div>`);
    const { isAgain } = await run("same_finger.js");
    return { isAgain, save: at("#save"), below: at("#below"), digit: at("#one"), chip: at("#chip") };
  }

  test("the same finger at once is passed over, on what came below it and on the same button", async () => {
    const { isAgain, save, below } = await begun();
    assert.ok(isAgain(press(below, 1060), press(save)));
    assert.ok(isAgain(press(save, 1060), press(save)));
    assert.ok(isAgain(press(null, 1150, 110, 95), press(save)));
  });

  test("later, elsewhere, and a digit twice are meant", async () => {
    const { isAgain, save, below, digit } = await begun();
    assert.ok(!isAgain(press(save, 1300), press(save)));
    assert.ok(!isAgain(press(below, 1060, 160, 100), press(save)));
    assert.ok(!isAgain(press(digit, 1060), press(digit)));
    assert.ok(isAgain(press(digit, 1060), press(save)));
  });

  test("off the call screen a chip twice is one tap, and all else is what it is", async () => {
    const { isAgain, save, below, chip } = await begun("");
    assert.ok(!isAgain(press(save, 1060), press(save)));
    assert.ok(!isAgain(press(below, 1060), press(save)));
    assert.ok(isAgain(press(chip, 1060), press(chip)));
  });
});
