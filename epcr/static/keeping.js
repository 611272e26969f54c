// Nothing typed is lost: what is typed into a form that changes something is kept as a draft until the server has saved it, and
// stands in the form again when it is drawn again. A form marked data-not-kept (signing in, passwords) is left alone, and one that
// saves itself (data-changes) has changes.js.
import { code, drafts, drop, endSaved, keep } from "./drafts.js";
import { listKept, sayKept } from "./kept.js";
import { controlsOf, drawnIn, inWords, labelOf, same, valuesOf, write } from "./typed.js";

const CALM = 400; // milliseconds without a key before it is kept
const NOT_ABOUT = ["csrf_token", "version", "seen", "form_id", "filled", "goto", "draft", "looked", "next", "over", "check"]; // hidden, and new with each page
const notAbout = (name) => NOT_ABOUT.includes(name) || name.endsWith("-began"); // a new entry's own clock
const posted = document.documentElement.hasAttribute("data-posted");
const keepers = new Map();

/** Which form it is, by its address and by what it is about, and how a new entry's own id is written in it. */
function nameOf(form) {
  const address = new URL(form.getAttribute("action") ?? "", location.href);
  const fresh = form.querySelector("input[data-new]")?.value;
  const about = [...form.elements].filter((one) => (one.type === "hidden" && one.name && !notAbout(one.name)
    && !one.matches("[data-strokes], [data-filled]")) || one.matches("[data-opens]"))
    .map((one) => `${one.name}=${one.value}`).sort().join("&");
  const general = (text) => (fresh ? text.replaceAll(fresh, "new") : text);
  return { key: general(`${address.pathname}${address.search} ${about}`), general, fresh };
}

/** The page to go back to, without what only said that something was saved. */
function pageOf(draft) {
  if (!posted) {
    const here = new URL(location.href);
    here.searchParams.delete("saved");
    return here.pathname + here.search + here.hash;
  }
  if (draft) return draft.page;
  const before = document.referrer ? new URL(document.referrer) : location;
  return before.origin === location.origin ? before.pathname + before.search : location.pathname;
}

