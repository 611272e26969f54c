// Whether the network is there, as far as this page knows; and what it does where it is not: on a plain address no page opens then, so
// that leaving this one is held back with a word.
import { keptPage } from "./sent_since.js";

/** Whether a page opens that is not there already, with or without a network. */
export const opensPages = () => Boolean(navigator.serviceWorker?.controller);
const hasSecureAddress = () => Boolean(document.querySelector("[data-trust]"));
let away = keptPage !== null;

/** What sending what was typed found out: "away" where there is no network, anything else where there is. */
export function heard(state) {
  if (state === "away") away = true;
  else if (state !== "sending") away = keptPage !== null;
}

/** Whether a form is not to be sent: there is no network, or the page is an old one that this device kept. */
export const isAway = () => away || navigator.onLine === false;

/** Goes on after a button saved on this device: to the next section where it says so, else to this address; nowhere on a plain address. */
export function leaveFor(button, address) {
  if (!opensPages()) return;
  const places = [...document.querySelectorAll(".sections a[data-goto]")];
  const here = places.findIndex((place) => place.getAttribute("aria-current") === "page");
  const next = button?.value === "next" && here >= 0 ? places[here + 1] : null;
  location.assign(next?.href ?? address);
}

function sayHeldBack(link) {
  const dialog = document.createElement("dialog");
  dialog.className = "sign-in-here";
  dialog.setAttribute("aria-labelledby", "no-network");
  const title = Object.assign(document.createElement("h2"), { id: "no-network", textContent: "No network" });
  const words = Object.assign(document.createElement("p"), { textContent: `What you typed is kept on this device. No other page opens before the network is back.${hasSecureAddress() ? " At the secure address they do." : ""}` });
  const stay = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: "Stay here" });
  const leave = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: "Open it all the same" });
  stay.addEventListener("click", () => dialog.close());
  leave.addEventListener("click", () => location.assign(link.href));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, words, stay, " ", leave);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.origin !== location.origin) return;
  if (opensPages() || !isAway() || (link.pathname === location.pathname && link.hash)) return;
  event.preventDefault();
  sayHeldBack(link);
});
