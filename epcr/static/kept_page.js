// A page that this device kept says so, and since when; and it leads to the sections that were not asked then and may be asked by what was
// typed since.
import { realTime } from "./call_clock.js";
import { rekey } from "./fields.js";
import { number } from "./queue.js";
import { keptPage } from "./sent_since.js";

/** The sections that are not asked on this call as it stood when the page was drawn: `{title, address}` each. */
export function notAskedHere() {
  const { keeps = "", notAsked = "" } = document.querySelector("[data-keeps]")?.dataset ?? {};
  return notAsked.split("|").filter(Boolean).map((words) => words.split(":")).map(([slug, title]) => ({ title, address: keeps + slug }));
}

function linkTo({ title, address }) {
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "section-name", textContent: title });
  const link = Object.assign(document.createElement("a"), { href: address });
  link.dataset.goto = "";
  link.append(name);
  line.append(link);
  return line;
}

// It is opened more than once, and the form of a new entry is that of another one each time.
const fresh = keptPage && document.querySelector("#sheet-form input[data-new]");
if (fresh) rekey(fresh.form, fresh.value, number());

if (keptPage) {
  const clock = `${String(keptPage.at.getHours()).padStart(2, "0")}:${String(keptPage.at.getMinutes()).padStart(2, "0")}`;
  const box = Object.assign(document.createElement("p"), { className: "panel panel-attention message" });
  const anew = Object.assign(document.createElement("a"), { href: location.href, textContent: "Try the network" });
  anew.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  box.dataset.keptPage = "";
  const check = document.querySelector("[data-walk], [data-check-state]") ? " What is missing or unusual is listed as of then; submitting needs the network." : "";
  const words = document.createElement("span");
  words.append(`No network. This page is as it was at ${realTime(clock)}, with what you typed here since.${check} `, anew);
  box.append(words);
  document.querySelector("main .messages")?.append(box);
  document.querySelector("nav.sections .sections-after")?.prepend(...notAskedHere().map(linkTo));
}
