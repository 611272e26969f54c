// How what is searched for is put in order, for every list: first what is called just so, then what this class and scenario use, then what
// begins as it was typed, then what has the words. Where all are alike the plain one stands before its special cases ("Chest pain" before
// "Chest pain (not angina)"), and else the order of the list; never the alphabet.

/** As the server compares (epcr/letters.py), and without accents. */
export const plain = (text) => text.normalize("NFKD").replace(/[\p{Diacritic}\p{Cf}]/gu, "").replace(/\p{Pd}/gu, "-").toLowerCase().trim();
const wordsOf = (text) => text.split(/[\s,(/-]+/).filter(Boolean);

export const NAMED = 5; // it is its name in the list
export const CALLED = 4; // one of its names is just this
export const BEGINS = 3; // a name begins so
export const WORDS = 2; // each typed word begins a word of its names
export const INSIDE = 1; // it holds them somewhere

/** How well a term fits what was typed: `{ label, words, more }`, `more` being text that only finds it. 0 for not at all. */
export function fit({ label, words = [], more = "" }, typed) {
  const names = [label, ...words].map(plain);
  if (names[0] === typed) return NAMED;
  if (names.includes(typed)) return CALLED;
  if (names.some((name) => name.startsWith(typed))) return BEGINS;
  const begun = names.flatMap(wordsOf);
  const parts = wordsOf(typed);
  if (parts.length && parts.every((part) => begun.some((word) => word.startsWith(part)))) return WORDS;
  const whole = `${names.join(" ")} ${plain(more)}`;
  return parts.length && parts.every((part) => whole.includes(part)) ? INSIDE : 0;
}

const general = (label) => plain(label.split(/[(,]/)[0]);
const tier = (fits) => (fits >= CALLED ? 0 : fits === INSIDE ? 2 : 1);

/**
 * The terms that are meant, best first; all of them, the usual ones first, where nothing was typed. `usual` are codes, the most usual first;
 * `before(term)` is a number that parts them first of all.
 */
export function ranked(terms, words, { usual = [], before = () => 0 } = {}) {
  const typed = plain(words);
  const labels = new Set(terms.map(({ label }) => plain(label)));
  const isSpecial = ({ label }) => general(label) !== plain(label) && labels.has(general(label));
  const use = ({ code }) => (usual.includes(code) ? usual.indexOf(code) : usual.length);
  const keyed = terms.map((term, order) => {
    const fits = typed ? fit(term, typed) : NAMED;
    return { term, fits, key: [before(term), tier(fits), fits === NAMED ? 0 : 1, use(term), -fits, typed && isSpecial(term) ? 1 : 0, order] };
  });
  return keyed.filter(({ fits }) => fits).sort((one, other) => {
    const place = one.key.findIndex((part, at) => part !== other.key[at]);
    return place < 0 ? 0 : one.key[place] - other.key[place];
  }).map(({ term, fits }) => ({ term, fits }));
}

const calledSo = (found) => [NAMED, CALLED].map((how) => found.filter(({ fits }) => fits === how)).find((called) => called.length) ?? [];

/** Whether several terms are called just so, and none of them alone has it for its name. */
export const isSeveral = (found) => calledSo(found).length > 1;

/** The one term that was meant: the only one that is called so, or the only one that fits at all; null where that would be a guess. */
export function meant(found) {
  const called = calledSo(found);
  if (called.length) return called.length === 1 ? called[0].term : null;
  return found.length === 1 ? found[0].term : null;
}
