// Signing in is what a class opens in one moment, and all it loads is this: the scripts of every page come with the first touch, or at
// once where something is kept for this page (words, a place to come back to) or it answers a form.
const root = document.documentElement;
root.classList.add("js");

function kept() {
  try { return Object.keys(window.sessionStorage).some((key) => key.startsWith("epcr-")); } catch { return false; } // a browser may forbid it
}

let coming = false;
async function come() {
  if (coming) return;
  coming = true;
  await import("./page.js");
  document.activeElement?.dispatchEvent(new FocusEvent("focusin", { bubbles: true })); // what had the focus before they came
}

if (root.hasAttribute("data-posted") || document.cookie.includes("saved-") || kept()) come();
else for (const kind of ["pointerdown", "keydown", "focusin"]) addEventListener(kind, come, { once: true, capture: true });
