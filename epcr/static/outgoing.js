// What waits on this device for a sheet whose fields are not in a form that saves itself: one queue a sheet, sent until the server has it.
// On a page of that sheet the bar says how it stands.
import { heard } from "./network.js";
import { Pending } from "./pending.js";
import { deviceLetters } from "./queue.js";
import { saveBar } from "./save_bar.js";
import { sender } from "./sender.js";

const base = document.querySelector("[data-keeps]")?.dataset.keeps;
const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
const isOpen = () => Boolean(document.querySelector("form[data-changes], [data-call]")); // these say it themselves
const queues = new Map();

class Outgoing {
  #go;
  #bar = null;
  #waits = [];
  #takenUp;
  gone = false;

  constructor(sheet) {
    this.pending = new Pending(sheet, () => {}, () => this.#bar?.draw());
    if (sheet === `${base}changes` && !isOpen()) this.#bar = saveBar(() => this.pending, () => this.#go());
    this.#go = sender({
      address: sheet, token: { text: token }, device: deviceLetters(), next: () => this.pending.ready,
      took: async (answer, sent) => {
        await this.pending.answered(answer.results, sent).kept;
        this.#bar?.saved(answer.saved);
      },
      tell: (state, told) => this.#tell(state, told),
    });
    this.#takenUp = this.pending.takeUp();
  }

  #tell(state, told) {
    this.gone = state === "gone";
    if (this.#bar) heard(state);
    this.#bar?.stands(state, told);
    if (state === "sending") return;
    for (const done of this.#waits.splice(0)) done();
  }

  /** Writes changes into the queue, after those that waited before this page. */
  async write(act) {
    await this.#takenUp;
    act(this.pending);
    await this.pending.written;
  }

  /** Sends what waits; settles when there is an answer, or none is to be had now: then it is tried again by itself. */
  async send() {
    await this.#takenUp;
    await new Promise((done) => { this.#waits.push(done); this.#go(); });
    await this.pending.written;
  }
}

/** The queue of a sheet by the address that takes its changes. */
export function outgoing(sheet) {
  if (!queues.has(sheet)) queues.set(sheet, new Outgoing(sheet));
  return queues.get(sheet);
}
