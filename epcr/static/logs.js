// A new intervention or finding of the exam is saved by its button, so that its verdict is seen first. Where there is no network the button
// keeps it on this device, to be sent like everything else, and says so; so do "No abnormality", taking that back, and striking an entry.
import { fieldsOf, forPeople, rekey, saidIn } from "./fields.js";
import { letGo } from "./keeping.js";
import { clockOf } from "./moments.js";
import { isAway, leaveFor, opensPages } from "./network.js";
import { outgoing } from "./outgoing.js";
import { number, waiting } from "./queue.js";
import { sentSince } from "./sent_since.js";
import { takeUpEntries, wanted } from "./waiting_entries.js";

const form = document.querySelector("form[data-logs]");
const base = document.querySelector("[data-keeps]")?.dataset.keeps ?? "";
const sheet = `${base}changes`;

if (form && wanted) form.dataset.changes = form.dataset.logs; // what was begun already saves itself (changes.js)

const FULL = "Not kept: this device’s storage is full. Stay here, and save again when the network is back.";
const MISTAKE = "Tapped by mistake";

/** Says at the top of what is shown what became of it, and whether it is something to stop at. */
function say(words, { stops = false } = {}) {
  for (const old of document.querySelectorAll("[data-kept-here]")) old.remove();
  const line = Object.assign(document.createElement("p"), { className: `panel panel-${stops ? "stop" : "attention"} message kept-here`, textContent: words });
  line.dataset.keptHere = "";
  line.setAttribute("role", stops ? "alert" : "status");
  document.querySelector("main .messages")?.after(line);
}

/** Keeps what somebody did, all of it or nothing, and then goes on; where the device has no room that is said, and the page stays as it is. */
async function keep(places, act, goOn) {
  const queue = outgoing(sheet);
  await queue.write(act);
  if (queue.pending.unkept) {
    for (const place of places) queue.pending.discard(place);
    say(FULL, { stops: true });
    return;
  }
  queue.send(); // until the network is back
  goOn();
}

const kept = (what) => `Kept on this device: ${what}. It is sent when the network is back.`;

function saved(event) {
  if (!isAway() || form.dataset.changes) return;
  event.preventDefault();
  const { part } = form.dataset;
  const entered = [...fieldsOf(form, part).values()].map((field) => ({ field, says: saidIn(field) })).filter(({ says }) => says.value.length || says.why || says.not?.length);
  const what = entered.map(({ field }) => forPeople(field).words).filter(Boolean).slice(0, 3).join(" · ");
  keep([part], (pending) => {
    for (const { field, says } of entered) pending.say(field.anchor, says, { value: [] }, "", forPeople(field));
    const region = form.querySelector("select[data-opens]"); // it is no field that changes where one is
    if (region?.value) pending.say(region.name, { value: [region.value] }, { value: [] }, "", { label: "Body region", words: region.selectedOptions[0].text.trim() });
    pending.finish(part);
  }, () => {
    letGo(form);
    if (opensPages()) { leaveFor(event.submitter, location.pathname); return; }
    anew(part);
    say(kept(what));
    showWaiting();
  });
}

/** Where no page opens, the form of what was just kept becomes that of another one. */
function anew(part) {
  rekey(form, part.split("-")[1], number());
  form.reset();
  for (const one of form.elements) if (one.matches("select, textarea, input:not([type=hidden])")) one.dispatchEvent(new Event("change", { bubbles: true }));
  document.getElementById("entry")?.scrollIntoView({ block: "start", behavior: "instant" });
}

/** One tap on the exam's page: this region was examined, or each that is left, and nothing was found. */
function noAbnormality(event) {
  const { submitter } = event;
  const regions = submitter?.dataset.finding ? [submitter] : submitter?.matches("[data-rest]") ? [...document.querySelectorAll(".regions [data-finding]")] : [];
  if (!regions.length || !isAway()) return;
  event.preventDefault();
  const entries = regions.map((button) => ({ entry: `exam-${button.form.dataset.entry ?? number()}`, button, label: labelOf(button) }));
  keep(entries.map(({ entry }) => entry), (pending) => { for (const one of entries) nothingAt(one, pending); }, () => {
    settle(entries);
    showWaiting();
  });
}