function overForm(form) {
  const controls = controlsOf(form);
  if (!controls.size) return;
  const { key, general, fresh } = nameOf(form);
  const drawn = new Map([...controls].map(([name, ones]) => [general(name), drawnIn(ones)]));
  const named = new Map([...controls].map(([name, ones]) => [general(name), ones]));
  let draft = drafts().find((one) => one.form === key) ?? null;
  let waiting = 0;
  let failed = false;
  let given = false; // given up: discarded

  // A page that answers the sending of this form stands as it was typed; any other is filled in again.
  const redrawn = posted && Boolean(draft?.sent);
  if (draft && !redrawn) {
    if (wasSavedAs(draft, key)) { drop(draft); draft = null; } else fillIn();
  }

  function wasSavedAs(one, name) {
    // The entry that this was sent as stands on the page: it arrived, though the answer did not.
    const [, section, entry] = one.sent && one.entry ? [0, name.split(" ")[0].split("/").at(-1), one.entry] : [];
    return Boolean(entry && document.getElementById(`${section}-${entry}`));
  }

  function fillIn() {
    const put = [];
    for (const [name, field] of Object.entries(draft.fields)) {
      const ones = named.get(name);
      if (!ones) continue;
      const there = drawn.get(name);
      if (same(there, field.now)) { delete draft.fields[name]; continue; }
      const begunWith = same(field.was, field.now); // a new entry's own clock is no value that was saved meanwhile
      const meanwhile = begunWith || same(there, field.was) ? null : inWords(ones, there) || "nothing";
      field.was = there;
      write(ones, field.now);
      put.push({ ones, label: field.label, meanwhile });
    }
    if (!Object.keys(draft.fields).length) { drop(draft); draft = null; return; }
    if (!put.length) { draft = null; return; } // its fields are not on this page: it is listed
    form.setAttribute("data-unsaved", "");
    sayKept(form, draft, put, () => { given = true; drop(draft); location.replace(location.pathname + location.search); });
  }

  function store() {
    clearTimeout(waiting);
    waiting = 0;
    if (given) return;
    const fields = {};
    const began = {}; // a new entry keeps what it was begun with, its time before all
    for (const [name, ones] of named) {
      const before = draft?.fields[name]?.was ?? drawn.get(name);
      const now = valuesOf(ones);
      const kind = same(now, before) ? began : fields;
      if (kind === fields || (fresh && now.length)) kind[name] = { label: labelOf(ones), was: before, now, words: inWords(ones, now) };
    }
    for (const [name, field] of Object.entries(draft?.fields ?? {})) if (!named.has(name)) fields[name] = field;
    if (Object.keys(fields).length) Object.assign(fields, began);
    else {
      if (draft) drop(draft);
      draft = null;
      failed = false;
      return;
    }
    const changed = !draft || !same(draft.fields, fields);
    draft = {
      id: draft?.id ?? code(), form: key, page: pageOf(draft), title: document.title.split(" · Training")[0], entry: fresh,
      at: changed ? Date.now() : draft.at, sent: changed ? "" : draft.sent, fields,
    };
    failed = !keep(draft);
  }

  const later = () => { clearTimeout(waiting); waiting = setTimeout(store, CALM); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  keepers.set(form, {
    flush: () => { if (waiting) store(); },
    letGo: () => { clearTimeout(waiting); given = true; if (draft) drop(draft); },
    get draft() { return draft; },
    get unkept() { return failed || [...form.elements].some((one) => one.type === "file" && one.value); },
    send() {
      store();
      let sent = form.querySelector("input[name=draft]");
      if (!draft) { sent?.remove(); return; }
      draft.sent = code();
      keep(draft);
      if (!sent) {
        sent = document.createElement("input");
        sent.type = "hidden";
        sent.name = "draft";
        form.append(sent);
      }
      sent.value = draft.sent;
    },
  });
}

const saves = "[data-not-kept], [data-changes]"; // and what waits to be sent of an entry is in the queue
const waits = new URLSearchParams(location.search).has("waiting") ? ", [data-logs]" : "";
for (const form of document.querySelectorAll(`form[method=post]:not(${saves}${waits})`)) overForm(form);
const looked = [...document.querySelectorAll("input[name=looked]")].map((one) => one.value); // it stands on this page, to be confirmed
listKept(drafts().filter((one) => !looked.includes(one.sent) && ![...keepers.values()].some(({ draft }) => draft?.id === one.id)), drop);

function flush() {
  const active = document.activeElement;
  if (active?.matches("input")) active.dispatchEvent(new FocusEvent("blur")); // a word of a list that was typed and not taken yet
  for (const keeper of keepers.values()) keeper.flush();
}
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
addEventListener("pageshow", (event) => { if (event.persisted) endSaved(); });

/** What stands in the form is kept otherwise now. */
export const letGo = (form) => keepers.get(form)?.letGo();

let sending = false;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  flush();
  // What ends the writing on a sheet asks first where words for it are still kept here: they could not be sent afterwards.
  const left = form.dataset.closes
    ? drafts().filter((one) => one.page.startsWith(form.dataset.closes) && one.id !== keepers.get(form)?.draft?.id) : [];
  if (left.length && !confirm(`Not sent yet: ${left.map(inShort).join("; ")}. Continue without it? It can still be read on this device.`)) {
    event.preventDefault();
    return;
  }
  keepers.get(form)?.send();
  sending = true;
});

function inShort(draft) {
  const [field] = Object.values(draft.fields).filter((one) => one.words).slice(-1);
  const words = field?.words.replace(/\s+/g, " ") ?? "";
  return field ? `${field.label} “${words.slice(0, 60)}${words.length > 60 ? "…" : ""}”` : draft.title;
}

// Only what could not be kept is asked about. Sending is no leaving; after the browser's Stop, leaving is asked about again.
addEventListener("beforeunload", (event) => {
  const asks = !sending && [...keepers.values()].some((one) => one.unkept);
  sending = false;
  flush();
  if (asks) event.preventDefault();
});
