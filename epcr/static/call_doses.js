// The usual doses that the medication sheet of the call screen offers: for this patient, from the table of the server
// (epcr/web/offered_doses.py).

const TONES = ["good", "plain", "attention", "stop"];

/** The usual doses of an item: number, unit and routes of each; none where the table has none. */
export function dosesOf(table, item) {
  return (table[item] ?? []).map(([number, unit, routes]) => ({ number, unit, routes }));
}

/** What stands on the button of a dose: with its route, where there is only one. `list` has the labels by code. */
export function doseWords({ number, unit, routes }, list) {
  const route = routes.length === 1 ? list.route.get(routes[0]) : "";
  const words = `${number} ${list.dose_unit.get(unit) ?? ""}`.trim();
  return route ? `${words} · ${route}` : words;
}

/** Whether a dose is offered by the route that is chosen; without one all are. */
export function goesBy({ routes }, route) {
  return !route || routes.includes(route);
}

/** The tone that says more of two, where there are two. */
export function worse(tone, other) {
  return TONES.indexOf(other) > TONES.indexOf(tone) ? other : tone;
}
