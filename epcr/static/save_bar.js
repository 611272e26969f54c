// What the bar says of what was typed, in words: one place for the form of a section and for the call screen.
import { placeOf } from "./left_here.js";
import { signInHere } from "./sign_in_here.js";

const bar = document.querySelector("[data-save-state]");
const many = (count, one, several) => (count === 1 ? one : several.replace("#", count));
const FULL = "Not kept: this device’s storage is full. Stay here until it is saved";
const KEPT = {
  "away": "Kept on this device (no network)",
  "server": "Kept on this device (the server cannot save just now)",
  "gone": "Kept on this device (this sheet is no longer on the server)",
  "signed out": "Kept on this device",
};

/** An act of several fields is refused as a whole, and decided on as a whole. */
function decisionsIn(stuck) {
  const places = new Set(stuck.map(({ anchor }) => placeOf(anchor))).size;
  return places === stuck.length ? many(places, "1 field needs a decision", "# fields need a decision") : many(places, "1 entry needs a decision", "# entries need a decision");
}

/**
 * The words for how it stands: `stuck` are the changes that the server did not take, `saved` are those of the server, `title` what it said where it refused,
 * `typing` for what is still open.
 */
export function stateWords({ state, unsent, stuck, unkept, saved, title = "", typing = "Typing…" }) {
  if (unkept && unsent) return FULL;
  if (state === "sending") return many(unsent, "Saving…", "Sending # changes");
  if (state === "refused" && title) return title;
  if (KEPT[state]) return KEPT[state];
  if (stuck.length) return decisionsIn(stuck);
  return unsent ? typing : saved;
}

/** The bar over what waits here; `send` is called once somebody signed in again, `typing` says what is still open. */
export function saveBar(pending, send, typing = () => "Typing…") {
  let state = "";
  let title = "";
  let saved = bar?.textContent.trim() ?? "";
  const signIn = document.createElement("button");
  Object.assign(signIn, { type: "button", className: "btn-inline", textContent: "Sign in", hidden: true });
  signIn.addEventListener("click", async () => { if (await signInHere()) send(); });
  bar?.after(signIn);
  addEventListener("beforeunload", (event) => { if (pending().unkept) event.preventDefault(); });

  const draw = () => {
    if (!bar) return;
    const { stuck, unsent, unkept, all } = pending();
    const words = stateWords({ state, unsent: unsent.length, stuck, unkept, saved, title, typing: typing() });
    if (bar.textContent.trim() !== words) bar.textContent = words;
    bar.toggleAttribute("data-dirty", all.length > 0);
    signIn.hidden = state !== "signed out";
  };
  return {
    draw,
    get state() { return state; },
    /** How sending stands now, and what the server said where it refused. */
    stands(now, told) { state = now; title = told?.title ?? ""; draw(); },
    /** What the server says of what is saved. */
    saved(words) { saved = words ?? saved; draw(); },
  };
}
