// What comes with a name of the agency's lists once it is chosen or typed: the level and certificate of somebody, the vehicle of a unit,
// the code of a hospital. Nothing is written before that.
import { fieldOf, fieldsOf, put, saidIn, showPut } from "./fields.js";

function over(form) {
  const { part } = form.dataset;
  const known = JSON.parse(form.dataset.fromAgency);

  form.addEventListener("change", ({ target }) => {
    const fields = fieldsOf(form, part);
    const name = fieldOf(fields, target)?.anchor.slice(part.length + 1);
    const sets = known[name]?.[target.value];
    if (!sets) return;
    const told = Object.entries(sets)
      .filter(([other]) => other !== name)
      .map(([other, text]) => [fields.get(`${part}-${other}`), text])
      .filter(([field, text]) => field && saidIn(field).value.join() !== text);
    for (const [field, text] of told) put(field, { value: text ? [text] : [] });
    showPut(told.map(([field]) => field));
  });
}

for (const form of document.querySelectorAll("form[data-from-agency][data-part]")) over(form);
