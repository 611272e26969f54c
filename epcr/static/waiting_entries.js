// Entries that were begun on this device and that do not stand on this page yet: what waits to be sent of them, or was sent since the page
// was kept. They are listed above the form, and each can be typed on.
import { rekey } from "./fields.js";

/** The entry that the address asks to go on with; "" for none. */
export const wanted = new URLSearchParams(location.search).get("waiting") ?? "";

/** Those of a section by their ids: the changes of each in order, whether it was finished by its button. Struck ones are left out. */
function entriesOf(changes, slug) {
  const entries = new Map();
  for (const change of changes) {
    const [section, id, field] = change.anchor.split("-");
    if (section !== slug || !/^[0-9a-f]{32}$/.test(id ?? "")) continue;
    if (change.strike) { entries.delete(id); continue; }
    if (!field) continue;
    const entry = entries.get(id) ?? { id, changes: [], done: false };
    entry.changes.push(change);
    entry.done ||= Boolean(change.done);
    entries.set(id, entry);
  }
  return [...entries.values()];
}

const isHere = (slug, id) => Boolean(document.getElementById(`${slug}-${id}`));

/** The region of the body that a finding is of, which its form is drawn for. */
function regionOf({ changes }) {
  const region = changes.findLast(({ anchor }) => anchor.endsWith("-region"))?.value?.[0];
  return region ? `&region=${encodeURIComponent(region)}` : "";
}

const MOST = 5; // fields that are told of an entry; chosen here

function inWords({ changes }) {
  const whole = changes.find(({ words, done }) => words && done && changes.filter((one) => one.words).length === 1);
  if (whole) return `${whole.label} ${whole.words}`.trim();
  const last = new Map(changes.filter(({ words }) => words).map(({ anchor, label, words }) => [anchor, `${label} ${words}`]));
  const told = [...last.values()];
  return told.length > MOST ? `${told.slice(0, MOST).join(" · ")} …` : told.join(" · ");
}

function backButton(act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: "Take back" });
  button.addEventListener("click", act);
  return button;
}

function list(form, slug, entries, takeBack) {
  for (const old of document.querySelectorAll("[data-waiting-entries]")) old.remove();
  if (!entries.length) return;
  const box = document.createElement("section");
  box.className = "panel panel-attention";
  box.dataset.waitingEntries = "";
  const title = Object.assign(document.createElement("p"), { textContent: "Kept on this device, not in the list yet:" });
  const lines = document.createElement("ul");
  for (const entry of entries) {
    const link = Object.assign(document.createElement("a"), { textContent: inWords(entry) || "An entry" });
    link.href = `${location.pathname}?waiting=${entry.id}${regionOf(entry)}#new`;
    const line = document.createElement("li");
    line.append(link);
    if (takeBack && entry.done) line.append(" ", backButton(() => takeBack(`${slug}-${entry.id}`)));
    lines.append(line);
  }
  box.append(title, lines);
  form.before(box);
}

/**
 * The form of a new entry becomes that of one that was begun here: the one that the address asks for, else the last that its button did
 * not finish. The others are listed, each that its button finished with the way to take it back where that is given. Gives how many there
 * are, and whether the form is one of them.
 */
export function takeUpEntries(form, changes, takeBack = null) {
  const { part } = form.dataset;
  const slug = part.split("-")[0];
  if (!form.querySelector("input[data-new]")) return { count: 0, wentOn: false };
  const entries = entriesOf(changes, slug).filter(({ id }) => !isHere(slug, id));
  const begun = wanted ? entries.find(({ id }) => id === wanted) : form.dataset.changes && entries.findLast(({ done }) => !done);
  if (begun) rekey(form, part.slice(slug.length + 1), begun.id);
  else if (wanted) location.replace(`${location.pathname}?entry=${wanted}`); // it has arrived, and stands on a page of its own
  const others = entries.filter((entry) => entry !== begun);
  list(form, slug, others, takeBack);
  return { count: entries.length, wentOn: Boolean(begun) };
}
