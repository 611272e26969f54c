// Finding a term by typing: a combobox (ARIA 1.2, list autocomplete) in place of a long select, of an input with a datalist, and
// as the entry of a list of words (one a line). The native control keeps its name and carries the value.
import { betweenBars } from "./between_bars.js";
import { isSeveral, meant, plain, ranked } from "./ranking.js";
import { fileAt, otherWords } from "./word_files.js";

const most = 60;
// Pixels, chosen here: between control and list, how tall it is at most, with how much it stays below, and three lines of it.
const [GAP, TALLEST, ENOUGH, LEAST] = [8, 320, 220, 132];
let count = 0;
// What is known of each term of a select, by its code: { by: { code: [tone, shape, word] }, icons: address }.
export const marks = new WeakMap();
/** The mark of a term: a shape and a word, which are read out with its name. */
function markOf(term, { by, icons }) {
  const [tone, shape, word] = by[term.code];
  const mark = document.createElement("span");
  mark.className = `scope-mark scope-${tone}`;
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#${shape}`);
  icon.append(use);
  mark.append(icon, word);
  return mark;
}

/** Makes `input` a combobox over `terms()`; `choose(term)` is called with a term or, where `free`, with typed words.
 *  `beyond(words)` gives what the words may be where they are not in the list; it stands at the end. */
