// A chosen button is taken back with Clear beside it, or with Backspace; long lists can be filtered; groups show when their answer is there.
// Tapping the chosen button again leaves it: a performer that is remembered from the last act would be lost by confirming it.
import { otherWords } from "./word_files.js";

for (const row of document.querySelectorAll("[data-segments]")) {
  row.addEventListener("keydown", (event) => {
    const clear = row.querySelector('input[value=""]');
    if ((event.key !== "Backspace" && event.key !== "Delete") || !clear) return;
    clear.checked = true;
    clear.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  });
}

// One thing is chosen or said in other words: what is done last counts, and the server refuses both at once.
for (const own of document.querySelectorAll("[data-own-words]")) {
  const field = own.closest(".field");
  const control = field.querySelector("select") ?? field.querySelector('input[type=radio][value=""]');
  if (!control || field.querySelector("input[type=checkbox]")) continue;
  own.addEventListener("input", () => {
    if (!own.value.trim()) return;
    if (control.matches("select")) control.value = ""; else control.checked = true;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("change", ({ target }) => {
    if (target !== own && target.matches("select:not([name$='-why']), [type=radio]") && target.value) own.value = "";
  });
}

for (const many of document.querySelectorAll("details[data-many]")) {
  const chips = [...many.querySelectorAll(".chip")];
  const legend = many.querySelector("summary .visually-hidden").textContent.trim();
  let others = {};
  otherWords(many, (words) => { others = words; });
  const filter = document.createElement("input");
  filter.type = "search";
  filter.className = "form-control filter";
  filter.setAttribute("aria-label", `Search ${legend}`);
  filter.autocomplete = "off";
  filter.autocapitalize = "none";
  filter.setAttribute("autocorrect", "off");
  filter.spellcheck = false;
  many.querySelector("summary").after(filter);
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const chip of chips) {
      const box = chip.querySelector("input");
      const words = [chip.textContent, ...others[box.value] ?? []].join("|").toLowerCase();
      chip.hidden = !box.checked && !words.includes(wanted);
    }
  });
  filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  many.addEventListener("change", () => {
    const chosen = chips.filter((chip) => chip.querySelector("input").checked).map((chip) => chip.textContent.trim());
    const shown = chosen.flatMap((one, place) => [place ? "; " : "", Object.assign(document.createElement("bdi"), { textContent: one })]);
    many.querySelector(".many-words").replaceChildren(...(shown.length ? shown : ["Choose"]));
  });
}

// data-when names a control, data-when-values the answers that make the group worth asking; `kind` is that of the intervention.
const groups = [...document.querySelectorAll("[data-when]")];
function kindOf(form) {
  const option = form.querySelector("select[data-kinds]")?.selectedOptions[0];
  return option?.parentElement.label?.toLowerCase().replace(/s$/, "") ?? "";
}
function ask(form) {
  for (const group of groups) {
    const name = group.dataset.when;
    const answers = name === "kind" ? [kindOf(form)] : new FormData(form).getAll(name);
    const wanted = group.dataset.whenValues.split(" ");
    group.classList.toggle("unasked", !answers.some((answer) => wanted.includes(answer)) && !written(group));
  }
}
const written = (group) => [...group.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .some((control) => (control.type === "radio" || control.type === "checkbox" ? control.checked && control.value : control.value.trim()));
if (groups.length) {
  const form = groups[0].closest("form");
  form.addEventListener("change", () => ask(form));
  ask(form);
}

// The findings of a body region belong to it, so choosing another region opens that one.
document.querySelector("select[data-opens]")?.addEventListener("change", (event) => {
  const address = new URL(location.href);
  address.search = "";
  address.searchParams.set("region", event.target.value);
  address.hash = "entry";
  location.assign(address);
});

// The draft of a handoff as a start for one's own words. What is not documented yet stays in the draft: taken along, it would
// stand there after it was documented.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take-draft]");
  if (!button) return;
  const own = document.getElementById(button.dataset.takeDraft);
  const lines = [...document.querySelectorAll(`[data-draft="${button.dataset.takeDraft}"] li:not(.statement-missing)`)].map((line) => line.textContent.trim().replace(/\s+/g, " "));
  own.value = [own.value.trim(), lines.join("\n")].filter(Boolean).join("\n");
  own.dispatchEvent(new Event("input", { bubbles: true }));
  own.focus();
});

// The latest vital signs are what one looks for.
for (const strip of document.querySelectorAll("[data-latest]")) strip.scrollLeft = strip.scrollWidth;

// The sum of the coma scale, once its three parts are there.
const sum = document.querySelector("[data-coma-sum]");
if (sum) {
  const parts = [...document.querySelectorAll("[data-coma]")];
  const qualifiers = [...document.querySelectorAll('input[type=checkbox][name$="-gcs_qualifier"]')];
  const lead = sum.textContent.replace("—", ""); // what stands there while there is no total
  // As epcr/sheet/coma.py has it: with a tube the verbal part counts 1 and is no answer.
  const add = () => {
    const chosen = qualifiers.filter((one) => one.checked && one.value !== sum.dataset.none);
    const tube = chosen.some((one) => one.value === sum.dataset.tube);
    const values = parts.map((part) => (tube && part.id.endsWith("-gcs_verbal") ? 1 : Number(part.value)));
    const total = values.every(Boolean) ? `${values.reduce((one, other) => one + other)}${tube ? "T" : ""}` : "—";
    const named = [...chosen].sort((one, other) => (other.value === sum.dataset.tube) - (one.value === sum.dataset.tube));
    const stood = named.map((one) => one.labels[0].textContent.trim().toLowerCase().replace("chemically ", ""));
    const words = [`${lead}${total}`, ...stood].join(", ");
    if (sum.textContent !== words) sum.textContent = words;
  };
  for (const part of [...parts, ...qualifiers]) part.addEventListener("change", add);
  add();
}
