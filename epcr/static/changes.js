// A sheet that saves itself: what is typed is kept on this device at each key, and sent when a field is left or after a pause. A form
// can still be saved by its button, which needs none of this. A page may have several forms, each of fields of one part of the sheet.
import { atRest } from "./at_rest.js";
import { drawnWith, fieldOf, fieldsOf, forPeople, put, saidIn, showPut } from "./fields.js";
import { heard, isAway, leaveFor } from "./network.js";
import { Pending } from "./pending.js";
import { deviceLetters } from "./queue.js";
import { piecesHere, renewPieces } from "./renew.js";
import { listWaiting, onDecision, placeContested, sayContested, sayFindings, sayRefused, sayUndecided, takeBack } from "./said.js";
import { saveBar } from "./save_bar.js";
import { sender } from "./sender.js";
import { keptPage, sentSince } from "./sent_since.js";
import { takeUpEntries } from "./waiting_entries.js";

const PAUSE = 1500; // milliseconds without a key before a field is sent that was not left; chosen here
const LEAVE = 1500; // milliseconds that a link waits for what is on its way
const forms = [...document.querySelectorAll("form[data-changes]")];
const [form] = forms;
const listeners = [];

/** Calls back after each answer of the server to what was typed here, once the pieces of the page that it had drawn are there. */
export const onAnswer = (act) => listeners.push(act);

/** What a page carries of how its fields stand at the server: sums by anchor. */
const sumsIn = (one) => (one.elements.seen?.value ?? "").split(" ").filter(Boolean).map((piece) => piece.split(":"))
  .map(([name, sum]) => [`${one.dataset.part}-${name}`, sum]);

