// What stands beside the title of a group is true while one types: how many fields of a fold are filled, how many of the needed ones
// are missing. A note that something is missing goes as soon as it is entered or said why not; the next save says what still is.
const FILLED = "input:not([type=hidden])[name], select[name], textarea[name], [data-strokes]";

const entered = (field) => [...field.querySelectorAll(FILLED)]
  .some((one) => (one.matches("[type=radio], [type=checkbox]") ? one.checked && one.value : one.value.trim()));
const fieldsIn = (group) => [...group.querySelectorAll(".field")];

function count(words) {
  const group = words.closest(".group");
  if (words.dataset.counts === "missing") {
    const missing = group.querySelectorAll(".said-missing:not([hidden])").length;
    words.textContent = missing ? `${missing} missing` : "Nothing missing";
  }
  if (words.dataset.counts === "filled") {
    const fields = fieldsIn(group);
    const filled = fields.filter(entered).length;
    const all = fields.length === 1 ? "1 field" : `${fields.length} fields`;
    words.textContent = filled ? `${filled} of ${fields.length} filled` : all;
  }
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const field = target.closest?.("[data-sheet-form] .field");
    if (!field) return;
    for (const note of field.querySelectorAll(".said-missing")) note.hidden = entered(field);
    for (const words of field.closest(".group")?.querySelectorAll("[data-counts]") ?? []) count(words);
  });
}
