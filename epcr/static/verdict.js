// Says, while an intervention is chosen, whether it is in the performer's scope: beside the form, and at each item of the list.
// It only asks, and typing never waits. Without an answer it says when the act will be judged, and nothing of scope.
import { marks } from "./seek.js";

const FACTS = ["item", "item-why", "other_name", "performer", "performed_at", "route", "supply", "formulation", "mode", "indication",
  "authorization", "authorized_by", "ordered_at", "order_read_back", "dose", "dose_unit", "before_arrival", "other_unit"];
const CALM = 250; // milliseconds without a change before it is asked
const PATIENCE = 8000;
const LATER = "<p class=\"verdict-later\"><b>Will be judged when sent.</b> Nothing can be said of scope now. Save it as it happened.</p>";

/** Opens what a control is folded in and puts the focus there. */
function goTo(id) {
  const target = document.getElementById(id);
  if (!target) return;
  for (let up = target.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
  target.closest(".unasked")?.classList.remove("unasked");
  const controls = [target, ...target.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((one) => one.matches("input, select, textarea") && !one.closest("details.why"));
  (controls.find((one) => one.checked && one.value) ?? controls[0] ?? target).focus();
  target.scrollIntoView({ block: "center" });
}

function overForm(form) {
  const here = form.querySelector("[data-verdict-here]");
  const { prefix } = form.dataset;
  const select = form.querySelector(`select[name="${prefix}item"]`);
  const facts = () => { const now = new FormData(form); return JSON.stringify(FACTS.map((name) => now.getAll(prefix + name))); };
  let judged = facts();
  let wait = 0;
  let asked = null;

  const say = (words) => {
    delete here.dataset.stale;
    if (here.innerHTML === words) return; // said already, and not to be read out twice
    const open = here.querySelector("details")?.open;
    here.innerHTML = words;
    if (open && here.querySelector("details")) here.querySelector("details").open = true;
  };
  const ask = async () => {
    asked?.abort();
    const own = asked = new AbortController();
    const about = facts();
    const late = setTimeout(() => own.abort(), PATIENCE);
    try {
      const answer = await fetch(form.dataset.verdict, {
        method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", signal: own.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const words = await answer.text();
      if (about === facts()) { judged = about; say(words.trim()); }
    } catch {
      if (asked === own) say(LATER); // no network, no answer in time, or a server that judges nothing now
    } finally {
      clearTimeout(late);
    }
  };
  const look = () => {
    clearTimeout(wait);
    if (facts() === judged) { asked?.abort(); delete here.dataset.stale; return; }
    here.dataset.stale = "";
    if (!select.value) { asked?.abort(); judged = facts(); say(""); return; }
    wait = setTimeout(ask, CALM);
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);

  here.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask][href^='#']");
    if (link) { event.preventDefault(); goTo(link.hash.slice(1)); }
    const item = event.target.closest("[data-item]")?.dataset.item;
    if (!item) return;
    select.value = item;
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
    goTo(`${prefix}item`);
  });

  const known = new Map();
  const performer = () => new FormData(form).get(`${prefix}performer`) ?? "";
  const place = (found) => { marks.set(select, { ...found, icons: form.dataset.icons }); select.dispatchEvent(new Event("marked")); };
  const markFor = async () => {
    const who = performer();
    if (known.has(who) || !who) { place({ by: known.get(who) ?? {} }); return; }
    place({ by: {} });
    try {
      const answer = await fetch(`${form.dataset.marks}?performer=${encodeURIComponent(who)}`, { redirect: "error" });
      if (!answer.ok) return;
      known.set(who, await answer.json());
      if (performer() === who) place({ by: known.get(who) });
    } catch { /* the list is as good without marks */ }
  };
  let marked = performer();
  form.addEventListener("change", () => { if (performer() !== marked) { marked = performer(); markFor(); } });
  markFor();
  // What came back with an error, or was typed before this script ran, is judged at once.
  if (form.hasAttribute("data-unsaved") && !document.querySelector("[data-refused]")) ask();
}

document.querySelectorAll("form[data-verdict]").forEach(overForm);
