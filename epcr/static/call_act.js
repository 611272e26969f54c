// A medication or a procedure on the call screen: a tile or a search chooses it, the verdict stands there before it is saved, and one tap
// saves it. Nothing of what was done is chosen for anybody; who did the last one is offered, as the form of the section does.
import { isUnlisted, readActs, seekActs } from "./acts_list.js";
import { doseSaid, tapOn, unitAsked, whoAsked } from "./call_choices.js";
import { doseWords, dosesOf, goesBy, worse } from "./call_doses.js";
import { sayBelow } from "./call_vitals.js";
import { capture, onAnswer } from "./capture.js";
import { clockOf } from "./moments.js";
import { NumberBoxes } from "./number_boxes.js";
import { number } from "./queue.js";

const CALM = 120; // milliseconds between a tap and the question for a verdict; chosen here
const PATIENCE = 8000;
const MOST = 40; // found at once, chosen here
const MORE = 4; // pixels below the box that are no line of it
const LATER = "Will be judged when sent";
const WHEN = "Nothing can be said of scope now. Save it as it happened.";
const dialogs = [...document.querySelectorAll("[data-call-sheet][data-acts]")];
const saved = new Map(); // what was saved on this page, by anchor, with what it is called
const ofPatient = JSON.parse(document.querySelector("script[data-doses]")?.textContent ?? "{}"); // of this patient, where they are not an adult's
let list = { acts: [], route: new Map(), dose_unit: new Map(), doses: {} };
let performer = dialogs[0]?.dataset.performer ?? "";

function button(looks, words, data) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: looks, textContent: words });
  Object.assign(made.dataset, data);
  return made;
}

/** Of a long row of choices a keyboard stops at one, and goes to the others by its arrows: Save would be sixty stops away. */
function stopAt(choice) {
  for (const other of choice?.parentElement.children ?? []) other.tabIndex = other === choice ? 0 : -1;
}

