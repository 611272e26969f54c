// A new intervention or finding of the exam is saved by its button, so that its verdict is seen first. Where there is no network the button
// keeps it on this device, to be sent like everything else; so do "No abnormality" and striking an entry.
import { fieldsOf, forPeople, saidIn } from "./fields.js";
import { letGo } from "./keeping.js";
import { clockOf } from "./moments.js";
import { isAway, leaveFor } from "./network.js";
import { Pending } from "./pending.js";
import { number, waiting } from "./queue.js";
import { sentSince } from "./sent_since.js";
import { takeUpEntries, wanted } from "./waiting_entries.js";

const form = document.querySelector("form[data-logs]");
const base = document.querySelector("[data-keeps]")?.dataset.keeps ?? "";
const sheet = `${base}changes`;

if (form && wanted) form.dataset.changes = form.dataset.logs; // what was begun already saves itself (changes.js)

const FULL = "Not kept: this device’s storage is full. Stay here, and save again when the network is back.";

/** Keeps what somebody did, all of it or nothing, and then goes on; where the device has no room that is said, and the page stays as it is. */
async function keep(places, act, goOn) {
  const pending = new Pending(sheet, () => {});
  await pending.takeUp(); // who saves twice goes on from what was kept before
  act(pending);
  await pending.written;
  for (const old of document.querySelectorAll("[data-not-kept]")) old.remove();
  if (!pending.unkept) { goOn(); return; }
  for (const place of places) pending.discard(place);
  const line = Object.assign(document.createElement("p"), { className: "panel panel-stop message", textContent: FULL });
  line.dataset.notKept = "";
  line.setAttribute("role", "alert");
  document.querySelector("main .messages")?.after(line);
}

function saved(event) {
  if (!isAway() || form.dataset.changes) return;
  event.preventDefault();
  const { part } = form.dataset;
  const entered = [...fieldsOf(form, part).values()].map((field) => ({ field, says: saidIn(field) })).filter(({ says }) => says.value.length || says.why || says.not?.length);
  keep([part], (pending) => {
    for (const { field, says } of entered) pending.say(field.anchor, says, { value: [] }, "", forPeople(field));
    const region = form.querySelector("select[data-opens]"); // it is no field that changes where one is
    if (region?.value) pending.say(region.name, { value: [region.value] }, { value: [] }, "", { label: "Body region", words: region.selectedOptions[0].text.trim() });
    pending.finish(part);
  }, () => {
    letGo(form);
    leaveFor(event.submitter, location.pathname);
  });
}

/** One tap on the exam's page: this region was examined, or each that is left, and nothing was found. */
function noAbnormality(event) {
  const { submitter } = event;
  const regions = submitter?.dataset.finding ? [submitter] : submitter?.matches("[data-rest]") ? [...document.querySelectorAll(".regions [data-finding]")] : [];
  if (!regions.length || !isAway()) return;
  event.preventDefault();
  const entries = regions.map((region) => [`exam-${region.form.dataset.entry ?? number()}`, region]);
  keep(entries.map(([entry]) => entry), (pending) => { for (const [entry, region] of entries) nothingAt(entry, region, pending); }, () => leaveFor(null, location.pathname));
}

function nothingAt(entry, button, pending) {
  const label = button.closest("li").querySelector(".region-name span").textContent.trim();
  pending.say(`${entry}-region`, { value: [button.value] }, { value: [] }, "", { label, words: "no abnormality" });
  pending.say(`${entry}-findings`, { value: [button.dataset.finding] }, { value: [] }, "", {});
  pending.say(`${entry}-examined_at`, { value: [clockOf(form.dataset.zone)] }, { value: [] }, "", {});
  pending.finish(entry);
}

function struck(event) {
  const { target } = event;
  const [, slug, entry] = /\/([a-z_]+)\/([0-9a-f]{32})\/strike$/.exec(target.action) ?? [];
  const reason = target.elements.reason?.value.trim();
  if (!entry || !reason || !isAway()) return;
  event.preventDefault();
  const place = `${slug}-${entry}`;
  keep([place], (pending) => pending.tell(place, { strike: reason, label: "Struck", words: reason }), () => leaveFor(null, `${base}${slug}`));
}

async function showWaiting() {
  const changes = [...await sentSince(sheet), ...(await waiting()).filter((change) => change.sheet === sheet)];
  const { count } = takeUpEntries(form, changes);
  if (!count) return;
  document.addEventListener("changes-sent", async () => {
    const untouched = !form.contains(document.activeElement) && !form.matches("[data-unsaved]");
    if (untouched && !(await waiting()).some((change) => change.sheet === sheet)) location.reload();
  });
}

if (base) document.addEventListener("submit", (event) => { noAbnormality(event); struck(event); });
if (form) form.addEventListener("submit", saved);
if (form && !wanted) showWaiting();
