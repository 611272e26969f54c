// "No abnormality" on the page of the exam is one tap and no new page, and so is taking it back: the form is sent as it is, and the list
// of the regions is drawn anew from the page that answers. A finding that is being written stays as it is. Where it cannot be sent so, the form is sent whole.
import { heard, isAway } from "./network.js";
import { number } from "./queue.js";
import { renew } from "./renew.js";

const PLACES = [".regions", "[data-rest-normal]", "[data-struck]", "[data-piece=outline]", "[data-piece=timeline]"];
let before = Promise.resolve(); // one after the other: each answer shows those before it

async function send(form, { name, value }) {
  const typed = new URLSearchParams(new FormData(form));
  if (name) typed.append(name, value);
  const answer = await fetch(form.action, { method: "POST", body: typed });
  if (!answer.ok || new URL(answer.url).pathname !== location.pathname) throw new Error(String(answer.status)); // signed out, or refused
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of PLACES) renew(document.querySelector(place), page.querySelector(place).innerHTML);
  renew(document.querySelector("[data-regions-said]"), page.querySelector("main .messages").innerHTML);
}

function otherwise(form, submitter, error) {
  if (error instanceof TypeError) heard("away"); // no network: kept on this device (logs.js)
  else form.dataset.whole = "";
  submitter.removeAttribute("aria-busy");
  form.requestSubmit(submitter);
}

function tapped(event) {
  const { target: form, submitter } = event;
  const isTap = submitter?.matches("[data-finding], [data-rest]") || form.matches("[data-takes-back]");
  if (!isTap || isAway() || "whole" in form.dataset) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (submitter.hasAttribute("aria-busy")) return;
  submitter.setAttribute("aria-busy", "true");
  if (submitter.matches("[data-finding]")) form.elements.entry.value = form.dataset.entry = number();
  before = before.then(() => send(form, submitter)).catch((error) => otherwise(form, submitter, error));
}

if (document.querySelector("[data-rest-normal]")) addEventListener("submit", tapped, true);
