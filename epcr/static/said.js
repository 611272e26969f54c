// What the server says of a field, beside it: why it could not be written, what stands against it, and the findings that it has now.
import { linesOf, linkTo } from "./left_here.js";
import { deviceLetters } from "./queue.js";

const made = (tag, looks, ...inside) => {
  const one = document.createElement(tag);
  one.className = looks;
  one.append(...inside);
  return one;
};

const placeOf = (anchor) => document.getElementById(anchor)?.closest(".field, fieldset.field");
const tailOf = (anchor) => placeOf(anchor)?.querySelector(".field-tail") ?? placeOf(anchor);

/** Nothing is said any more of what was typed before. */
export function takeBack(anchor) {
  for (const words of placeOf(anchor)?.querySelectorAll("[data-not-kept-words]") ?? []) words.remove();
  document.getElementById(anchor)?.removeAttribute("aria-invalid");
}

/** Why it could not be written. */
export function sayWords(anchor, words) {
  takeBack(anchor);
  const line = made("p", "field-error", made("span", "", words));
  line.dataset.notKeptWords = "";
  line.setAttribute("role", "alert");
  tailOf(anchor)?.append(line);
  document.getElementById(anchor)?.setAttribute("aria-invalid", "true");
}

/** Why it could not be written, with the way to let go of it. */
export function sayRefused(anchor, words, discard) {
  sayWords(anchor, words);
  const button = made("button", "btn btn-quiet btn-small", "Discard what was typed");
  button.type = "button";
  button.addEventListener("click", discard);
  placeOf(anchor)?.querySelector("[data-not-kept-words]")?.append(" ", button);
}

/** What could not be written of fields that are on another page, each with where it stands and why. */
export function listWaiting(changes, sheet, discard) {
  for (const old of document.querySelectorAll("[data-elsewhere]")) old.remove();
  if (!changes.length) return;
  const list = made("ul", "", ...linesOf(changes, { link: (anchor) => linkTo(sheet, anchor), discard }));
  const box = made("div", "panel panel-attention", made("p", "", "Kept on this device, not saved yet:"), list);
  box.dataset.elsewhere = "";
  document.querySelector("main .messages")?.after(box);
}

/** The findings that the server has at these fields now; `drawn` is HTML of ours, by anchor. */
export function sayFindings(anchors, drawn) {
  for (const anchor of anchors) {
    const tail = placeOf(anchor)?.querySelector(".field-tail");
    if (!tail) continue;
    const template = document.createElement("template");
    template.innerHTML = drawn[anchor] ?? "";
    const before = [...tail.querySelectorAll(":scope > .said")];
    const fresh = [...template.content.querySelectorAll(".said")];
    if (before.length === fresh.length && before.every((one, place) => one.isEqualNode(fresh[place]))) continue;
    for (const one of before) one.remove();
    tail.append(...fresh);
  }
}

function other(device) {
  const letters = device && deviceLetters(); // only where a device is named: nothing is kept on a page that needs none
  return device && !(letters && device.endsWith(` ${letters}`));
}

/** A device is called by what it is; the one that shows the page is this one. */
function nameDevices(box) {
  for (const place of box.querySelectorAll("[data-device]")) if (place.dataset.device && !other(place.dataset.device)) place.textContent = " on this device";
}

/** What waits for a decision when the page is opened stands at its field. */
export function placeContested() {
  for (const box of document.querySelectorAll("[data-contested][data-at]")) {
    nameDevices(box);
    placeOf(box.dataset.at)?.after(box);
  }
}

/**
 * Two values of one field, and a button for each, as the server draws them: at the field, else in the place of this page for all of them.
 * `html` is the piece of the answer, undefined where that has none. What is the same stays, with the focus in it.
 */
export function sayContested(html) {
  if (html === undefined) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = [...template.content.querySelectorAll("[data-contested]")];
  const key = ({ dataset }) => `${dataset.contested} ${dataset.knows}`;
  const stand = new Map([...document.querySelectorAll("[data-contested]")].map((box) => [key(box), box]));
  for (const [name, box] of stand) if (!fresh.some((one) => key(one) === name)) box.remove();
  for (const box of fresh) {
    if (stand.has(key(box))) continue;
    nameDevices(box);
    const field = placeOf(box.dataset.at);
    if (field) field.after(box);
    else document.querySelector("[data-two-values]")?.append(box);
  }
}

/** Calls `decide` with the field, the contested change, what is taken and what was seen, once somebody taps one of two values. */
export function onDecision(decide) {
  document.addEventListener("submit", (event) => {
    const { target: box, submitter } = event;
    if (!box.matches("[data-contested]") || !submitter?.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const button of box.querySelectorAll("button")) button.disabled = true;
    decide(box.dataset.at, { settles: box.dataset.contested, choose: submitter.value, chosen: submitter.value, was: box.dataset.knows });
  }, true);
}

/** A decision was not taken, and why; the two values are there to be decided again. */
export function sayUndecided(anchor, words) {
  const box = document.querySelector(`[data-contested][data-at="${anchor}"]`);
  if (!box) return;
  for (const button of box.querySelectorAll("button")) button.disabled = false;
  for (const old of box.querySelectorAll("[role=alert]")) old.remove();
  const line = made("p", "field-error", words);
  line.setAttribute("role", "alert");
  box.append(line);
}
