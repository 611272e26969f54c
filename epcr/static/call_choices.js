// What a tap on a choice of an act does, and what is asked before the act is saved (call_act.js).

const ONE_OF = new Set(["performer", "route", "dose_unit"]); // changed for another one; a second tap takes none of them away

/** Chooses `code` for a field. A second tap keeps it, or takes it back where nothing may be said just as well. */
export function tapOn(chosen, name, code) {
  if (chosen.get(name) === code && !ONE_OF.has(name)) chosen.delete(name);
  else chosen.set(name, code);
}

/** What is asked of a dose that has no unit, where there are units to tap; an empty text where nothing is. */
export function unitAsked(facts, { dose_unit: units }) {
  return facts.has("dose") && !facts.has("dose_unit") && units.size ? `${facts.get("dose")} of what? Tap the unit.` : "";
}

/** A dose as a line tells it: with its unit, or that it has none. */
export function doseSaid(facts, { dose_unit: units }) {
  if (!facts.has("dose")) return "";
  return facts.has("dose_unit") ? `${facts.get("dose")} ${units.get(facts.get("dose_unit")) ?? ""}`.trim() : `${facts.get("dose")}, no unit`;
}

/** What is asked where nobody of the crew is chosen; an empty text where somebody is. */
export function whoAsked(chosen, kind) {
  if (chosen.get("performer")) return "";
  return kind === "procedure" ? "Tap who did it." : "Tap who gave it.";
}
