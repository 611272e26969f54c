// Drafts: what was typed and not saved yet, kept by the browser for the person whose page it was typed on. A draft ends when the
// server says that it was saved (a cookie named after the code it was sent with), when it is discarded, or after a week.
// What somebody types who is not signed in stays in its tab, and is gone once anybody signs in there.
const root = document.documentElement.dataset.root ?? "/"; // under which path the service lies; its neighbors have their own drafts
const PREFIX = `epcr-draft${root === "/" ? "" : root} `;
const LIFE = 7 * 24 * 60 * 60 * 1000; // milliseconds; a week is chosen here: the next lesson
const person = document.documentElement.dataset.person ?? "";

function shelf(kind) {
  try { return window[kind]; } catch { return null; } // a browser may forbid it
}
const own = shelf(person ? "localStorage" : "sessionStorage");

/** 32 hexadecimal digits by chance; crypto.randomUUID is there over HTTPS only. */
export const code = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

function read(place) {
  const found = [];
  for (const key of Object.keys(place ?? {}).filter((one) => one.startsWith(PREFIX))) {
    try {
      const draft = JSON.parse(place.getItem(key));
      if (Date.now() - draft.at < LIFE) found.push(draft);
      else place.removeItem(key);
    } catch { place.removeItem(key); }
  }
  return found.sort((one, other) => other.at - one.at);
}

/** The drafts of whoever this page was drawn for, newest first. */
export const drafts = () => read(own).filter((draft) => draft.person === person);

/** Keeps a draft; whether the browser took it. */
export function keep(draft) {
  try {
    own.setItem(PREFIX + draft.id, JSON.stringify({ ...draft, person }));
    return true;
  } catch { return false; }
}

export function drop(draft) {
  own?.removeItem(PREFIX + draft.id);
}

/** Ends the drafts of which the server said that they were saved. What was typed after sending is not among them. */
export function endSaved() {
  for (const [, saved] of document.cookie.matchAll(/(?:^|; )saved-([0-9a-f]{32})=/g)) {
    for (const place of [shelf("localStorage"), shelf("sessionStorage")]) {
      for (const draft of read(place)) if (draft.sent === saved) place.removeItem(PREFIX + draft.id);
    }
    document.cookie = `saved-${saved}=; Max-Age=0; Path=${root}; SameSite=Lax`;
  }
}

endSaved();
if (person) {
  const passing = shelf("sessionStorage");
  for (const draft of read(passing)) passing.removeItem(PREFIX + draft.id);
}
