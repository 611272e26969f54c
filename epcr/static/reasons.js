// "No value?" at a field: its list of reasons is made here, from the reasons that the page holds once. Tab goes from field to field and
// passes it by; Alt+0 opens it from within its field.
const reasons = [...document.querySelector("#reasons")?.content.querySelectorAll("option") ?? []];

/** A field's own name, as its label or its legend has it, and the name that its value is sent under. */
function named(field) {
  if (field.matches("fieldset")) return [field.querySelector("legend").textContent, field.id];
  const label = field.querySelector("label, .label");
  return [label.textContent, label.htmlFor ?? label.id.replace(/-label$/, "")];
}

function make(tag, className, words = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
}

for (const why of document.querySelectorAll("details[data-reasons]")) {
  const [label, name] = named(why.closest(".field"));
  const summary = why.querySelector("summary");
  const question = summary.textContent;
  summary.tabIndex = -1;
  summary.setAttribute("aria-keyshortcuts", "Alt+0");
  const list = make("select", "form-select");
  list.id = list.name = `${name}-why`;
  list.dataset.why = question;
  list.setAttribute("aria-label", `${label.trim()}: ${question.toLowerCase()}`);
  const none = make("option", "", "No reason");
  none.value = "";
  list.append(none, ...why.dataset.reasons.split(" ").map((place) => reasons[place].cloneNode(true)));
  summary.replaceChildren(make("span", "why-words", question), make("span", "visually-hidden", ` ${label.trim()}`));
  const sheet = make("div", "why-sheet");
  sheet.append(list);
  why.append(sheet);
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.code !== "Digit0") return;
  const why = event.target.closest?.(".field")?.querySelector("details.why");
  if (!why) return;
  event.preventDefault();
  why.open = true;
  why.querySelector("select").focus();
});
