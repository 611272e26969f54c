// The changes of one sheet that wait on this device, in order, and what becomes of them. A change is open while somebody types into its
// field; once it is let go it is sent as it is, and what is typed after it is another one that builds on it.
import { drop, keep, number, waiting } from "./queue.js";
import { noteSent } from "./sent_since.js";
import { same } from "./typed.js";

const WRITTEN = ["applied", "same", "contested"]; // what the server has, though a contested one waits there for a decision
const ANSWER = 300; // milliseconds in which a tab that is still open says so; chosen here

const asSaid = ({ value, why, not }) => ({ value, ...(why === undefined ? {} : { why }), ...(not === undefined ? {} : { not }) });

export class Pending {
  #sheet;
  #tab = number(4);
  #changes = [];
  #writing = Promise.resolve();
  #others = null;
  #alive = new Set();
  #taken = false; // what waited here before was taken up: until then nothing is sent, for it comes first
  #arrived = new Map(); // by field: the last op that the server has, and what it was written over, which a page may still hold for what stands
  #unkept = new Set(); // changes that the device did not take; they live as long as this page
  #heeds = () => {};

  /**
   * `sheet` is the address to which its changes are sent; `heard` is told what another tab of this device sent, `heeds` when the
   * device took or refused to keep something.
   */
  constructor(sheet, heard, heeds = () => {}) {
    this.#sheet = sheet;
    this.#heeds = heeds;
    if (!("BroadcastChannel" in window)) return;
    this.#others = new window.BroadcastChannel(`epcr ${sheet}`);
    this.#others.addEventListener("message", ({ data }) => {
      if (data.whose) this.#others.postMessage({ here: this.#tab });
      if (data.here) this.#alive.add(data.here);
      if (data.ops) { this.has(data.ops); heard(data); }
    });
  }

  /** Tells the other tabs of this device what the server has now. */
  broadcast(told) { this.#others?.postMessage(told); }

  /** Takes up what waited when the page was opened. What another tab is still typing stays that tab's. */
  async takeUp() {
    const earlier = (await waiting()).filter(({ sheet, tab }) => sheet === this.#sheet && tab !== this.#tab); // what is typed here is known
    if (earlier.some(({ ready }) => !ready) && this.#others) {
      this.broadcast({ whose: true });
      await new Promise((done) => { setTimeout(done, ANSWER); });
    }
    const ours = earlier.filter(({ ready, tab }) => ready || !this.#alive.has(tab));
    for (const change of ours) Object.assign(change, { ready: true, stuck: false });
    for (const { anchor, op } of ours.filter(({ chosen }) => !chosen)) this.#buildOn(anchor, op);
    this.#changes = [...ours, ...this.#changes];
    this.#taken = true;
    return ours;
  }

  /** What was typed here into a field before it was known that something waits for it builds on that. */
  #buildOn(anchor, op) {
    const first = this.#changes.find((one) => one.anchor === anchor && !one.chosen);
    if (first) this.#store(Object.assign(first, { was: op }));
  }

  get sheet() { return this.#sheet; }
  get all() { return this.#changes; }
  get stuck() { return this.#changes.filter((change) => change.stuck); }
  get unsent() { return this.#changes.filter((change) => !change.stuck); }
  get ready() { return this.#taken ? this.#changes.filter((change) => change.ready && !change.stuck) : []; }
  get unkept() { return this.#unkept.size; }

  /** What a field was last made to say and the server does not have yet; null where nothing waits. */
  last(anchor) {
    const change = this.#changes.findLast((one) => one.anchor === anchor && !one.chosen);
    return change ? asSaid(change) : null;
  }

  /** A field says this now. `known` is what it says at the server, `was` by what the server knows that. */
  say(anchor, said, known, was, forPeople) {
    const stuck = this.#changes.find((one) => one.anchor === anchor && one.stuck);
    if (stuck) this.#forget(stuck); // it is typed over, and left nothing at the server
    const before = this.#changes.findLast((one) => one.anchor === anchor && one.ready);
    const open = this.#changes.find((one) => one.anchor === anchor && !one.ready);
    if (same(said, before ? asSaid(before) : known)) {
      if (open) this.#forget(open);
      return;
    }
    const change = open ?? this.#add({ anchor, was: before?.op ?? stuck?.was ?? this.#stands(anchor, was) });
    this.#store(Object.assign(change, said, forPeople, { at: new Date().toISOString() }));
  }

  /** By what the server knows this field: `was`, but where that was written over from here and the page was not drawn anew yet. */
  #stands(anchor, was) {
    const arrived = this.#arrived.get(anchor);
    return arrived && (!was || arrived.over.has(was)) ? arrived.op : was;
  }

  /** A decision, or an entry struck: it is sent at once. */
  tell(anchor, what) {
    this.#store(Object.assign(this.#add({ anchor, was: "" }), what, { ready: true, at: new Date().toISOString() }));
  }

  /** Lets go of what waits for a field, or for all fields of an entry: somebody does not want it any more. */
  discard(place) {
    for (const change of this.#changes.filter(({ anchor }) => anchor === place || anchor.startsWith(`${place}-`))) this.#forget(change);
  }

  /** What is typed so far is sent; with `anchors` only that into these fields. */
  release(anchors = null) {
    for (const change of this.#changes.filter((one) => !one.ready && (!anchors || anchors.includes(one.anchor)))) {
      change.ready = true;
      this.#store(change);
    }
  }

  /** The entry was finished by its button: what is typed next is another one. */
  finish(part) {
    const own = this.#changes.filter(({ anchor }) => anchor.startsWith(`${part}-`));
    this.release(own.map(({ anchor }) => anchor));
    for (const change of own) this.#store(Object.assign(change, { done: true }));
  }

  /** The server has these; they are gone from every tab. */
  has(ops) {
    for (const change of this.#changes.filter(({ op }) => ops.includes(op))) {
      if (!change.chosen) this.#arrive(change);
      this.#forget(change);
    }
  }

  #arrive({ anchor, op, was }) {
    const { over = [], op: last } = this.#arrived.get(anchor) ?? {};
    this.#arrived.set(anchor, { op, over: new Set([...over, last, was].filter(Boolean)) });
  }

  /** The server could not write this one: it stays, unless it was typed over; what builds on it builds on what was before. */
  stays(op, words) {
    const change = this.#changes.find((one) => one.op === op);
    if (!change) return null;
    if (change.chosen) { this.#forget(change); return { ...change, refusal: words }; } // both values stand at the server
    for (const other of this.#changes) if (other.was === op) this.#store(Object.assign(other, { was: change.was }));
    if (this.#changes.findLast((one) => one.anchor === change.anchor) !== change) { this.#forget(change); return null; }
    this.#store(Object.assign(change, { stuck: true, refusal: words }));
    return change;
  }

  /**
   * What the server said of the changes that were sent: those that it has are gone, the others stay with its words. Of which it says
   * nothing is sent again. Gives both at once, since the next key may come before the device has `kept` it so.
   */
  answered(results, sent) {
    const outcome = new Map(results.map((result) => [result.op, result]));
    const written = sent.filter(({ op }) => WRITTEN.includes(outcome.get(op)?.outcome));
    // First what stays: a newer change of the same field that was written says that the older one was typed over.
    const stayed = sent.filter((change) => outcome.has(change.op) && !written.includes(change)).map(({ op }) => this.stays(op, outcome.get(op).words));
    this.has(written.map(({ op }) => op));
    const kept = this.#writing.then(() => noteSent(written.filter(({ op, chosen }) => !chosen && outcome.get(op).outcome !== "contested")));
    return { written, stayed: stayed.filter(Boolean), kept };
  }

  /** Something else of this part was written: what could not be read beside it may be readable now. */
  again(part, but) {
    for (const change of this.stuck) if (change.anchor.startsWith(`${part}-`) && !but.includes(change.op)) change.stuck = false;
  }

  /** When all that was typed until now is kept. */
  get written() { return this.#writing; }

  #add(change) {
    const whole = { op: number(), sheet: this.#sheet, tab: this.#tab, ready: false, ...change };
    this.#changes.push(whole);
    return whole;
  }

  #store(change) {
    this.#writing = this.#writing.then(async () => {
      if (!this.#changes.includes(change)) return;
      const before = this.#unkept.size;
      if (!await keep(change)) this.#unkept.add(change);
      else {
        this.#unkept.delete(change);
        for (const other of [...this.#unkept]) if (await keep(other)) this.#unkept.delete(other); // there is room again
      }
      if (before !== this.#unkept.size) this.#heeds();
    });
  }

  #forget(change) {
    this.#changes.splice(this.#changes.indexOf(change), 1);
    this.#unkept.delete(change);
    this.#writing = this.#writing.then(() => drop(change));
  }
}