const labelOf = (button) => button.closest("li").querySelector(".region-name span").textContent.trim();

function nothingAt({ entry, button, label }, pending) {
  pending.say(`${entry}-region`, { value: [button.value] }, { value: [] }, "", { label, words: "no abnormality" });
  pending.say(`${entry}-findings`, { value: [button.dataset.finding] }, { value: [] }, "", {});
  pending.say(`${entry}-examined_at`, { value: [clockOf(form.dataset.zone)] }, { value: [] }, "", {});
  pending.finish(entry);
}

/** The regions say what is kept of them in place of their buttons, and the tap can be taken back. */
function settle(entries) {
  const taken = entries.map(({ button }) => [button.form, Object.assign(document.createElement("span"), { className: "region-kept", textContent: "No abnormality, kept" })]);
  for (const [asked, words] of taken) asked.replaceWith(words);
  const back = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: "Take back" });
  const told = Object.assign(document.createElement("p"), { className: "take-back-kept", textContent: kept(`no abnormality of ${entries.map(({ label }) => label.toLowerCase()).join(", ")}`) });
  const place = entries.length === 1 ? taken[0][1].closest("li") : document.querySelector("[data-rest-normal]");
  for (const old of document.querySelectorAll(".take-back-kept")) old.remove();
  told.setAttribute("role", "status");
  told.append(" ", back);
  place.append(told);
  back.addEventListener("click", () => takeBack(entries.map(({ entry }) => entry), () => {
    for (const [asked, words] of taken) { delete asked.dataset.entry; words.replaceWith(asked); }
    told.replaceChildren("Taken back; both are kept on this device, and sent.");
  }));
}

/** Strikes entries that were tapped by mistake: both the tap and this stay in the record. */
function takeBack(entries, goOn) {
  keep([], (pending) => { for (const entry of entries) pending.tell(entry, { strike: MISTAKE, label: "Taken back", words: MISTAKE.toLowerCase() }); }, () => {
    goOn();
    showWaiting();
  });
}

function struck(event) {
  const { target } = event;
  const [, slug, entry] = /\/([a-z_]+)\/([0-9a-f]{32})\/strike$/.exec(target.action) ?? [];
  const reason = target.elements.reason?.value.trim();
  if (!entry || !reason || !isAway()) return;
  event.preventDefault();
  const place = `${slug}-${entry}`;
  keep([place], (pending) => pending.tell(place, { strike: reason, label: "Struck", words: reason }), () => {
    say(kept(`struck, ${reason}`));
    leaveFor(null, `${base}${slug}`);
  });
}

/** What the last tap wrote is taken back where there is no network. */
function takenBack(event) {
  const { target } = event;
  if (!target.matches("[data-takes-back]") || !isAway()) return;
  event.preventDefault();
  const entries = new FormData(target).getAll("entry").map((id) => `exam-${id}`);
  takeBack(entries, () => {
    target.remove();
    say("Taken back; it is kept on this device, and sent when the network is back.");
  });
}

let isHeard = false;

async function showWaiting() {
  const changes = [...await sentSince(sheet), ...(await waiting()).filter((change) => change.sheet === sheet)];
  const { count } = takeUpEntries(form, changes, (entry) => takeBack([entry], () => {}));
  if (!count || isHeard) return;
  isHeard = true;
  document.addEventListener("changes-sent", async () => {
    const untouched = !form.contains(document.activeElement) && !form.matches("[data-unsaved]");
    if (untouched && !(await waiting()).some((change) => change.sheet === sheet)) location.reload();
  });
}

if (base) document.addEventListener("submit", (event) => { noAbnormality(event); struck(event); takenBack(event); });
if (form) form.addEventListener("submit", saved);
if (form && !wanted) showWaiting();
