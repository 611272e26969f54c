// An act outside scope is answered without leaving the call screen: what the page of the interventions asks is cut out of it, shown in a
// sheet and sent as its form sends it. Without a network, and without this script, the line of the act leads to that page.
import { sayBelow } from "./call_vitals.js";
import { drawAgain } from "./capture.js";

const PATIENCE = 8000; // milliseconds until an answer of the server is given up
const AWAY = "No answer from the server. Nothing was changed; try again, or answer it later.";
const SIGNED_OUT = "You are signed out. Nothing was answered: reload the page, sign in and answer again.";
const CHANGED = "This was changed in the meantime, so nothing was answered. Close this, look at it and answer again.";
const dialog = document.querySelector("[data-answer-sheet]");
const at = (selector) => dialog.querySelector(selector);
let asks = null; // the line that was tapped: its address, and the anchor of its act

async function pageOf(address, sent = {}) {
  const answer = await fetch(address, { ...sent, signal: window.AbortSignal.timeout(PATIENCE) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { status: answer.status, page, isSheet: page.querySelector(".sheet") !== null };
}

/** Shows what the page asks of the act; whether it asks anything. */
function show(page) {
  const asked = page.getElementById(`${asks.anchor}-verdict`);
  at("[data-answer-piece]").replaceChildren(...(asked ? [document.adoptNode(asked)] : []));
  return Boolean(asked);
}

function refuse(words) { at("[data-answer-wrong]").textContent = words; }

async function open(link) {
  asks = { address: link.href, anchor: link.dataset.answer };
  try {
    const { status, page } = await pageOf(link.href);
    if (status !== 200 || !show(page)) throw new Error("nothing is asked");
  } catch {
    location.assign(link.href);
    return;
  }
  at("[data-answer-to]").textContent = link.querySelector(".call-text").firstChild.textContent.trim();
  at("[data-answer-whole]").href = link.href;
  refuse("");
  dialog.dispatchEvent(new Event("sheet-open"));
  dialog.showModal();
}

async function drawAnew() {
  const { page } = await pageOf(location.href);
  drawAgain(Object.fromEntries([...page.querySelectorAll("[data-piece]")].map((piece) => [piece.dataset.piece, piece.innerHTML])));
}

async function answer(form, submitter) {
  refuse("");
  try {
    const { status, page, isSheet } = await pageOf(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
    if (status === 409) { refuse(CHANGED); return; }
    if (status !== 200 && status !== 422) { refuse(AWAY); return; }
    if (!isSheet) { refuse(SIGNED_OUT); return; }
    if (status === 422 && show(page)) { at("[data-focus]")?.focus(); return; }
    dialog.close();
    sayBelow([...page.querySelectorAll(".message")].map((message) => message.textContent.trim()).slice(0, 1));
    await drawAnew();
  } catch {
    refuse(AWAY);
  }
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".call-line [data-answer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.onLine) return;
    event.preventDefault();
    open(link);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(event.target, event.submitter);
  });
}
