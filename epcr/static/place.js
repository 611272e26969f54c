// Where one was stays where it was: after a form was sent and its page comes back, what was used last has the focus again, at the
// same height of the screen, and what is to be said stands right above it. The server's fragment says which entry is the new one;
// without this script it says the field too. What is typed into is seen whole, also in the little room that a keyboard leaves.
import { betweenBars } from "./between_bars.js";

const KEY = "epcr-place";
const FRESH = 60_000; // milliseconds, chosen here: a page that comes later is another visit
const LITTLE = 480; // pixels of height, as in epcr.css: with less, nothing else stays in view
const NEW = "{new}"; // in the place of a new entry's id, which is another each time its form is drawn
const posted = document.documentElement.hasAttribute("data-posted");
const TYPED = "input:not([type=hidden]), select, textarea";

function shelf() {
  try { return window.sessionStorage; } catch { return null; } // a browser may forbid it
}

const newId = (form) => form?.querySelector("input[data-new]")?.value;
const formOfNew = () => document.querySelector("input[data-new]")?.form;

/** The id by which a control, or what it stands in, is found again. */
function markOf(control) {
  const id = control?.id || control?.closest("[id]:not(main, form, body)")?.id || "";
  const fresh = newId(control?.closest("form"));
  return fresh ? id.replace(fresh, NEW) : id;
}
const marked = (mark) => (mark ? document.getElementById(mark.replace(NEW, newId(formOfNew()) ?? NEW)) : null);

/** What the page is called: an address may answer with another one, like a list before it is added. */
const titleHere = () => document.querySelector("h1")?.textContent.trim() ?? "";

let used = null; // what had the focus last and is no button: a press of Save moves the focus, or on some phones does not
document.addEventListener("focusin", ({ target }) => { if (target.matches(`main :is(${TYPED}, summary)`)) used = target; });

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const control = [used, event.submitter].find((one) => one && form.contains(one)); // none where Save was pressed and nothing else
  const seenAt = control?.checkVisibility() ? control : form;
  const kept = {
    path: location.pathname, title: titleHere(), mark: control ? markOf(control) : "", at: seenAt.getBoundingClientRect().top, scroll: scrollY, when: Date.now(),
    entry: Boolean(form.elements.entry) && form.matches("[data-sheet-form]"),
  };
  try { shelf()?.setItem(KEY, JSON.stringify(kept)); } catch { /* full: the page begins at its fragment or its top */ }
});

function unfold(one) {
  for (let up = one.closest("details"); up; up = up.parentElement?.closest("details")) if (!up.matches(".why, [data-menu]")) up.open = true;
}

function focusOn(one) {
  const typed = one.matches("fieldset, [role=group]") ? one.querySelector(`input:checked, ${TYPED}`) : null;
  const target = typed ?? one;
  if (!target.matches("a[href], button, input, select, textarea, summary, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Puts what the page has to say right above where one is, or into the entry of a list. */
function bring(told, one) {
  const list = one.closest("li");
  if (list?.contains(one)) (list.querySelector(".ledger-body") ?? list).prepend(told);
  else (one.closest(".table-scroll, tr, .fields > *, .field, .line") ?? one).before(told);
}

/** Moves the page no more than is needed to see this whole; not at all where it is seen. */
function seen(one) {
  const { top, bottom } = betweenBars();
  const frame = one.getBoundingClientRect();
  if (frame.top < top || frame.height > bottom - top) scrollBy({ top: frame.top - top, behavior: "instant" });
  else if (frame.bottom > bottom) scrollBy({ top: frame.bottom - bottom, behavior: "instant" });
}

/** How an entry is struck opens at the end of its page, and is seen whole, not below the bar. */
addEventListener("click", ({ target }) => {
  const fold = target.closest?.("main .strike > summary")?.parentElement;
  fold?.addEventListener("toggle", () => { if (fold.open) seen(fold); }, { once: true });
});

/** The first field of a sheet's form that is seen whole. */
function firstSeen() {
  const { top, bottom } = betweenBars();
  const isSeen = (one) => one.getBoundingClientRect().top >= top && one.getBoundingClientRect().bottom <= bottom;
  return [...document.querySelectorAll("#sheet-form .field")].find((one) => one.checkVisibility() && isSeen(one));
}

/** Goes where one was when the form was sent whose answer this page is; nowhere on any other page. */
export function comeBack() {
  const kept = shelf()?.getItem(KEY);
  shelf()?.removeItem(KEY);
  if (!kept) return;
  const { path, title, mark, at, scroll, entry, when } = JSON.parse(kept);
  if (path !== location.pathname && !posted) return; // what was refused is answered at the address it was sent to
  if (Date.now() - when > FRESH || (posted && title !== titleHere())) return;
  const fragment = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const whole = !mark && fragment?.matches("form"); // the server names the form: nothing nearer was in use
  const one = (entry && fragment) || marked(mark) || (whole ? null : fragment);
  // The browser goes to the fragment once all is there, and takes the focus with it: what it names is not always where one was.
  if (location.hash && (whole || (one && !entry))) history.replaceState(history.state, "", location.pathname + location.search);
  const told = document.querySelector("main [data-focus]") ?? document.querySelector("main .messages:has(> *)");
  if (!one) {
    if (!told?.matches("[data-focus]")) scrollTo({ top: scroll, behavior: "instant" });
    if (!told) return;
    const near = told.matches("[data-focus]") ? null : firstSeen();
    if (near) bring(told, near);
    seen(told); // what became of it, before all
    return;
  }
  const here = fragment?.querySelector(".message-here");
  if (here) { // said at the entry that was decided on, which has folded what it was decided with
    focusOn(here);
    seen(here);
    return;
  }
  unfold(one);
  if (told && !told.contains(one)) bring(told, one);
  focusOn(told?.matches("[data-focus]") ? told : one);
  if (one === fragment && one !== marked(mark)) one.scrollIntoView({ block: "center", behavior: "instant" });
  else scrollBy({ top: one.getBoundingClientRect().top - at, behavior: "instant" });
  seen(told ?? one);
}

function inUse() {
  const control = document.activeElement;
  const height = window.visualViewport?.height ?? innerHeight;
  if (height >= LITTLE || !control?.matches(`main :is(${TYPED})`)) return;
  const field = control.closest(".field") ?? control;
  seen(field.getBoundingClientRect().height <= height - 8 ? field : control);
}
document.addEventListener("focusin", () => requestAnimationFrame(inUse));
window.visualViewport?.addEventListener("resize", inUse);
