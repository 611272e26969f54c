import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { run } from "./page.js";

describe("acts_list.js", () => {
  const act = (id, kind, label, synonyms = [], category = "") => ({ id, kind, label, synonyms, category, routes: [], units: [] });
  const ACTS = [
    act("oxygen", "medication", "Oxygen", ["O2"]), act("epi_arrest", "medication", "Epinephrine, cardiac arrest", ["epi", "adrenaline"], "Cardiac"),
    act("epi_im", "medication", "Epinephrine IM", ["epi", "adrenaline"], "Allergy"), act("racemic", "medication", "Racemic epinephrine", ["epi neb"], "Breathing"),
    act("pacing", "procedure", "Pacing", ["TCP"], "Cardiac"), act("cleric", "medication", "Recepine", [], "Allergy"),
  ];
  const found = async (words, about = {}) => (await run("acts_list.js")).seekActs(ACTS, words, { kind: "medication", ...about }).map(({ id }) => id);

  test("what is usual here comes first, in its order, then the beginning, then words, then the middle of a word", async () => {
    assert.deepEqual(await found("ep"), ["epi_arrest", "epi_im", "racemic", "cleric"]);
    assert.deepEqual(await found("ep", { usual: ["racemic", "epi_im"] }), ["racemic", "epi_im", "epi_arrest", "cleric"]);
  });

  test("use does not lift what has the letters only somewhere in a word", async () => {
    assert.deepEqual(await found("ep", { usual: ["cleric"] }), ["epi_arrest", "epi_im", "racemic", "cleric"]);
  });

  test("each word counts, in any order, also of a synonym or a category", async () => {
    assert.deepEqual(await found("arrest epi"), ["epi_arrest"]);
    assert.deepEqual(await found("adren allergy"), ["epi_im"]);
  });

  test("of the other kind is found too, behind", async () => {
    assert.deepEqual(await found("cardiac"), ["epi_arrest", "pacing"]);
  });

  test("without words all of the kind, the usual ones first, else as the catalog has them", async () => {
    assert.deepEqual(await found("", { usual: ["epi_im"] }), ["epi_im", "oxygen", "epi_arrest", "racemic", "cleric"]);
  });

  test("a name of three letters that nothing goes by can be added", async () => {
    const { isUnlisted } = await run("acts_list.js");
    assert.deepEqual([isUnlisted(ACTS, "Zorblax"), isUnlisted(ACTS, "adrenaline"), isUnlisted(ACTS, "ox"), isUnlisted(ACTS, "OXYGEN ")], [true, false, false, false]);
  });
});
