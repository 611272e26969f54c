import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { run } from "./page.js";

describe("ranking.js", () => {
  const CHEST = [
    { code: "R07.89", label: "Chest pain (not angina)", words: ["Other chest pain"] }, { code: "R07.9", label: "Chest pain", words: ["CP"] },
    { code: "S29", label: "Thorax injury", words: ["chest injury"] }, { code: "J18", label: "Pneumonia", words: ["CPAP dependent"] },
  ];
  const codes = async (words, about) => (await run("ranking.js")).ranked(CHEST, words, about).map(({ term }) => term.code);

  test("the plain one stands before its special case, wherever the list has them", async () => {
    assert.deepEqual(await codes("chest"), ["R07.9", "S29", "R07.89"]);
    assert.deepEqual(await codes("pain chest"), ["R07.9", "R07.89"]);
  });

  test("what is called just so stands first, before what is used", async () => {
    assert.deepEqual(await codes("cp", { usual: ["J18"] }), ["R07.9", "J18"]);
  });

  test("what is used stands before what begins so, and lifts nothing that only holds the letters", async () => {
    assert.deepEqual(await codes("chest", { usual: ["S29"] }), ["S29", "R07.9", "R07.89"]);
    assert.deepEqual(await codes("in", { usual: ["R07.9"] }), ["S29", "R07.9", "R07.89"]);
  });

  test("without words the list stands as it is, what is used first", async () => {
    assert.deepEqual(await codes("", { usual: ["J18"] }), ["J18", "R07.89", "R07.9", "S29"]);
  });

  test("what has it for its name is meant, though others go by it", async () => {
    const { isSeveral, meant, ranked } = await run("ranking.js");
    const found = ranked([{ code: "1", label: "Pain, acute", words: ["pain"] }, { code: "2", label: "Pain", words: [] }], "pain", { usual: ["1"] });
    assert.deepEqual([found[0].term.code, meant(found).code, isSeveral(found)], ["2", "2", false]);
  });

  test("what was meant is the only one called so, or the only one that fits; else nobody guesses", async () => {
    const { meant, ranked } = await run("ranking.js");
    const of = (words) => meant(ranked(CHEST, words))?.code;
    assert.deepEqual(["cp", "chest", "pneu", "chest pain", "zzz", "-", "(", "  "].map(of), ["R07.9", undefined, "J18", "R07.9", undefined, undefined, undefined, undefined]);
  });
});
