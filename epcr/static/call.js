// The call screen: a tap on a time writes the time of now, a second tap corrects it. Tiles open their sheets: a dialog is told
// `sheet-open` before it is shown, and fills itself.
import { now as callNow, runs } from "./call_clock.js";
import { capture, hold, knownBy, onDraw, order, unsent } from "./capture.js";
import { clockOf } from "./moments.js";
import { number } from "./queue.js";

const page = document.querySelector("[data-call]");
const NEXT = "call-time-next";
const MISTAKE = "Tapped by mistake";
const find = (selector, place = page) => place.querySelector(selector);
const every = (selector, place = page) => [...place.querySelectorAll(selector)];
const now = () => clockOf(page.dataset.zone);

// --- times ---
const labelOf = (button) => find("span", button).textContent;

function correct(button) {
  const dialog = find("[data-time-sheet]");
  const { clock } = find("form", dialog).elements;
  find("h2", dialog).textContent = labelOf(button);
  clock.value = button.dataset.shown;
  dialog.dataset.anchor = button.dataset.time;
  dialog.dataset.was = button.dataset.was; // as it was shown, whatever another device writes meanwhile
  dialog.dispatchEvent(new Event("sheet-open"));
  dialog.showModal();
  clock.select();
}

function tapped(button) {
  if (button.dataset.shown) { correct(button); return; }
  const clock = now();
  if (!clock) { correct(button); return; } // the scenario's clock has stopped: the time is typed
  capture([{ anchor: button.dataset.time, value: [clock], was: button.dataset.was, label: labelOf(button), words: clock }]);
}

/** Heard as the form is sent, not as its dialog has closed: a page that goes in between has kept it. */
function corrected({ target: form, submitter }) {
  if (submitter.value !== "save") return;
  const dialog = form.closest("dialog");
  const clock = form.elements.clock.value.trim();
  capture([{ anchor: dialog.dataset.anchor, value: clock ? [clock] : [], was: dialog.dataset.was, label: find("h2", dialog).textContent, words: clock || "taken out" }]);
}

/** A line of the feed that tells a time leads to its button, without leaving the page. */
function correctLine(link, event) {
  const button = find(`[data-time="${link.hash.slice(1)}"]`);
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  correct(button);
}

// --- the response to a medication ---
function respond(button) {
  const { response: anchor, was } = button.parentElement.dataset;
  const label = button.parentElement.getAttribute("aria-label");
  capture([{ anchor, value: [button.dataset.responded], was, label, words: button.textContent }]);
}

// --- findings ---
let last = []; // the entries of the last tap, so that it can be taken back

function tellDone(words, entries = []) {
  last = entries;
  const place = find("[data-finding-done]");
  place.replaceChildren(words);
  if (!entries.length) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn-inline", textContent: "Take back" });
  button.dataset.takeBack = "";
  place.append(" ", button);
}

function allNormal(button) {
  const row = button.closest("[data-letter]");
  const [first, ...others] = JSON.parse(button.dataset.normal);
  const title = find("a", row).textContent;
  capture([{ ...first, label: title, words: find("[data-writes]", row).textContent }, ...others.map((change) => ({ ...change, label: title }))]);
  tellDone(`${title}: normal`);
}

/** One entry each: this region, no abnormality, at this time. */
function regionsNormal(buttons) {
  const clock = now();
  const entries = buttons.map((button) => ({ entry: `exam-${number()}`, button, name: find("a", button.closest("[data-region]")).firstChild.textContent }));
  const words = entries.length === 1 ? `${entries[0].name}: no abnormality` : `${entries.length} regions: no abnormality`;
  capture(entries.flatMap(({ entry, button, name }, place) => [
    { anchor: `${entry}-region`, value: [button.dataset.regionNormal], ...(place ? { label: name } : { label: "Exam", words }) },
    { anchor: `${entry}-findings`, value: [button.dataset.finding], label: name },
    ...(clock ? [{ anchor: `${entry}-examined_at`, value: [clock], label: name }] : []),
  ]));
  tellDone(words, entries.map(({ entry }) => entry));
}

function takeBack() {
  for (const anchor of last) order(anchor, { strike: MISTAKE });
  tellDone("Taken back");
}

// --- a note: kept at each key, logged by Save ---
const note = page ? { sheet: find("[data-call-sheet=note]"), anchor: "", clock: "" } : null;
const words = () => find("textarea", note.sheet);
const noted = (text) => [{ anchor: `${note.anchor}-words`, value: text ? [text] : [] }, { anchor: `${note.anchor}-noted_at`, value: text && note.clock ? [note.clock] : [] }];

