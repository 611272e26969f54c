// The clock of the call: the server's and not this device's, which may be a day off, and where a scenario has a clock of its own, that one.
// The page says when it was drawn by the server's clock; how far this device is from it is kept for pages that come without a network.
const KEPT = "epcr-clock";
const NOISE = 2000; // milliseconds that a header in whole seconds and the way to here may differ
const place = document.querySelector("[data-clock-drawn]");

/** When this page arrived here, by this device; null where it came out of a store and says nothing of now. */
function arrival() {
  if (document.documentElement.dataset.kept !== undefined) return null; // the worker showed a page that this device kept
  const [how] = globalThis.performance?.getEntriesByType?.("navigation") ?? [];
  if (how?.transferSize === 0 && !how.workerStart) return null; // what comes by the worker has no size of its own
  return how?.responseStart ? performance.timeOrigin + how.responseStart : Date.now();
}

function kept() {
  try {
    return Number(localStorage.getItem(KEPT)) || 0;
  } catch {
    return 0;
  }
}

function keep(behind) {
  try {
    localStorage.setItem(KEPT, String(behind));
  } catch { /* a device that keeps nothing asks each page anew */ }
}

function first() {
  const arrived = place ? arrival() : null;
  if (arrived === null) return kept();
  const far = Number(place.dataset.clockDrawn) - arrived;
  keep(far);
  return far;
}

let behind = first(); // how far this device is behind the server, in milliseconds

/** Takes the time of an answer of the server, which comes in whole seconds: the clock of a device jumps, too. */
export function hear(answer) {
  const at = Date.parse(answer.headers?.get?.("Date") ?? "");
  if (Number.isNaN(at) || Math.abs(at + 500 - Date.now() - behind) < NOISE) return;
  behind = at + 500 - Date.now();
  keep(behind);
}

/** Now by the clock of the call, in milliseconds. */
export const now = () => Date.now() + behind + Number(place?.dataset.clockAhead ?? 0);

/** A time of the record in words; where the call has a clock of its own, that it is not by that one. */
export const realTime = (words) => (place?.dataset.clockEnds ? `${words} (real time)` : words);

/** Whether the clock of the call still runs: that of a scenario ends some hours after it was begun. */
export const runs = () => !place?.dataset.clockEnds || Date.now() + behind < Number(place.dataset.clockEnds);
