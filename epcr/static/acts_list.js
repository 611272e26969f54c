// What can be done, searched on the device so that it needs no network, in the order of every list (ranking.js).
import { plain, ranked } from "./ranking.js";

/** The acts that are meant, best first: of this kind before others; `usual` are ids, the most usual first. All of the kind for no words. */
export function seekActs(acts, words, { kind, usual = [] }) {
  const offered = plain(words) ? acts : acts.filter((act) => act.kind === kind);
  return ranked(offered.map((act) => ({ ...act, code: act.id, words: act.synonyms, more: act.category })), words, {
    usual, before: (act) => (act.kind === kind ? 0 : 1),
  }).map(({ term }) => acts.find(({ id }) => id === term.id));
}

/** Whether the words are no act's name: then they can become one of their own. */
export const isUnlisted = (acts, words) => plain(words).length >= 3 && !acts.some(({ label, synonyms }) => [label, ...synonyms].some((name) => plain(name) === plain(words)));

/** The list as it was sent, what routes and units are called, and the usual doses of an adult. */
export function readActs({ acts, route, dose_unit: units, doses }) {
  return {
    acts: acts.map(([id, kind, label, category, synonyms, routes, own]) => ({ id, kind, label, category, synonyms, routes, units: own })),
    route: new Map(route), dose_unit: new Map(units), doses,
  };
}
