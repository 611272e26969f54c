// Logging on the call screen: one tap is one or more changes, kept on this device at once and sent in order. What is drawn of the call
// comes back with the answer; what waits stands above it until then.
import { atRest } from "./at_rest.js";
import { heard } from "./network.js";
import { Pending } from "./pending.js";
import { linesOf, linkTo } from "./left_here.js";
import { deviceLetters } from "./queue.js";
import { piecesHere, renewPieces } from "./renew.js";
import { onDecision, placeContested, sayContested, sayUndecided } from "./said.js";
import { saveBar } from "./save_bar.js";
import { sender } from "./sender.js";
import { sentSince } from "./sent_since.js";
import { signInHere } from "./sign_in_here.js";

const page = document.querySelector("[data-call]");
const MOST = 20; // lines of what waits; a long time without a network leaves hundreds. Chosen here
const NOT_FINISHED = { vitals: "Vital signs not finished", notes: "Note not finished" };
const listeners = [];
const drawers = [];
let since = []; // what the server has since this page was kept

const pending = page ? new Pending(page.dataset.call, () => { draw({}); go({ look: true }); }, () => bar.draw()) : null;
const bar = page ? saveBar(() => pending, () => go(), stillOpen) : null;

/** What somebody has not finished: in its sheet it is being typed, once that is closed it waits for them. */
function stillOpen() {
  const [section] = pending.all.find(({ ready }) => !ready)?.anchor.split("-") ?? [];
  return (!page.querySelector("dialog[open]") && NOT_FINISHED[section]) || "Typing…";
}

/** Calls back with each answer of the server: what became of the changes that were sent. */
export const onAnswer = (act) => listeners.push(act);

/** Calls back whenever the page was drawn anew, so that what waits here can be shown in it. */
export const onDraw = (act) => drawers.push(act);

/** What this page does not show of itself: what the server has since it was kept, and what waits here. */
export const unsent = () => [...since, ...pending.all];

/** By which change the server knows what a field says, where this page was kept before it; "" elsewhere. */
export const knownBy = (anchor) => since.findLast((change) => change.anchor === anchor)?.op ?? "";

/** Draws pieces of the page anew, with what waits here. */
export const drawAgain = (pieces) => draw(pieces);

/**
 * Logs changes that belong together: `{anchor, value | why | not, was, label, words}` each. `was` is what the page knew of the field, empty
 * for one of a new entry. They are sent at once where there is a network.
 */
export function capture(changes) {
  for (const { anchor, was = "", label = "", words = "", ...said } of changes) pending.say(anchor, said, null, was, { label, words });
  for (const part of new Set(changes.map(({ anchor }) => /^\w+-[0-9a-f]{32}(?=-)/.exec(anchor)?.[0]).filter(Boolean))) pending.finish(part);
  pending.release(changes.map(({ anchor }) => anchor)); // what is being typed in a sheet that was closed stays open
  draw({});
  return go();
}

/** Keeps what is being typed on this device, to be sent with `capture`, or by the next page of this sheet if this one is killed. */
export function hold(changes) {
  for (const { anchor, ...said } of changes) pending.say(anchor, said, { value: [] }, "", {});
  bar.draw();
}

/** Strikes an entry, or decides between two values. */
export function order(anchor, what) {
  pending.tell(anchor, what);
  bar.draw();
  return go();
}

function discard(place) {
  pending.discard(place);
  draw({});
}

function draw(pieces) {
  renewPieces(pieces);
  const waits = unsent().filter(({ ready, words, refusal }) => refusal || (ready && words));
  const refused = linesOf(waits.filter(({ refusal }) => refusal), { looks: "call-line call-refused", link: (anchor) => linkTo(page.dataset.call, anchor), discard }).reverse();
  const kept = waits.filter(({ refusal }) => !refusal).reverse(); // newest first, as the log below them
  const lines = [...kept.slice(0, MOST).map(({ label, words }) => `${label} ${words}`), ...(kept.length > MOST ? [`and ${kept.length - MOST} more`] : [])];
  page.querySelector("[data-waiting]")?.replaceChildren(...refused, ...lines.map((words) => {
    const line = document.createElement("li");
    line.className = "call-line";
    line.textContent = words;
    return line;
  }));
  for (const act of drawers) act();
  bar.draw();
}

async function took(answer, sent) {
  const { written, stayed, kept } = pending.answered(answer.results, sent);
  await kept;
  since = []; // what is drawn now has it
  atRest(() => {
    draw(answer.pieces);
    sayContested(answer.pieces["two-values"]);
    for (const { anchor, refusal, chosen } of stayed) if (chosen) sayUndecided(anchor, refusal);
  });
  bar.saved(answer.saved);
  if (answer.contested) for (const act of listeners) act(answer, sent);
  if (sent.length) pending.broadcast({ ops: written.map(({ op }) => op), part: "", stands: null });
}

let go = () => {};
if (page) {
  go = sender({
    address: page.dataset.call, token: { text: page.querySelector("input[name=csrf_token]").value }, device: deviceLetters(),
    draw: piecesHere(), here: "call", next: () => pending.ready, took,
    tell: async (state, told) => {
      heard(state);
      bar.stands(state, told);
      if (state === "signed out" && await signInHere()) go();
    },
  });
  page.addEventListener("close", () => bar.draw(), true);
  placeContested();
  onDecision(order);
  sentSince(page.dataset.call).then((changes) => { since = changes; return pending.takeUp(); }).then(() => { draw({}); return go(); });
}
