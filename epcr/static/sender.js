// Sends changes of one sheet to the server, in order, one message at a time, and tries again until each has an answer. An answer that
// is lost costs nothing: the server knows the number of every change that it has.
import { hear } from "./call_clock.js";

const MOST = 100; // changes in one message; the server takes 200
const PATIENCE = 12_000; // milliseconds until an answer is given up
const STAYED = 4000; // milliseconds after which a page that was to be left was not
const AGAIN = [1000, 2000, 4000, 8000, 15_000, 30_000]; // milliseconds until the next try, chosen here
const LOOK = 60_000; // milliseconds after which an open page asks what another device did; chosen here
const LIVES_ON = 60_000; // bytes that a browser sends for a page that is gone: 64 KiB, https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
const OLDER = { pieces: {}, said: {}, findings: [] }; // what a server of an earlier version does not say
const TOO_MUCH = [413, 422]; // the message as a whole could not be read: smaller ones may be

const partOf = ({ anchor }) => /^[a-z_]+-[0-9a-f]{32}/.exec(anchor)?.[0] ?? anchor;

/** The first of these that go together: an entry is not cut in two, since an act is judged as a whole. */
export function batchOf(changes, most = MOST) {
  if (changes.length <= most) return changes;
  let end = most;
  while (end > 0 && partOf(changes[end - 1]) === partOf(changes[end])) end -= 1;
  return changes.slice(0, end || most);
}

/**
 * `address` takes the changes, `token` goes with them, `device` are the letters of this device. `draw` names the pieces of this page that
 * come drawn anew with each answer, `here` the page. `next` gives those to be sent, `took` is told each answer and what it answers, `tell`
 * how it stands: "sending", "away" (no network), "server" (it cannot just now), "gone" (it has no such sheet), "signed out", "refused" or "".
 * Calling what comes back sends; with `{ look: true }` it asks how the sheet stands though nothing is to be sent.
 */
export function sender({ address, token, device, next, took, tell, draw = [], here = "" }) {
  let busy = false;
  let tries = 0;
  let timer = 0;
  let leaving = false;
  let most = MOST;

  async function post(changes) {
    const late = new AbortController();
    const timeout = setTimeout(() => late.abort(), PATIENCE);
    const body = JSON.stringify({ device, draw, here, changes: changes.map(asSent) });
    try {
      return await fetch(address, {
        method: "POST", redirect: "error", signal: late.signal, keepalive: new Blob([body]).size < LIVES_ON,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token.text }, body,
      });
    } finally {
      clearTimeout(timeout);
    }
  }

  function later(why) {
    most = Math.max(1, Math.floor(most / 2)); // a slow server answers less in time
    tell(why);
    clearTimeout(timer);
    timer = setTimeout(go, AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
    return false;
  }

  /** What an answer says, where it is one of ours; another server at this address, or an older one, says something else. */
  async function read(answer) {
    const told = await answer.json().catch(() => null);
    return Array.isArray(told?.results) && Array.isArray(told.contested) && told.parts ? { ...OLDER, ...told } : null;
  }

  /** Sends these; whether to go on at once. */
  async function once(changes) {
    const answer = await post(changes);
    hear(answer);
    if (answer.ok) return taken(await read(answer), changes);
    if (TOO_MUCH.includes(answer.status)) return unread(changes, await answer.json().catch(() => ({})));
    if (answer.status === 404) return later("gone");
    if (answer.status === 429 || answer.status >= 500) return later("server");
    const told = await answer.json().catch(() => ({}));
    if (told.token && told.token !== token.text) { token.text = told.token; return true; } // signed in again: once more
    if (answer.status !== 401 && !told.title) return later("server");
    tell(answer.status === 401 ? "signed out" : "refused", told);
    return false;
  }

  async function taken(told, changes) {
    if (leaving) return false;
    const answered = new Set(told?.results.map(({ op }) => op));
    if (!changes.some(({ op }) => answered.has(op))) return later("server");
    tries = 0;
    most = Math.min(MOST, most * 2);
    await took(told, changes);
    return true;
  }

  /** The message could not be read: each change goes alone, and the one that cannot be read stays here with these words. */
  async function unread(changes, { title = "", next_step: step = "" }) {
    if (changes.length > 1) { most = Math.max(1, Math.floor(changes.length / 2)); return true; }
    const results = changes.map(({ op, anchor }) => ({ op, anchor, outcome: "refused", words: [title, step].filter(Boolean).join(". ") || "The server cannot read this" }));
    await took({ results, contested: null, parts: {}, pieces: {} }, changes);
    return true;
  }

  async function glance() {
    const answer = await post([]).catch(() => null);
    if (answer) hear(answer);
    const told = answer?.ok ? await read(answer) : null;
    if (told && !leaving) await took(told, []);
  }

  async function go({ look = false } = {}) {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      if (look && !next().length) await glance();
      for (let changes = batchOf(next(), most); changes.length; changes = batchOf(next(), most)) {
        tell("sending");
        if (!await once(changes)) return;
      }
      if (!look) tell("");
    } catch {
      later("away"); // no network, or no whole answer
    } finally {
      busy = false;
    }
  }

  // The page that comes may have been drawn before this one's last changes were written. So an answer that comes while a page is left
  // counts for nothing: the next page shows what waits, sends it once more, and the server finds that it has it.
  addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => { leaving = false; go(); }, STAYED);
  });
  addEventListener("online", () => { tries = 0; go(); });
  if (draw.length) {
    const look = () => { if (document.visibilityState === "visible") go({ look: true }); };
    document.addEventListener("visibilitychange", look);
    setInterval(look, LOOK);
  }
  return go;
}

/** What of a change the server reads. */
function asSent({ op, anchor, value, why, not, was, at, settles, choose, strike, restore }) {
  return { op, anchor, value, why, not, was, at, settles, choose, strike, restore };
}
