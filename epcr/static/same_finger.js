// A second tap of the same finger, some 60 ms later, was not meant. On the call screen it falls on what has come under it meanwhile, or opens
// what the first one did; a digit of a keypad twice is typed as fast as that, and counts. Elsewhere it takes back what it has just chosen;
// a button twice does what it does once (once.js). Where the first tap led to another page, the second falls on what came under it there:
// the page that is left hands its last press on.
const AGAIN = 250; // milliseconds; chosen here: longer than a tap that bounces, shorter than a look at something new
const NEAR = 24; // CSS pixels; chosen here: half of what a finger is offered to tap
const KEY = "[data-key]";
const TURNS = "input[type=checkbox], [aria-pressed]";
const controlOf = (target) => target.closest?.("a, button, summary, label, input, textarea, select") ?? null;

const HANDED_ON = "epcr-last-press";
const BEFORE = Symbol("a control of the page before"); // whatever is pressed now is another one
const NOWHERE = { at: -Infinity, x: 0, y: 0, control: null };
let last = pressedBefore();
let bounced = false;

/** The last press on the page that led here, by the clock of this one. */
function pressedBefore() {
  try {
    const { at, x, y } = JSON.parse(sessionStorage.getItem(HANDED_ON));
    sessionStorage.removeItem(HANDED_ON);
    return { at: at - performance.timeOrigin, x, y, control: BEFORE };
  } catch { return NOWHERE; } // none was handed on, or the browser keeps nothing
}

function handOn() {
  if (last === NOWHERE) return;
  try { sessionStorage.setItem(HANDED_ON, JSON.stringify({ at: performance.timeOrigin + last.at, x: last.x, y: last.y })); } catch { /* it keeps nothing */ }
}

const isTurned = (control) => Boolean(control?.matches(TURNS) || control?.control?.matches(TURNS)); // a label's own
const passesOver = (control, before) => before === BEFORE || (document.querySelector("[data-call]")
  ? control !== before || !control?.matches(KEY)
  : control === before && isTurned(control));

/** Whether a press at this time and place is the same finger again; `before` is where it pressed then. */
export const isAgain = (press, before) => press.at - before.at < AGAIN && Math.hypot(press.x - before.x, press.y - before.y) < NEAR
  && passesOver(press.control, before.control);

addEventListener("pointerdown", ({ timeStamp, clientX, clientY, target }) => {
  const press = { at: timeStamp, x: clientX, y: clientY, control: controlOf(target) };
  bounced = isAgain(press, last);
  last = bounced ? { ...last, at: timeStamp } : press;
}, true);

addEventListener("pagehide", handOn);

// Whoever types in between means both.
addEventListener("keydown", () => { last = NOWHERE; }, true);
addEventListener("input", ({ target }) => { if (!target.matches("[type=checkbox], [type=radio]")) last = NOWHERE; }, true);

addEventListener("click", (event) => {
  if (!bounced || !event.detail) return; // a keyboard presses no place
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