function goAlong(event) {
  const row = event.target.closest("[data-choices]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!row || !step) return;
  event.preventDefault();
  const choices = [...row.children];
  choices[(choices.indexOf(event.target) + step + choices.length) % choices.length].focus();
}

function overSheet(dialog) {
  const kind = dialog.dataset.callSheet;
  const usual = dialog.dataset.usual.split(" ").filter(Boolean);
  const { zone } = dialog.closest("[data-zone]").dataset;
  const token = dialog.closest(".call").querySelector("input[name=csrf_token]").value;
  const all = (selector) => [...dialog.querySelectorAll(selector)];
  const at = (selector) => dialog.querySelector(selector);
  const chosen = new Map();
  let usualDoses = []; // of what is chosen, for this patient: offered, and never chosen for anybody
  let act = null; // { id, kind, label, name }: `name` of one that is not in the list
  let entry = "";
  let saves = true;
  let later = true; // nothing was judged of what stands here now
  let asksDose = false; // what was judged of it asks about the dose
  let wait = 0;
  let asked = null;
  const boxes = new NumberBoxes(dialog, () => { at("[data-wrong]").hidden = true; });

  const anchor = (name) => `interventions-${entry}-${name}`;

  /** What was said, by field. */
  function said() {
    return new Map([
      ["item", act.id], ...(act.name ? [["other_name", act.name]] : []), ["performer", chosen.get("performer")], ["authorization", chosen.get("authorization")], ["performed_at", boxes.text("performed_at")],
      ["route", chosen.get("route")], ["dose", boxes.text("dose")], ["dose_unit", boxes.text("dose") && chosen.get("dose_unit")],
      ["attempts", chosen.get("outcome")?.split(" ")[0]], ["successful", chosen.get("outcome")?.split(" ")[1]],
    ].filter(([, text]) => text));
  }

  /** The focus goes on to what has come, or it would be nowhere, and the digits of a keyboard with it. */
  function show(step) {
    for (const one of all("[data-step]")) one.hidden = one.dataset.step !== step;
    (step === "say" ? at("[data-named]") : at("h2")).focus({ preventScroll: true });
  }

  function seek() {
    const words = at("[data-seek]").value;
    const tiles = words.trim() ? [] : all(".act-tiles [data-item]").map(({ dataset }) => dataset.item);
    const found = seekActs(list.acts, words, { kind, usual }).filter(({ id }) => !tiles.includes(id)).slice(0, MOST).map((one) => button("act-line", one.label, { item: one.id }));
    const own = isUnlisted(list.acts, words) ? ["medication", "procedure"].map((what) => button("act-line", `Add “${words.trim()}” as another ${what}`, { item: `other_${what}`, name: words.trim() })) : [];
    at("[data-found]").replaceChildren(...[...found, ...own].map((one) => {
      const line = document.createElement("li");
      line.append(one);
      return line;
    }));
    at("[data-found]").scrollTop = 0;
  }

  function begin() {
    if (entry) return;
    entry = number();
    act = null;
    chosen.clear();
    boxes.begin("dose");
    const clock = clockOf(zone);
    boxes.put("performed_at", clock ? { value: clock } : null); // where the clock of the call has stopped, it is keyed
    at("[data-seek]").value = "";
    seek();
    show("choose");
  }

  /** The usual ones of the catalog first, then all others. */
  function offer(name, first) {
    const codes = [...new Set([...first, ...list[name].keys()])];
    const row = at(`[data-choices=${name}]`);
    row.replaceChildren(...codes.map((code, place) => button(place < first.length ? "key-chip" : "key-chip key-chip-rest", list[name].get(code), { choice: name, code })));
    row.scrollLeft = 0;
    stopAt(row.firstElementChild);
  }

  function choose({ dataset, textContent }) {
    const listed = list.acts.find(({ id }) => id === dataset.item);
    const whose = listed?.kind ?? (dataset.item === "other_procedure" ? "procedure" : dataset.item === "other_medication" ? "medication" : kind);
    act = { id: dataset.item, kind: whose, label: dataset.name ?? listed?.label ?? dataset.label ?? textContent.trim(), name: dataset.name ?? "" };
    chosen.clear();
    if (performer) chosen.set("performer", performer);
    boxes.put("dose", null);
    offer("route", listed?.routes ?? []);
    offer("dose_unit", listed?.units ?? []);
    usualDoses = dosesOf({ ...list.doses, ...ofPatient }, act.id);
    const chips = usualDoses.map((dose, place) => button("key-chip", doseWords(dose, list), { usual: place }));
    at("[data-usual-doses]").replaceChildren(...chips);
    at("[data-usual-doses]").scrollLeft = 0;
    at(".act-usual").toggleAttribute("data-none", !usualDoses.length);
    if (listed?.units.length === 1) chosen.set("dose_unit", listed.units[0]); // it is what the box counts in, and says nothing without a dose
    if (dataset.dose) { // the tile says it: this dose, by this route
      chosen.set("dose_unit", dataset.doseUnit).set("route", dataset.route);
      boxes.put("dose", { value: dataset.dose });
    }
    for (const one of all("[data-of]")) one.hidden = one.dataset.of !== whose;
    at("[data-named]").textContent = act.label;
    boxes.turnTo(whose === "medication" ? "dose" : "performed_at");
    judged({ words: "…", reason: "" });
    show("say");
    drawChosen();
  }

  function drawChosen() {
    for (const one of all("[data-choice]")) one.setAttribute("aria-pressed", String(chosen.get(one.dataset.choice) === one.dataset.code));
    for (const one of all("[data-usual]")) one.hidden = !goesBy(usualDoses[one.dataset.usual], chosen.get("route"));
    look();
  }

  function lines(shape, words, sentences) {
    const line = document.createElement("b");
    if (shape) {
      const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      icon.setAttribute("class", "icon");
      icon.setAttribute("aria-hidden", "true");
      const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      use.setAttribute("href", `${dialog.dataset.icons}#${shape}`);
      icon.append(use);
      line.append(icon);
    }
    line.append(words);
    const why = document.createElement("p");
    why.textContent = sentences.filter(Boolean).join(" ");
    return [line, why];
  }

  /** Says that more stands below than the box shows, as long as it does. */
  function tellMore() {
    const { scrollHeight, clientHeight, scrollTop } = at("[data-judged]");
    at("[data-more]").hidden = scrollHeight - clientHeight - scrollTop < MORE;
  }

  function judged({ tone = "plain", shape = "", words, reason = "", nearest = "", saves: allowed = true, dose = null }) {
    const place = at("[data-judged]");
    delete place.dataset.stale;
    place.className = `act-verdict act-verdict-${worse(tone, dose?.tone)}`;
    const who = act && at("[data-choice=performer]") ? whoAsked(chosen, act.kind) : "";
    const ofScope = lines(shape, words, [who, reason, nearest && `What would make it permitted: ${nearest}`, allowed ? "" : "This class does not save it like this."]);
    const ofDose = dose ? lines(dose.shape, dose.title, [dose.words, dose.source && `(${dose.source})`]) : [];
    // A dose that is asked about stands before what is in scope, and behind what is not.
    place.replaceChildren(...(tone === "stop" || dose?.tone !== "attention" ? [...ofScope, ...ofDose] : [...ofDose, ...ofScope]));
    place.scrollTop = 0;
    tellMore();
    saves = allowed;
    asksDose = dose?.tone === "attention";
    at("[data-save]").toggleAttribute("data-held", !allowed);
  }

  function look() {
    if (!act) return;
    at("[data-judged]").dataset.stale = "";
    later = true;
    clearTimeout(wait);
    wait = setTimeout(ask, CALM);
  }

  async function ask() {
    asked?.abort();
    const own = asked = new AbortController();
    const late = setTimeout(() => own.abort(), PATIENCE);
    const fields = new URLSearchParams({ entry });
    for (const [name, text] of said()) fields.set(anchor(name), text);
    try {
      const answer = await fetch(dialog.dataset.verdict, { method: "POST", body: fields, redirect: "error", signal: own.signal, headers: { "X-CSRFToken": token } });
      if (asked !== own) return;
      judged(answer.status === 200 ? await answer.json() : { words: LATER, reason: WHEN });
      later = answer.status !== 200;
    } catch {
      if (asked === own) judged({ words: LATER, reason: WHEN });
    } finally {
      clearTimeout(late);
    }
  }

  function leave() {
    entry = ""; // nothing of it was said yet
    clearTimeout(wait);
    asked?.abort();
    asked = null;
    dialog.close();
  }

  function refuse(words) {
    at("[data-wrong]").textContent = words;
    at("[data-wrong]").hidden = false;
  }

  function save() {
    if (!dialog.open || !entry || !act) return;
    const wrong = boxes.wrong ?? (boxes.text("performed_at") ? null : at("[data-clock]"));
    if (wrong) { boxes.turnTo(wrong.dataset.box); refuse(`${wrong.dataset.label} is not whole yet.`); return; }
    if (!saves) { refuse("Not saved: this class saves an intervention only when it is within scope."); return; }
    const facts = said();
    const unit = unitAsked(facts, list);
    if (unit) { refuse(unit); return; }
    const clock = facts.get("performed_at");
    const words = [clock, doseSaid(facts, list), list.route.get(facts.get("route")) ?? "", later ? LATER.toLowerCase() : asksDose ? "check the dose" : ""].filter(Boolean).join(" · ");
    saved.set(`interventions-${entry}`, `${act.label} ${clock}`);
    performer = facts.get("performer") ?? performer;
    capture([...facts].map(([name, text], place) => ({ anchor: anchor(name), value: [text], ...(place ? { label: `${act.label} ${clock}` } : { label: act.label, words }) })));
    leave();
  }

  dialog.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed) return;
    const { dataset } = pressed;
    if ("leave" in dataset) leave();
    else if ("save" in dataset) save();
    else if ("item" in dataset) choose(pressed);
    else if ("another" in dataset) { act = null; show("choose"); }
    else if ("usual" in dataset) {
      const { number: amount, unit, routes } = usualDoses[dataset.usual];
      chosen.set("dose_unit", unit);
      if (routes.length === 1) chosen.set("route", routes[0]);
      boxes.put("dose", { value: amount });
      drawChosen();
    } else if ("choice" in dataset) {
      tapOn(chosen, dataset.choice, dataset.code);
      at("[data-wrong]").hidden = true;
      drawChosen();
    } else if ("key" in dataset) look();
  });
  dialog.addEventListener("keyup", ({ target }) => { if (!target.matches("input")) look(); });
  dialog.addEventListener("keydown", goAlong);
  dialog.addEventListener("focusin", ({ target }) => { if (target.matches("[data-choices] > *")) stopAt(target); });
  at("[data-judged]").addEventListener("scroll", tellMore);
  at("[data-seek]").addEventListener("input", seek);
  dialog.addEventListener("close", () => { if (entry) leave(); });
  dialog.addEventListener("sheet-open", begin);
  return () => { if (dialog.open && !act) seek(); };
}

if (dialogs.length) {
  const arrived = dialogs.map(overSheet);
  fetch(dialogs[0].dataset.acts).then((answer) => answer.json()).then((told) => {
    list = readActs(told);
    for (const act of arrived) act();
  }, () => {}); // a tile works without it
  onAnswer(({ results }, sent) => {
    const refused = results.filter(({ op, words }) => words && sent.some((change) => change.op === op));
    const of = (anchor) => [...saved.keys()].find((whole) => anchor.startsWith(whole));
    sayBelow([...new Set(refused.filter(({ anchor }) => of(anchor)).map(({ anchor, words }) => `${saved.get(of(anchor))}: ${words}`))]);
  });
}
