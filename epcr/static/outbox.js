// What waits on this device for sheets that are not open here: it is sent from whatever page is open, and nobody signs out while some
// of it is left. What is kept belongs to who signed in; another person's page sends none of it.
import { linesOf, linkTo } from "./left_here.js";
import { outgoing } from "./outgoing.js";
import { waiting } from "./queue.js";

const PATIENCE = 6000; // milliseconds that signing out waits for what is sent first; chosen here
const here = document.querySelector("form[data-changes]")?.dataset.changes ?? document.querySelector("[data-call]")?.dataset.call;
const token = document.querySelector("input[name=csrf_token]") !== null;

async function sheets() {
  return [...new Set((await waiting()).map(({ sheet }) => sheet))];
}

const GONE = "This sheet is no longer on the server. Copy what you need";

/** Sends what waits for this sheet; settles when there is an answer or none is to be had now. What is left of it. */
async function empty(sheet) {
  const queue = outgoing(sheet);
  await queue.send();
  if (queue.gone) for (const { op } of queue.pending.all) queue.pending.stays(op, GONE);
  return queue.pending;
}

/** What a sheet that is not open here did not take: where it stands, why, and what can be done with it. */
function listStuck(left) {
  const lines = left.filter(({ stuck }) => stuck.length).flatMap((pending) => linesOf(pending.stuck, {
    link: (anchor) => linkTo(pending.sheet, anchor),
    discard: (place) => { pending.discard(place); tellLeft(left); },
  }));
  if (!lines.length) return;
  const list = document.createElement("ul");
  list.append(...lines);
  document.querySelector("[data-outbox]")?.append(list);
}

function tellLeft(left) {
  const count = left.reduce((sum, { all }) => sum + all.length, 0);
  for (const old of document.querySelectorAll("[data-outbox]")) old.remove();
  if (!count) return;
  const base = document.querySelector("[data-keeps]")?.dataset.keeps;
  const inIt = base && left.every(({ sheet }) => sheet.startsWith(base)); // this page lists which
  say(`${counted(count)} kept on this device and not saved yet. ${inIt ? "" : "Open the sheet to see which."}`.trim());
  listStuck(left);
}

function say(words) {
  const line = document.createElement("div");
  line.className = "panel panel-attention message";
  line.setAttribute("role", "status");
  line.textContent = words;
  for (const old of document.querySelectorAll("[data-outbox]")) old.remove();
  line.dataset.outbox = "";
  document.querySelector("main .messages")?.after(line);
}

const counted = (count) => (count === 1 ? "1 change is" : `${count} changes are`);

async function sendOthers() {
  const left = [];
  for (const sheet of await sheets()) if (sheet !== here) left.push(await empty(sheet));
  tellLeft(left);
}

/** What a form would leave behind: everything where somebody signs out, what waits for a sheet where that is closed. */
async function leftBehind(form) {
  if (form.dataset.signsOut !== undefined) return sheets();
  return (await sheets()).filter((sheet) => sheet.startsWith(form.dataset.closes));
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const leaves = form.dataset.signsOut !== undefined || /\/sheets\//.test(form.dataset.closes ?? ""); // a review saves nothing by itself
  if (!leaves || form.dataset.emptied !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const late = new Promise((done) => { setTimeout(() => done(null), PATIENCE); });
  const all = (async () => {
    let left = 0;
    for (const sheet of await leftBehind(form)) left += (await empty(sheet)).all.length;
    return left;
  })();
  const left = await Promise.race([all, late]) ?? (await waiting()).length;
  if (left) {
    const still = form.dataset.signsOut === undefined ? "Not yet" : "You are still signed in";
    say(`${still}: ${counted(left)} on this device and not saved yet. Continue when they are saved.`);
    return;
  }
  form.dataset.emptied = "";
  form.requestSubmit(submitter);
}, true);

if (token && document.documentElement.dataset.person) sendOthers();