function begin() {
  if (words().value.trim()) return; // closed without a word of what becomes of it: it stands as it was
  Object.assign(note, { anchor: `notes-${number()}`, clock: now() });
  find("[data-note-clock]", note.sheet).textContent = note.clock;
}

function ended({ submitter }) {
  const text = words().value.trim();
  if (text && submitter.value === "save") {
    const [written, at] = noted(text);
    capture([{ ...written, label: `${note.clock} Note`.trim(), words: text }, { ...at, label: "Note" }]);
  } else {
    hold(noted(""));
  }
  words().value = "";
}

// --- what waits here, shown where it will stand ---
function showWaiting() {
  const waiting = new Map(unsent().filter(({ value }) => value).map(({ anchor, value }) => [anchor, value]));
  const times = every("[data-time]");
  for (const button of times.filter(({ dataset }) => waiting.has(dataset.time))) {
    const [clock = ""] = waiting.get(button.dataset.time);
    button.dataset.shown = clock;
    button.dataset.was = knownBy(button.dataset.time) || button.dataset.was;
    find("b", button).textContent = clock || "Now";
  }
  const latest = times.findLastIndex(({ dataset }) => dataset.shown);
  times.forEach((button, place) => button.classList.toggle(NEXT, place === latest + 1));
  const none = find("[data-no-set]");
  if (none && [...waiting.keys()].some((anchor) => anchor.startsWith("vitals-"))) none.textContent = "Vital signs are kept on this device, in the log below";
  const struck = new Set(unsent().filter(({ strike }) => strike).map(({ anchor }) => anchor));
  for (const [anchor, [code]] of waiting) {
    const [, entry] = /^(exam-[0-9a-f]{32})-region$/.exec(anchor) ?? [];
    if (entry && !struck.has(entry)) settle(find(`[data-region="${code}"]`), "No abnormality");
  }
  for (const asked of every("[data-response]")) if (waiting.has(asked.dataset.response)) asked.remove();
  for (const button of every("[data-normal]")) {
    const row = button.closest("[data-letter]");
    if (JSON.parse(button.dataset.normal).every(({ anchor }) => waiting.has(anchor))) {
      find("[data-writes]", row).className = "call-stands";
      settle(row, "");
    }
  }
  const rest = find("[data-rest-normal]");
  const left = every("[data-region-normal]").length;
  if (rest && left) rest.textContent = `Rest normal (${left})`;
  else rest?.remove();
}

/** The row of a finding that is on its way needs no button any more. */
function settle(row, said) {
  const button = row && find("button", row);
  if (!button) return;
  if (row.contains(document.activeElement)) find("a", row).focus({ preventScroll: true });
  button.remove();
  if (!said) return;
  find("div", row).append(Object.assign(document.createElement("span"), { className: "call-stands", textContent: said }));
}

// --- sheets ---
/** Opens a sheet by its name; without one the page of what it logs. */
function open(tile) {
  const dialog = find(`dialog[data-call-sheet="${tile.dataset.sheet}"]`);
  if (!dialog) { location.assign(tile.dataset.instead); return; }
  dialog.dispatchEvent(new Event("sheet-open"));
  dialog.showModal();
}

const TAPS = [
  ["[data-time]", tapped], ["[data-sheet]", open], ["[data-normal]", allNormal], ["[data-take-back]", takeBack],
  ["[data-responded]", respond],
  ["[data-region-normal]", (button) => regionsNormal([button])],
  ["[data-rest-normal]", () => regionsNormal(every("[data-region-normal]"))],
  [".call-line-incident a", correctLine],
  ["[data-close]", (button) => button.closest("dialog").close()],
];

function tellAges() {
  const place = find("[data-scenario-now]");
  if (place) place.textContent = now() || place.dataset.scenarioNow;
  for (const age of every("[data-since-set]")) {
    const minutes = Math.floor((callNow() - Date.parse(age.dataset.sinceSet)) / 60_000);
    age.textContent = !runs() || minutes < 0 || minutes > 600 ? "" : minutes === 0 ? "just now" : `${minutes} min ago`;
  }
}

if (page) {
  page.addEventListener("click", (event) => {
    for (const [selector, act] of TAPS) {
      const tappedOn = event.target.closest(selector);
      if (tappedOn) { act(tappedOn, event); return; }
    }
  });
  find("[data-time-sheet] form").addEventListener("submit", corrected);
  find("[data-call-sheet=finding]").addEventListener("sheet-open", () => tellDone(""));
  note.sheet.addEventListener("sheet-open", begin);
  find("form", note.sheet).addEventListener("submit", ended);
  words().addEventListener("input", () => hold(noted(words().value.trim())));
  onDraw(() => { showWaiting(); tellAges(); });
  tellAges();
  setInterval(tellAges, 10_000);
}
