// What makes pages quicker to use. Every page works without it; each part looks for its own marks and leaves the rest alone.
import "./menus.js";
import "./moments.js";
import "./choices.js";
import "./seek.js";
import "./unsaved.js";
import "./clock.js";
import "./signature.js";
import "./desk.js";

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

// After a refused save, read the summary first.
document.querySelector("[data-focus]")?.focus();

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
