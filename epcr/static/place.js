// Where one was stays where it was: after a form was sent and its page comes back, what was used last has the focus again, at the
// same height of the screen, and what is to be said stands right above it. The server's fragment says which entry is the new one;
// without this script it says the field too. What is typed into is seen whole, also in the little room that a keyboard leaves.
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

let used = null; // what had the focus last and is no button: a press of Save moves the focus, or on some phones does not
document.addEventListener("focusin", ({ target }) => { if (target.matches(`main :is(${TYPED}, summary)`)) used = target; });

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const control = [used, event.submitter].find((one) => one && form.contains(one)) ?? form;
  const seenAt = control.checkVisibility() ? control : form;
  const kept = {
    path: location.pathname, mark: markOf(control), at: seenAt.getBoundingClientRect().top, scroll: scrollY, when: Date.now(),
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
  const view = window.visualViewport ?? { offsetTop: 0, height: innerHeight };
  const bars = [...document.querySelectorAll(".bar, .thumb, .save-strip, .desk-bar")].filter((bar) => ["sticky", "fixed"].includes(getComputedStyle(bar).position));
  const frames = bars.map((bar) => bar.getBoundingClientRect()).filter((frame) => frame.height);
  const above = frames.filter((frame) => frame.top <= 0).map((frame) => frame.bottom);
  const below = frames.filter((frame) => frame.top > innerHeight / 2).map((frame) => frame.top);
  const top = Math.max(view.offsetTop, ...above) + 4;
  const bottom = Math.min(view.offsetTop + view.height, ...below) - 4;
  const frame = one.getBoundingClientRect();
  if (frame.top < top || frame.height > bottom - top) scrollBy({ top: frame.top - top, behavior: "instant" });
  else if (frame.bottom > bottom) scrollBy({ top: frame.bottom - bottom, behavior: "instant" });
}

/** Goes where one was when the form was sent whose answer this page is; nowhere on any other page. */
export function comeBack() {
  const kept = shelf()?.getItem(KEY);
  shelf()?.removeItem(KEY);
  if (!kept) return;
  const { path, mark, at, scroll, entry, when } = JSON.parse(kept);
  if (path !== location.pathname && !posted) return; // what was refused is answered at the address it was sent to
  if (Date.now() - when > FRESH) return;
  const fragment = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const one = (entry && fragment) || marked(mark) || fragment;
  const told = document.querySelector("main [data-focus]") ?? document.querySelector("main .messages:has(> *)");
  if (!one) {
    if (!told?.matches("[data-focus]")) scrollTo({ top: scroll, behavior: "instant" });
    return;
  }
  // The browser goes to the fragment once all is there, and takes the focus with it: what it names is not always where one was.
  if (location.hash && !entry) history.replaceState(history.state, "", location.pathname + location.search);
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
