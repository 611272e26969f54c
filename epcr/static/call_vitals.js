// A set of vital signs on the call screen: keyed into boxes in the order in which they are measured, saved by one tap. Its time is when
// the sheet was opened. What the server finds in a set is said below the page, where nothing moves for it.
import { capture, hold, onAnswer } from "./capture.js";
import { clockOf } from "./moments.js";
import { NumberBoxes } from "./number_boxes.js";
import { number } from "./queue.js";

const SAID = ["error", "warning", "note"]; // findings that somebody looks at now; what is missing waits for the check
const dialog = document.querySelector("[data-call-sheet=vitals]");
const saidPlace = document.querySelector("[data-sheet-said]");
const COMA = "GCS";
const saved = new Map(); // the sets of this page by anchor, with what they are called

const all = (selector) => [...dialog.querySelectorAll(selector)];
const at = (selector) => dialog.querySelector(selector);

function overSheet() {
  const zone = dialog.closest("[data-zone]").dataset.zone;
  const chosen = new Map(); // AVPU and the parts of the GCS
  let entry = "";
  let unit = ""; // of the EtCO2
  let kept = new Map(); // what of the set is kept on this device, by anchor
  const boxes = new NumberBoxes(dialog, () => {
    keep();
    const current = boxes.current?.dataset.box;
    for (const row of all("[data-chips-of]")) row.hidden = row.dataset.chipsOf !== current;
    at("[data-wrong]").hidden = true;
  });

  const anchor = (name) => `vitals-${entry}-${name}`;

  /** Everything that was said of the set, by anchor; nothing while only its time stands. */
  function said() {
    if (isEmpty()) return new Map();
    const measured = /^\d/.test(boxes.text("etco2")) ? [["etco2_unit", unit]] : [];
    return new Map([
      ...[...boxes.held].map(([name, { value, why }]) => [anchor(name), why ? { value: [], why } : { value: [value.replace(/\.$/, "")] }]),
      ...[...measured, ...chosen].map(([name, code]) => [anchor(name), { value: [code] }]),
    ]);
  }

  /** Keeps what was keyed on this device, key by key: should the page be killed, the next one sends it. */
  function keep() {
    if (!entry) return;
    if (boxes.wrong?.matches("[data-clock]")) return; // half a time is none
    const now = said();
    for (const [place, before] of kept) if (JSON.stringify(before) !== JSON.stringify(now.get(place))) hold([{ anchor: place, value: [] }]);
    for (const [place, change] of now) if (JSON.stringify(change) !== JSON.stringify(kept.get(place))) hold([{ anchor: place, ...change }]);
    kept = now;
  }

  const parts = all("[data-part]");
  const best = Object.fromEntries(parts.map(({ dataset }) => [dataset.part, dataset.best]));
  const isBest = () => Object.entries(best).every(([name, code]) => chosen.get(name) === code);

  function drawChosen() {
    for (const button of all("[data-avpu]")) button.setAttribute("aria-pressed", String(chosen.get("avpu") === button.dataset.avpu));
    for (const button of parts) button.setAttribute("aria-pressed", String(chosen.get(button.dataset.part) === button.dataset.code));
    at("[data-coma-best]").setAttribute("aria-pressed", String(isBest()));
    at("[data-coma-said]").textContent = comaWords();
  }

  function comaWords() {
    const codes = Object.keys(best).map((name) => chosen.get(name));
    if (codes.every(Boolean)) return String(codes.reduce((sum, code) => sum + Number(code), 0));
    return codes.some(Boolean) ? codes.map((code) => code ?? "–").join("-") : "";
  }

  function showParts(open) {
    if (open === !at("[data-coma]").hidden) return;
    at("[data-coma]").hidden = !open;
    at(".key-pad").toggleAttribute("inert", open);
    at("[data-coma-open]").setAttribute("aria-expanded", String(open));
  }

  function begin() {
    if (entry) return; // what was keyed before the sheet was closed still stands, with its time
    entry = "";
    kept = new Map();
    chosen.clear();
    boxes.begin("systolic");
    countIn(dialog.dataset.etco2Unit);
    putNow();
    entry = number();
    drawChosen();
    showParts(false);
  }

  /** The unit of the EtCO2: that of the last one, until another is tapped. The last value stands beside only in its own. */
  function countIn(code) {
    unit = code;
    const box = at("[data-box=etco2]");
    for (const one of all("[data-chip=unit]")) {
      one.setAttribute("aria-pressed", String(one.dataset.code === unit));
      if (one.dataset.code === unit) box.querySelector("[data-unit]").textContent = one.textContent;
    }
    box.querySelector(".key-last").hidden = unit !== dialog.dataset.etco2Unit;
  }

  /** The time of now; none where the clock of the call has stopped, and then it is keyed. */
  function putNow() {
    const clock = clockOf(zone);
    boxes.put("taken_at", clock ? { value: clock } : null);
  }

  const choose = (name, code) => { if (chosen.get(name) === code) chosen.delete(name); else chosen.set(name, code); };

  function chip({ dataset, textContent }) {
    if (dataset.chip === "unit") { countIn(dataset.code); return; }
    const name = boxes.current.dataset.box;
    boxes.put(name, dataset.chip === "why" ? { why: dataset.code, words: textContent } : { value: dataset.code });
    boxes.goOnByItself();
  }

  const isEmpty = () => !chosen.size && [...boxes.held.keys()].every((name) => name === "taken_at");

  function leave() {
    if (isEmpty()) entry = "";
    dialog.close();
  }

  function say(words) {
    at("[data-wrong]").textContent = words;
    at("[data-wrong]").hidden = false;
    for (const row of all("[data-chips-of]")) row.hidden = true;
  }

  /** What was entered, by the names of its boxes; how a pressure is written is for the server, which has it a moment later. */
  function words() {
    const named = all("[data-box]:not([data-clock])").map(({ dataset }) => [dataset.short, boxes.held.get(dataset.box)]);
    const entered = named.filter(([, said]) => said).map(([short, said]) => `${short} ${said.words ?? said.value}`);
    return [...entered, ...(comaWords() ? [[COMA, comaWords()].join(" ")] : [])].join(" · ");
  }

  function save() {
    if (!dialog.open || isEmpty()) { leave(); return; }
    const wrong = boxes.wrong ?? (boxes.text("taken_at") ? null : at("[data-clock]"));
    if (wrong) { boxes.turnTo(wrong.dataset.box); say(`${wrong.dataset.label} is not whole yet.`); return; }
    const clock = boxes.text("taken_at");
    const whole = said();
    saved.set(`vitals-${entry}`, `Vital signs ${clock}`);
    // One line for the set, at its time.
    capture([...whole].map(([place, change]) => ({ anchor: place, ...change, ...(place === anchor("taken_at") ? { label: "Vital signs", words: `${clock} ${words()}`.trim() } : {}) })));
    for (const box of all("[data-box]:not([data-clock])")) box.querySelector("[data-last]").textContent = boxes.text(box.dataset.box);
    if (whole.has(anchor("etco2_unit"))) dialog.dataset.etco2Unit = unit;
    at("[data-last-avpu]").textContent = all("[data-avpu]").find(({ dataset }) => dataset.avpu === chosen.get("avpu"))?.getAttribute("aria-label") ?? "";
    entry = "";
    dialog.close();
  }

  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if ("leave" in button.dataset) leave();
    if ("save" in button.dataset) save();
    if ("chip" in button.dataset) chip(button);
    if ("avpu" in button.dataset) choose("avpu", button.dataset.avpu);
    if ("part" in button.dataset) choose(button.dataset.part, button.dataset.code);
    if ("comaOpen" in button.dataset) showParts(true);
    if ("comaClose" in button.dataset) showParts(false);
    if ("comaBest" in button.dataset) {
      const take = isBest();
      for (const [name, code] of Object.entries(best)) if (take) chosen.delete(name); else chosen.set(name, code);
    }
    drawChosen();
    keep();
  });
  dialog.addEventListener("close", leave);
  dialog.addEventListener("sheet-open", begin);
}

/** What the server says of what was just saved, above the bar at the lower edge, which stays in reach: it moves nothing, and goes with the next tap elsewhere. */
export function sayBelow(lines) {
  if (!lines.length) return;
  saidPlace.querySelector("[data-sheet-said-lines]").replaceChildren(...lines.map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
  saidPlace.hidden = false;
}

if (dialog) {
  overSheet();
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-sheet-said]") || target.closest("[data-sheet-said-leave]")) saidPlace.hidden = true;
  });
  document.addEventListener("sheet-open", () => { saidPlace.hidden = true; }, { capture: true });
  onAnswer(({ results, findings }, sent) => {
    const of = (anchor) => [...saved.keys()].find((set) => anchor.startsWith(set) && sent.some((change) => change.anchor.startsWith(set)));
    const unread = results.filter(({ anchor, words }) => words && of(anchor)).map(({ anchor, words }) => `${saved.get(of(anchor))}: ${words}`);
    const found = findings.filter(({ anchor, weight, open }) => open && SAID.includes(weight) && of(anchor)).map(({ anchor, message }) => `${saved.get(of(anchor))}: ${message}`);
    sayBelow([...unread, ...found]);
  });
}