function combobox(input, { terms, choose, free, usual = [], before, known = () => ({ by: {} }), every = false, beyond = () => [] }) {
  const box = document.createElement("div");
  box.className = "seek";
  input.before(box);
  box.append(input);
  const list = document.createElement("ul");
  list.className = "seek-list";
  list.id = `seek-${count += 1}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  box.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";
  input.autocapitalize = "none"; // as epcr/web/keyboards.py has it for the words of a list
  input.setAttribute("autocorrect", "off");
  input.spellcheck = false;
  if (!input.matches(".token-entry")) input.classList.replace("form-control", "form-select");
  let shown = []; // what stands in the list, a term each
  let found = []; // the terms with how well they fit
  let asked = ""; // words that can be several terms, and were asked about
  let at = -1;
  let typed = ""; // what the open list answers

  const options = () => [...list.querySelectorAll("[role=option][id]")];
  const close = () => {
    list.hidden = true;
    asked = "";
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    at = index;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = options()[at];
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (words) => {
    typed = words;
    const wanted = plain(words.trim());
    if (asked !== wanted) asked = "";
    found = ranked(terms(), wanted, { usual, before });
    shown = found.slice(0, every ? undefined : most).map(({ term }) => term);
    if (wanted) shown.push(...beyond(words.trim()));
    if (wanted && free && isSeveral(found)) shown.push({ label: `Keep “${words.trim()}” as typed`, words: [], group: "", typed: words.trim() });
    list.replaceChildren(...shown.map((term, place) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.id = `${list.id}-${place}`;
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = term.label;
      option.append(name);
      const other = wanted && !plain(term.label).includes(wanted) && term.words.find((word) => plain(word).includes(wanted));
      const note = other || term.group;
      if (note) { const also = document.createElement("bdi"); also.className = "also"; also.textContent = note; option.append(also); }
      if (known().by[term.code]) option.append(" ", markOf(term, known()));
      return option;
    }));
    if (!shown.length && wanted && !free) list.append(line("Nothing in the list fits; try another word"));
    if (wanted && (asked || isSeveral(found))) list.prepend(line(`“${words.trim()}” can be several: which one?`));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    fitIn();
  };
  // Above the control where there is more room, and no higher than it: no bar and no keyboard lies over the list.
  const fitIn = () => {
    const { top, bottom } = betweenBars();
    const frame = input.getBoundingClientRect();
    const over = frame.top - top - GAP;
    const under = bottom - frame.bottom - GAP;
    list.style.maxHeight = "";
    const up = under < Math.min(list.offsetHeight, ENOUGH) && over > under;
    list.classList.toggle("seek-up", up);
    list.style.maxHeight = `${Math.min(TALLEST, Math.max(up ? over : under, LEAST))}px`;
  };
  const line = (words) => {
    const said = document.createElement("li");
    said.className = "none";
    said.setAttribute("role", "option");
    said.setAttribute("aria-disabled", "true");
    said.textContent = words;
    return said;
  };
  const take = (term) => { choose(free && term.typed ? { label: term.typed } : term); close(); };
  /** Enter takes what was meant and nothing that would be a guess: then it asks. */
  const enter = () => {
    const words = input.value.trim();
    if (list.hidden || typed.trim() !== words) open(input.value);
    if (free && (asked || !isSeveral(found))) { take({ label: words }); return; }
    const only = free ? null : meant(found);
    if (only) take(only);
    else if (found.length) { asked = plain(words); open(input.value); }
  };

  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => { if (list.hidden) open(free ? input.value : ""); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open(free ? input.value : "");
      if (shown.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % shown.length);
    } else if (event.key === "Enter") {
      if (list.hidden && !input.value.trim()) return;
      event.preventDefault();
      if (at >= 0 && !list.hidden) take(shown[at]);
      else if (free || input.value.trim()) enter();
    } else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const place = options().indexOf(event.target.closest("[role=option]"));
    if (place >= 0) take(shown[place]);
  });
  input.addEventListener("blur", close);
  window.visualViewport?.addEventListener("resize", () => { if (!list.hidden) fitIn(); }); // the keyboard comes
  const again = () => {
    if (list.hidden) return;
    const place = at;
    open(typed);
    if (place >= 0) mark(place);
  };
  /** Asks which of several is meant, in the open list. */
  const ask = () => { asked = plain(input.value.trim()); open(input.value); };
  return { close, again, ask };
}

/** What this class and scenario use in a field, by code, the most usual first. */
function usualOf(control) {
  const whole = control.form?.dataset.usual;
  return whole ? JSON.parse(whole)[control.name.split("-").at(-1)] ?? [] : [];
}

const told = (control) => { for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true })); };

function overSelect(select) {
  const terms = [...select.options].filter((option) => option.value).map((option) => ({
    label: option.text.trim(), code: option.value, words: (option.dataset.words ?? "").split("|").filter(Boolean),
    group: option.parentElement.label ?? "",
  }));
  // "+ Medication" and "+ Procedure" lead to the same form; what was asked for comes first.
  const kind = new URLSearchParams(location.search).get("kind");
  const before = (term) => (kind && term.group.toLowerCase().startsWith(kind) ? 0 : 1);
  const input = document.createElement("input");
  input.type = "text";
  input.className = "form-control";
  input.id = select.id;
  select.id = `${select.id}-list`;
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  const current = () => terms.find((term) => term.code === select.value);
  input.value = current()?.label ?? "";
  select.before(input);
  select.hidden = true;
  // The name of what is not in the list is typed in a field of its own, which shows where it is asked for.
  const named = document.getElementById(select.dataset.named ?? "");
  const others = (select.dataset.others ?? "").split(" ");
  const show = () => { if (named) named.closest(".field").hidden = !others.includes(select.value) && !named.value && !named.hasAttribute("aria-invalid"); };
  const call = (words) => { named.value = words; told(named); };
  const beyond = (words) => (named && words.length >= 3 && !terms.some((term) => plain(term.label) === plain(words) || term.words.some((word) => plain(word) === plain(words)))
    ? [[others[0], "medication"], [others[1], "procedure"]].map(([code, what]) => ({ label: `Add “${words}” as another ${what}`, code, words: [], group: "not in the list", typed: words }))
    : []);
  const choose = (term) => {
    if (named && (term.typed || (term.code && !others.includes(term.code) && named.value))) call(term.typed ?? "");
    select.value = term.code ?? "";
    input.value = current()?.label ?? "";
    forget();
    told(select);
  };
  const note = Object.assign(document.createElement("p"), { className: "said", hidden: true });
  note.setAttribute("role", "status");
  /** Words that name nothing of the list, or several things of it: they are not lost in silence. */
  const leave = (words, several) => {
    const why = several ? `“${words}” can be several: choose one from the list.` : `“${words}” is not in the list: choose from it.`;
    note.textContent = `${why}${select.value ? ` ${current()?.label} stands.` : ""}`;
    note.hidden = false;
    input.value = current()?.label ?? words;
  };
  const forget = () => { note.hidden = true; };
  const settle = () => {
    const typed = plain(input.value.trim());
    const all = typed ? ranked(terms, typed) : [];
    const found = typed && meant(all);
    if (found || !typed) forget();
    if (found) { if (found.code !== select.value) choose(found); else input.value = found.label; }
    else if (!typed) { if (select.value) choose({}); }
    else if (named) { call(input.value.trim()); choose({}); } // kept as a name: what it is, is asked when it is saved
    else if (plain(current()?.label ?? "") !== typed) leave(input.value.trim(), all.length > 0);
  };
  const { again, ask } = combobox(input, { terms: () => terms, choose, free: false, usual: usualOf(select), before, every: select.hasAttribute("data-kinds"), known: () => marks.get(select) ?? { by: {} }, beyond });
  otherWords(select, (words) => { for (const term of terms) term.words = words[term.code] ?? []; again(); });
  select.addEventListener("marked", again);
  select.addEventListener("change", () => { input.value = current()?.label ?? ""; show(); }); // also where a script chose
  named?.addEventListener("input", show);
  show();
  input.parentElement.append(note);
  input.addEventListener("input", forget);
  input.addEventListener("change", settle);
  input.addEventListener("blur", settle);
  select.form?.addEventListener("submit", (event) => {
    settle();
    if (select.form.method !== "get" || note.hidden || select.value) return;
    event.preventDefault(); // the page that it leads to would not know the words
    input.focus();
    ask();
  }, true);
}

function termsOf(id) {
  return [...(document.getElementById(id)?.options ?? [])].map((option) => ({
    label: option.value, code: option.value, words: (option.dataset.words ?? "").split("|").filter(Boolean), group: option.getAttribute("label") ?? "",
  }));
}

/** The terms to suggest while one types, from the page or from a file. Without the file nothing is suggested, and what is typed stands. */
function suggested(control, id, arrived) {
  let terms = control.dataset.wordsFrom ? [] : termsOf(id);
  if (control.dataset.wordsFrom) fileAt(control.dataset.wordsFrom).then((lines) => {
    terms = lines.map(([label, ...words]) => ({ label, code: label, words, group: "" }));
    arrived();
  }, () => {});
  return () => terms;
}

/** Opens the list of a control that was typed into before its words were there. */
const whileTyping = (control) => () => { if (document.activeElement === control && control.value) control.dispatchEvent(new Event("input")); };

function overInput(input) {
  const terms = suggested(input, input.getAttribute("list"), whileTyping(input));
  input.removeAttribute("list");
  combobox(input, { terms, free: true, usual: usualOf(input), choose: (term) => { input.value = term.label; told(input); } });
}

function overLines(area) {
  const list = document.createElement("ul");
  list.className = "tokens";
  const entry = document.createElement("input");
  entry.type = "text";
  entry.className = "form-control token-entry";
  entry.id = area.id;
  area.id = `${area.id}-lines`;
  for (const name of ["aria-describedby", "aria-invalid"]) if (area.hasAttribute(name)) entry.setAttribute(name, area.getAttribute(name));
  area.hidden = true;
  area.before(list, entry);
  const label = document.querySelector(`label[for="${CSS.escape(entry.id)}"]`)?.textContent.trim() ?? "list";
  list.setAttribute("aria-label", `${label}, chosen`);
  let words = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const write = () => {
    area.value = words.join("\n");
    list.replaceChildren(...words.map((word) => {
      const token = document.createElement("li");
      token.className = "token";
      token.append(Object.assign(document.createElement("bdi"), { textContent: word }));
      const remove = document.createElement("button");
      remove.type = "button";
      remove.setAttribute("aria-label", `Remove ${word}`);
      remove.textContent = "×";
      remove.addEventListener("click", () => { words = words.filter((one) => one !== word); write(); told(area); entry.focus(); });
      token.append(remove);
      return token;
    }));
  };
  const add = (text) => {
    const more = text.split(/[\n;]/).map((line) => line.trim()).filter(Boolean);
    entry.value = "";
    if (!more.length) return;
    words = [...new Set([...words, ...more])];
    write();
    told(area);
  };
  const terms = suggested(area, area.dataset.tokens, whileTyping(entry));
  const { close } = combobox(entry, { terms: () => terms().filter((term) => !words.includes(term.label)), free: true, usual: usualOf(area), choose: (term) => add(term.label) });
  entry.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.includes("\n")) { event.preventDefault(); add(`${entry.value}${pasted}`); close(); }
  });
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !entry.value && words.length) { words.pop(); write(); told(area); }
  });
  area.addEventListener("change", () => { words = area.value.split("\n").map((line) => line.trim()).filter(Boolean); write(); }); // also where a script wrote
  entry.addEventListener("blur", () => add(entry.value));
  area.form?.addEventListener("submit", () => add(entry.value), true);
  write();
}

document.querySelectorAll("select[data-search]").forEach(overSelect);
document.querySelectorAll("input[list], input[data-words-from]").forEach(overInput);
document.querySelectorAll("textarea[data-tokens]").forEach(overLines);