async function overForms() {
  const { changes: sheet } = form.dataset;
  const fresh = form.querySelector("input[data-new]") !== null; // what a new entry is drawn with stands nowhere yet
  const sums = new Map(fresh ? [] : forms.flatMap(sumsIn)); // how each field stood when it was seen: what is typed next builds on it
  const decided = new Map(sums); // the same, for the form's own button: two values that nobody chose from are not written over by it
  const walked = form.closest("[data-walk]") !== null; // the check says above a field what was found there
  let parts = new Set();
  let fields = new Map();
  let known = new Map();
  let begun = [];
  let arrives = keptPage !== null; // something of this section that the page does not show is on its way, so that it is drawn anew then
  let putting = false; // what a script writes is not typed
  let pause = 0;
  let waited = false; // a form that is sent has waited for what was on its way
  let arrived = []; // who waits for that
  const touched = new Set();

  function read() {
    parts = new Set(forms.map((one) => one.dataset.part));
    fields = new Map(forms.flatMap((one) => [...fieldsOf(one, one.dataset.part)]));
    known = new Map([...fields].map(([anchor, field]) => [anchor, drawnWith(field)]));
    begun = [...form.elements].filter((one) => one.name.endsWith("-began")).map((one) => one.name.replace(/-began$/, ""));
  }
  read();

  const isOf = (anchor, part) => anchor.startsWith(`${part}-`);
  const pending = new Pending(sheet, heardFromTab, () => bar.draw());
  const bar = saveBar(() => pending, () => go());
  const go = sender({
    address: sheet, token: { text: document.querySelector("input[name=csrf_token]").value }, device: deviceLetters(), next: () => pending.ready, took,
    draw: piecesHere(), here: walked ? "" : form.dataset.part, tell: tellState,
  });

  /** How sending stands, for the bar and for whoever waits for what is on its way. */
  function tellState(state, told) {
    heard(state);
    bar.stands(state, told);
    if (onTheWay()) return;
    for (const done of arrived) done();
    arrived = [];
  }

  const say = (anchor, before) => pending.say(anchor, saidIn(fields.get(anchor)), before, sums.get(anchor) ?? "", forPeople(fields.get(anchor)));

  function typed(control) {
    const field = fieldOf(fields, control);
    if (!field || putting) return;
    touched.add(field.anchor);
    // What a new entry was begun with, its time before all, is said with the first thing that is typed into it.
    for (const anchor of begun.splice(0)) if (fields.has(anchor) && anchor !== field.anchor) say(anchor, { ...known.get(anchor), value: [] });
    say(field.anchor, known.get(field.anchor));
    takeBack(field.anchor);
    clearTimeout(pause);
    pause = setTimeout(release, PAUSE);
    bar.draw();
  }

  function release() {
    clearTimeout(pause);
    pending.release();
    go();
    bar.draw();
  }

  const learn = ({ anchor, value = [], why, not }) => {
    known.set(anchor, { ...known.get(anchor), value, ...(why === undefined ? {} : { why }), ...(not === undefined ? {} : { not }) });
  };

  /** Lets go of what could not be written: its fields say again what the server has. */
  function discard(place) {
    pending.discard(place);
    for (const [anchor, field] of fields) {
      if (anchor !== place && !anchor.startsWith(`${place}-`)) continue;
      if (!pending.last(anchor)) put(field, known.get(anchor));
      takeBack(anchor);
    }
    list();
    bar.draw();
  }

  const list = () => listWaiting(pending.stuck.filter(({ anchor }) => !fields.has(anchor)), sheet, discard);

  async function took(answer, sent) {
    const { written, stayed, kept } = pending.answered(answer.results, sent); // what is learned of it is learned before the next key
    const against = new Set(answer.results.filter(({ outcome }) => outcome === "contested").map(({ op }) => op));
    const stood = written.filter(({ op, chosen }) => !chosen && !against.has(op)); // the part says these now
    for (const change of stood) if (fields.has(change.anchor)) learn(change);
    const asked = (answer.contested ?? []).map(({ anchor }) => anchor);
    const wrote = [...written.map(({ anchor }) => anchor), ...asked].filter((anchor) => fields.has(anchor));
    for (const part of parts) {
      if (written.some(({ anchor }) => isOf(anchor, part))) pending.again(part, sent.map(({ op }) => op));
      if (answer.parts[part]) stands(part, answer.parts[part], wrote, asked);
    }
    // Who types on over a contested value builds on it, and not on the value that stands: that takes a decision.
    for (const { op, anchor } of written) if (against.has(op) && fields.has(anchor)) sums.set(anchor, op);
    await kept;
    const redraws = written.some(({ anchor }) => anchor === form.dataset.redraws) && !pending.all.length;
    // What decides what is asked first, what was decided, and an entry that was begun before and has arrived, stand in the page that is drawn anew.
    if (redraws || written.some(({ chosen }) => chosen) || (arrives && !touched.size && !pending.all.length)) { location.reload(); return; }
    atRest(() => {
      renewPieces(answer.pieces);
      sayContested(answer.pieces["two-values"]);
      if (!walked) for (const part of parts) if (answer.said?.[part]) sayFindings([...fields.keys()].filter((anchor) => isOf(anchor, part)), answer.said[part]);
      for (const { anchor, refusal, chosen } of stayed) {
        if (chosen) sayUndecided(anchor, refusal);
        else sayRefused(anchor, refusal, () => discard(anchor));
      }
      list();
      for (const act of listeners) act(answer);
    });
    bar.saved(answer.saved);
    const ops = written.map(({ op }) => op);
    const shared = stood.filter(({ anchor }) => !asked.includes(anchor));
    if (sent.length) for (const part of parts) pending.broadcast({ ops, part, wrote: shared, stands: answer.parts[part] ?? null });
  }

  /**
   * How the part stands at the server: the next change of what was written here builds on it, and so does the form's own button, but
   * where two values are `asked` about. What somebody else wrote into another field was not seen in this form: nothing builds on it.
   */
  function stands(part, { was, version }, wrote, asked = []) {
    const all = Object.entries(was).map(([name, sum]) => [`${part}-${name}`, sum]);
    const isNew = ![...sums.keys()].some((anchor) => isOf(anchor, part)); // a new entry is all of its form
    const ours = all.filter(([anchor]) => isNew || wrote.includes(anchor));
    const unseen = all.filter(([anchor, sum]) => !isNew && !wrote.includes(anchor) && sums.get(anchor) !== sum);
    const settled = ours.filter(([anchor]) => !asked.includes(anchor));
    for (const [anchor, sum] of ours) sums.set(anchor, sum);
    for (const [anchor, sum] of settled) decided.set(anchor, sum);
    const seen = [...decided].filter(([anchor]) => isOf(anchor, part)).map(([anchor, sum]) => `${anchor.slice(part.length + 1)}:${sum}`).join(" ");
    for (const { dataset, elements } of forms) {
      if (dataset.part !== part) continue;
      if (elements.version && !unseen.length && settled.length === ours.length) elements.version.value = version;
      if (elements.seen) elements.seen.value = seen;
    }
  }

  /** Another tab of this device wrote: a field that nobody is at here says it too. What was typed here meanwhile still builds on what it showed. */
  function heardFromTab({ part: other, wrote = [], stands: now }) {
    if (parts.has(other) && now) {
      const shown = wrote.filter(({ anchor }) => fields.has(anchor) && !pending.last(anchor) && fieldOf(fields, document.activeElement)?.anchor !== anchor);
      show(shown);
      for (const change of shown) learn(change);
      stands(other, now, shown.map(({ anchor }) => anchor));
    }
    bar.draw();
  }

  onDecision((anchor, what) => {
    pending.tell(anchor, what);
    release();
  });
  const onTheWay = () => bar.state === "sending"; // until the page says what the answer says
  /** Until what is on its way has an answer, or none is to be had now; at most so many milliseconds where they are given. */
  function whileOnTheWay(most = 0) {
    if (!onTheWay()) return Promise.resolve();
    return new Promise((done) => {
      arrived.push(done);
      if (most) setTimeout(done, most);
    });
  }
  /** What was typed here and stands against something else: somebody decides before the form is sent with either. */
  const undecided = () => [...document.querySelectorAll("[data-contested]")].find(({ dataset }) => touched.has(dataset.at));
  for (const one of forms) {
    one.addEventListener("input", ({ target }) => typed(target));
    one.addEventListener("change", ({ target }) => { if (!putting) { typed(target); release(); } });
    one.addEventListener("focusout", release);
    one.addEventListener("submit", async (event) => {
      if (!waited) release();
      if (event.defaultPrevented || walked) return;
      if (!waited && !isAway() && onTheWay()) {
        event.preventDefault(); // whichever of the two came second would stand against the other
        await whileOnTheWay();
        await new Promise(atRest); // what the answer says stands on the page first: two values may wait there for a decision
        waited = true; // once: what could not be sent is tried again later, and its form is held back for that
        if (one.isConnected) one.requestSubmit(event.submitter?.isConnected ? event.submitter : null);
        waited = false;
        return;
      }
      if (undecided()) {
        event.preventDefault();
        Object.assign(undecided(), { tabIndex: -1 }).focus();
        return;
      }
      if (!isAway()) return;
      event.preventDefault(); // it is all in the queue, and the form of an old page says what does not hold any more
      pending.finish(one.dataset.part);
      await pending.written;
      if (fresh || event.submitter?.value === "next") leaveFor(event.submitter, location.pathname);
    });
  }
  addEventListener("pagehide", release);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") release(); });

  // A link to another page waits for what is on its way, so that the page it leads to shows it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.origin !== location.origin) return;
    release();
    if (!onTheWay() || link.pathname === location.pathname) return;
    event.preventDefault();
    await whileOnTheWay(LEAVE);
    await pending.written;
    location.assign(link.href);
  });

  const show = (changes) => {
    putting = true;
    for (const change of changes) put(fields.get(change.anchor), change);
    showPut(changes.map(({ anchor }) => fields.get(anchor)));
    putting = false;
  };
  const ofHere = (changes) => changes.filter(({ anchor, chosen, strike }) => fields.has(anchor) && !chosen && !strike && !touched.has(anchor));

  // The store of the device may answer late: whoever types meanwhile is heard already, and is not typed over.
  const since = await sentSince(sheet);
  const earlier = await pending.takeUp();
  if (!touched.size) {
    const { count, wentOn } = takeUpEntries(form, [...since, ...earlier]);
    arrives ||= wentOn || count > 0;
    if (wentOn) read();
  }
  for (const change of ofHere(since)) {
    learn(change);
    for (const known of [sums, decided]) known.set(change.anchor, change.op);
  }
  show([...ofHere(since), ...ofHere(earlier)]);
  form.dataset.takenUp = ""; // what was typed before stands in it
  begun.splice(0, pending.all.some(({ anchor }) => fields.has(anchor)) ? begun.length : 0); // it was said with what waits
  bar.draw();
  go();
}

if (form) {
  placeContested();
  overForms();
}
