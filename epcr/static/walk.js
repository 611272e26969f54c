// The check, one finding at a time: the step that the address names is shown, the others wait. What is still open is what the server
// says last; a finding that came up since has no step on this page yet, and the page is drawn anew for it.
import { onAnswer } from "./changes.js";
import { endSaved } from "./drafts.js";
import { isAway } from "./network.js";
import { renew } from "./renew.js";

const PATIENCE = 12_000; // milliseconds until an answer is given up, as for changes
const walk = document.querySelector("[data-walk]");
const steps = walk ? [...walk.querySelectorAll("[data-step]")] : [];
const state = document.querySelector('[data-piece="check"]');
const ofShown = walk?.querySelector("[data-walk-shown]").content; // what the step that is shown has besides
const done = ofShown?.querySelector("[data-walk-done]");
const ways = ofShown?.querySelector(".walk-ways");

const lines = () => [...state.querySelectorAll(".check-list a")];
const open = () => lines().map((link) => link.hash.slice(1));
const lineOf = (step) => lines().find((link) => link.hash === `#${step.id}`);
let begun = null; // what was shown first: where Back leads in the end
/** The line of a step of which a part was settled begins at another place; the step goes on under its name. */
function goOn(step) {
  const places = placesOf(step);
  const line = lineOf(step) ?? lines().find((one) => places.includes(begins(one)) && !document.getElementById(one.hash.slice(1)));
  const id = line?.hash.slice(1) ?? step.id;
  if (id === step.id) return;
  if (named() === step) history.replaceState(history.state, "", `#${id}`);
  step.id = id;
  step.dataset.places = places.join(" ");
}

const placesOf = ({ id, dataset }) => dataset.places?.split(" ") ?? [id.slice("step-".length)];
const begins = ({ hash, dataset }) => dataset.at ?? hash.slice("#step-".length);
const isOpen = (step) => Boolean(lineOf(step));
const shown = () => steps.find((step) => !step.hidden);
const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
const say = (step, words) => { step.querySelector("[data-walk-said]").textContent = words; };

/** What came up since the page was drawn and has no step on it; without a network none can be drawn. */
const cameUp = () => (isAway() ? undefined : open().find((id) => !document.getElementById(id)));

/**
 * What follows this step: the next open one behind it, at the end what came up since, and only then, around the end, what was skipped. One
 * who skips would otherwise go in a circle and never see what their answers brought up.
 */
function following(step) {
  const place = steps.indexOf(step);
  return steps.slice(place + 1).find(isOpen)?.id ?? cameUp() ?? steps.slice(0, place).find(isOpen)?.id;
}

const asked = (step) => [...step.querySelectorAll("[data-in-place]")];

/** What a step asks is drawn anew as the page has it now; what is typed there and what is unfolded stays. */
function redraw(step, fresh) {
  step.dataset.step = fresh.dataset.step;
  step.dataset.places = placesOf(fresh).join(" ");
  delete step.dataset.settled;
  for (const place of ["[data-walk-kind]", "[data-walk-lines]", "[data-walk-elsewhere]"]) renew(step.querySelector(place), fresh.querySelector(place).innerHTML);
  for (const [place, part] of asked(step).entries()) {
    const unfolded = [...part.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
    renew(part, asked(fresh)[place]?.innerHTML ?? "");
    part.hidden = false;
    for (const summary of part.querySelectorAll("summary")) if (unfolded.includes(summary.textContent)) summary.parentElement.open = true;
  }
}

/** A step that asks something else than it did when it was drawn: a fact of its act was filled in, a value is another and unusual still. */
async function askAnew(step) {
  const line = lineOf(step);
  if (!line || (line.dataset.shows === step.dataset.step && step.dataset.settled === undefined)) return;
  try {
    const answer = await fetch(location.pathname);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(step.id);
    if (fresh) redraw(step, fresh);
  } catch { /* no network: what is sent from here is refused by what it shows */ }
}

/** The words of the buttons, by what is open. */
function tell() {
  document.querySelector("[data-check-lead]").textContent = state.querySelector("[data-check-state]").dataset.lead;
  for (const one of steps) goOn(one);
  for (const one of steps) if (!isOpen(one)) one.dataset.settled = "";
  const step = shown();
  if (!step) return;
  askAnew(step);
  const left = open().filter((id) => id !== step.id).length;
  step.querySelector("[data-walk-kind]").hidden = !isOpen(step);
  done.hidden = isOpen(step);
  ways.querySelector("[data-walk-words]").textContent = left ? (isOpen(step) ? "Skip" : "Next missing") : "To the end";
  ways.querySelector("[data-walk-back]").disabled = step === steps[0];
}

function show(step) {
  for (const one of steps) one.hidden = one !== step;
  step.querySelector("h2").append(done);
  step.append(ways);
  tell();
}

/** Shows a step and leads there whoever reads by ear or by keys. */
function goTo(step) {
  show(step);
  step.focus({ preventScroll: true });
  const top = walk.getBoundingClientRect().top - (document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0);
  if (top < 0 || step.getBoundingClientRect().bottom > innerHeight) scrollBy({ top: top - 8, behavior: "instant" });
}

/** Where the address leads: to a step, to the end, or to a step that has to be drawn first. */
function arrive() {
  const target = location.hash ? named() : begun;
  if (steps.includes(target)) { goTo(target); return; }
  if (!target && open().includes(location.hash.slice(1))) location.reload();
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "center", behavior: "instant" });
}

function lead(id) {
  if (location.hash !== `#${id}`) history.pushState(history.state, "", `#${id}`); // at once: a second tap finds the next step
  arrive();
}

function onward(step) {
  const [other] = open().filter((id) => id !== step.id);
  lead(following(step) ?? other ?? "submit");
}

/** What the server drew after an answer: what is open now, and the step anew where it is one that still asks. */
function take(page, step) {
  renew(state, page.querySelector('[data-piece="check"]').innerHTML);
  goOn(step);
  const fresh = page.getElementById(step.id);
  if (fresh) redraw(step, fresh);
  else for (const part of asked(step)) part.hidden = true;
  const words = [...page.querySelectorAll(".messages .message span")].map((line) => line.textContent.trim());
  say(step, words.join(" "));
  tell();
  (step.querySelector("[role=alert]") ?? (fresh ? step : ways.querySelector("[data-walk-on]"))).focus();
}

async function send(form, submitter) {
  const step = form.closest("[data-step]");
  const late = new AbortController();
  const timeout = setTimeout(() => late.abort(), PATIENCE);
  say(step, "Sending…");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form, submitter)), signal: late.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    endSaved();
    if ((answer.ok || answer.status === 422) && page.querySelector("[data-check-state]")) take(page, step);
    else form.submit(); // signed out, or something moved on: the whole page says so
  } catch {
    say(step, "No network. What you wrote is kept on this device; send it again.");
  } finally {
    clearTimeout(timeout);
  }
}

if (walk) {
  let busy = false;
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !walk.contains(form)) return;
    event.preventDefault();
    if (form.matches("[data-changes]")) { onward(form.closest("[data-step]")); return; } // Enter: it saves itself
    if (busy) return;
    busy = true;
    await send(form, submitter);
    busy = false;
  });
  walk.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (target.closest("[data-walk-on]")) onward(step);
    if (target.closest("[data-walk-back]")) lead(steps[steps.indexOf(step) - 1].id);
  });
  onAnswer(tell);
  addEventListener("hashchange", arrive);
  begun = steps.includes(named()) ? named() : steps.find(isOpen) ?? steps[0];
  show(begun);
  if (named() === begun) goTo(begun);
}
