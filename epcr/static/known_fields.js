// The fields of a section that its page only names. Before this file stands KNOWN: the HTML of each field as nothing stands in it, with
// marks in the place of the entry's id and of where the service lies (epcr/web/field_files.py). What stands in a field is written as
// the page would have it, into attributes: what people change later is told apart from it. It draws the form in which it stands, what it
// stands in where that is none, or, where it says of which section, all forms of that.
const script = document.currentScript;
const { of: section, root } = script.dataset;
const forms = section ? document.querySelectorAll(`[data-part="${section}"], [data-part^="${section}-"]`) : [script.closest("form") ?? script.parentElement];

const html = (name, entry) => KNOWN[name].replaceAll("-the-entry-", entry).replaceAll("/-the-root-", root);

function choose(field, codes) {
  const options = codes.map((code) => field.querySelector(`:is(option, input:not([name$="-not"]))[value="${CSS.escape(code)}"]`));
  for (const option of options) option.setAttribute(option.matches("option") ? "selected" : "checked", "");
  const words = field.querySelector(".many-words");
  if (words) words.textContent = options.map((option) => option.parentElement.textContent.trim()).join("; ");
}

function draw(place) {
  const template = document.createElement("template");
  const { known, text, chosen, date, list } = place.dataset;
  template.innerHTML = html(known, place.closest("form")?.elements.entry?.value ?? "");
  const field = template.content.firstElementChild;
  if (list) field.querySelector("input[type=text]").setAttribute("list", list);
  if (text) field.querySelector("input[type=text]").setAttribute("value", text);
  if (chosen) choose(field, chosen.split(" "));
  if (date) field.querySelector("output").textContent = date;
  const why = place.querySelector("details.why");
  if (why) field.querySelector("details.why").replaceWith(why);
  field.querySelector(".field-tail")?.append(...place.childNodes);
  place.replaceWith(template.content);
}

for (const form of forms) for (const place of form.querySelectorAll("[data-known]")) draw(place);
