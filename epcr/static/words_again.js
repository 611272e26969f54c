// Words that come again from call to call (a unit, a hospital, who is on the crew): a tap writes them, with the choices that come with
// them. Nothing is written before that tap.
import { fieldsOf, put, showPut } from "./fields.js";

function over(form) {
  const { part, usual } = form.dataset;
  const fields = fieldsOf(form, part);

  function offer([name, offered]) {
    const field = fields.get(`${part}-${name}`);
    const [input] = field?.value ?? [];
    if (!input || !offered[0]?.sets) return; // a list shows its own (seek.js)
    const row = document.createElement("div");
    row.className = "words-again";
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", `Used before: ${input.labels[0].textContent}`);
    row.append(...offered.map(({ words, sets }) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-secondary btn-small" });
      button.append(Object.assign(document.createElement("bdi"), { textContent: words }));
      button.addEventListener("click", () => write(sets));
      return button;
    }));
    (input.closest(".seek") ?? input).after(row);
  }

  function write(sets) {
    const told = Object.entries(sets).map(([name, text]) => [fields.get(`${part}-${name}`), text]).filter(([field]) => field);
    for (const [field, text] of told) put(field, { value: [text] });
    showPut(told.map(([field]) => field));
  }

  for (const one of Object.entries(JSON.parse(usual))) offer(one);
}

for (const form of document.querySelectorAll("form[data-usual][data-part]")) over(form);
