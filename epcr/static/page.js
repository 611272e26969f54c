// What makes pages quicker to use. Every page works without it; each part looks for its own marks and leaves the rest alone.
import "./same_finger.js"; // before what else hears a tap
import "./meant.js"; // and this one
import "./reasons.js"; // before keeping: it may have a reason to put back
import "./kept_page.js";
import "./keeping.js"; // first of the others: what it fills in, they find
import "./network.js";
import "./regions.js";
import "./logs.js"; // before what makes forms save themselves
import "./changes.js";
import "./outbox.js";
import "./call.js";
import "./call_vitals.js";
import "./call_act.js";
import "./call_answer.js";
import "./notes.js";
import "./keeping_pages.js";
import "./menus.js";
import "./moments.js";
import "./keypad.js";
import "./choices.js";
import "./seek.js";
import "./words_again.js"; // after the lists that it writes into
import "./from_agency.js"; // after them too
import "./at_once.js";
import "./crew.js";
import "./folds.js";
import "./verdict.js";
import "./unsaved.js";
import "./once.js";
import "./device.js";
import "./clock.js";
import "./walk.js";
import "./signature.js";
import "./desk.js";
import "./filters.js";
import { comeBack } from "./place.js";

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// After a refused save, read the summary first.
document.querySelector("[data-focus]")?.focus();

// A link to a group or a control inside something folded opens it and puts the focus there.
function land() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || target.matches("[data-step]")) return; // a step of the check: walk.js
  for (let up = target.closest("details:not(.why)"); up; up = up.parentElement?.closest("details:not(.why)")) up.open = true;
  const first = document.getElementById(target.dataset.first ?? ""); // a heading that leads to where one types
  const control = first ?? (target.matches("input, select, textarea, [tabindex]") ? target : target.querySelector("input:not([type=hidden]), select, textarea"));
  if (control && !document.querySelector("[data-focus]")) control.focus({ preventScroll: true });
  target.scrollIntoView({ block: first ? "start" : "center" });
  if (first) history.replaceState(history.state, "", location.pathname + location.search); // else the browser goes there again and takes the focus
}
addEventListener("hashchange", land);
if (document.querySelector("[data-sheet-form]")) land();
comeBack(); // last: where one was counts more than what a link or a summary would show first
