// What makes pages quicker to use. Every page works without it; each part looks for its own marks and leaves the rest alone.
import "./keeping.js"; // first: what it fills in, the others find
import "./menus.js";
import "./moments.js";
import "./keypad.js";
import "./choices.js";
import "./seek.js";
import "./crew.js";
import "./verdict.js";
import "./unsaved.js";
import "./once.js";
import "./device.js";
import "./clock.js";
import "./signature.js";
import "./desk.js";
import { comeBack } from "./place.js";

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// After a refused save, read the summary first.
document.querySelector("[data-focus]")?.focus();

// A note that something is missing goes as soon as it is entered or said why not; the next save says what still is.
const entered = (field) => [...field.querySelectorAll("input:not([type=hidden])[name], select[name], textarea[name]")]
  .some((one) => (one.matches("[type=radio], [type=checkbox]") ? one.checked && one.value : one.value.trim()));
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const field = target.closest?.("[data-sheet-form] .field");
    for (const note of field?.querySelectorAll(".said-missing") ?? []) note.hidden = Boolean(entered(field));
  });
}

// A link to a group or a control inside something folded opens it and puts the focus there.
function land() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let up = target.closest("details:not(.why)"); up; up = up.parentElement?.closest("details:not(.why)")) up.open = true;
  const control = target.matches("input, select, textarea, [tabindex]") ? target : target.querySelector("input:not([type=hidden]), select, textarea");
  if (control && !document.querySelector("[data-focus]")) control.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", land);
if (document.querySelector("[data-sheet-form]")) land();
comeBack(); // last: where one was counts more than what a link or a summary would show first
