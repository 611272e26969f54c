// Now: the time on the clock of the call, written by one tap. And words that stand for a number (P, High, Low).
import { now as callNow, runs } from "./call_clock.js";

const STOPPED = "The scenario’s clock has stopped: type the time";
const changed = (input) => { for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true })); };

// What the class's clock shows: sv-SE writes a date as 2024-10-11 17:32.
const shown = (zone, at) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);

/**
 * The clock of now; in the hour that repeats, when clocks are put back, with the distance from UTC that says which it is. Empty where the
 * clock of the call has stopped.
 */
export function clockOf(zone) {
  if (!runs()) return "";
  const now = callNow();
  const clock = shown(zone, now).split(" ")[1];
  const again = [-120, -60, -30, 30, 60, 120].some((minutes) => shown(zone, now + minutes * 60_000) === shown(zone, now));
  if (!again) return clock;
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(now);
  const distance = parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "");
  return `${clock} ${distance || "+00:00"}`;
}

/** The day that the class's clock shows, as it is typed. */
function dayOf(zone) {
  const [year, month, day] = shown(zone, callNow()).split(" ")[0].split("-");
  return `${month}/${day}/${year}`;
}

/** Now, as it is typed into a control: a bare time that must lie before the call would be read as one of the day before. */
function nowFor(input) {
  const { zone } = input.closest("[data-zone]")?.dataset ?? {};
  const clock = clockOf(zone);
  return clock && input.matches("[data-past]") ? `${dayOf(zone)} ${clock}` : clock;
}

function writeNow(input, clock) {
  if (clock) {
    input.value = clock;
    changed(input); // without the focus: on a phone it would bring up the keyboard
  } else {
    const beside = document.querySelector(`output[for="${CSS.escape(input.id)}"]`);
    if (beside) beside.value = STOPPED;
    input.focus(); // the time is to be typed
  }
}

/** The time of what was just done at this page, where none stands yet and the clock of the call runs. */
export function observed(input) {
  const clock = input?.value === "" && clockOf(input.closest("[data-zone]")?.dataset.zone);
  if (clock) writeNow(input, clock);
}

document.addEventListener("click", (event) => {
  const now = event.target.closest?.("[data-now]");
  if (now) {
    const input = document.getElementById(now.dataset.now);
    writeNow(input, nowFor(input));
    return;
  }
  const word = event.target.closest?.("[data-write]");
  if (!word) return;
  const input = document.getElementById(word.dataset.into);
  input.value = word.dataset.write;
  changed(input);
});

// 1732 reads better as 17:32, 10112024 as 10/11/2024; the server takes both.
document.addEventListener("change", (event) => {
  const input = event.target;
  const written = input.value?.trim();
  if (input.matches?.("[data-moment]") && /^\d{3,4}$/.test(written)) {
    const four = written.padStart(4, "0");
    if (four.slice(0, 2) < 24 && four.slice(2) < 60) input.value = `${four.slice(0, 2)}:${four.slice(2)}`;
  }
  if (input.matches?.("[data-day]") && /^\d{8}$/.test(written)) {
    input.value = `${written.slice(0, 2)}/${written.slice(2, 4)}/${written.slice(4)}`;
  }
});

// How a time is understood stands beside it at once. The page does not read times: it asks, as saving would read them.
const PATIENCE = 8000; // milliseconds
const beside = (form) => [...form.querySelectorAll("output.date-beside")];

async function understand(form) {
  if (!beside(form).length) return;
  form.asked?.abort();
  const own = form.asked = new AbortController();
  const late = setTimeout(() => own.abort(), PATIENCE);
  let said = {};
  try {
    const answer = await fetch(`${form.getAttribute("action")}/dates`, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", signal: own.signal,
      headers: { "X-CSRFToken": document.querySelector("input[name=csrf_token]")?.value ?? "" },
    });
    if (answer.ok) said = await answer.json();
  } catch {
    if (form.asked !== own) return; // a later question is on its way
  } finally {
    clearTimeout(late);
  }
  for (const output of beside(form)) {
    const words = said[document.getElementById(output.htmlFor.value)?.name] ?? "";
    if (output.value !== words) output.value = words;
  }
}

// The date of the call counts for all times, and whether it was before us for the time of that entry.
const COUNTS = "[data-moment], [data-day], [name$='-before_arrival'], [name$='-cardiac_arrest']";
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-sheet-form]");
  if (form && event.target.matches(COUNTS)) understand(form);
});
