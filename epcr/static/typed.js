// What stands in the controls of a form, by name, as lists of texts, and writing it back. A password or a file is never read.
const passedOver = "button, [type=submit], [type=password], [type=file], [data-opens]";
const writtenByHand = "[data-strokes], [data-filled]"; // hidden controls that a person's act fills

/** The controls of the form that a person fills in, by name. */
export function controlsOf(form) {
  const found = new Map();
  for (const one of form.elements) {
    if (!one.name || one.matches(passedOver) || (one.type === "hidden" && !one.matches(writtenByHand))) continue;
    if (!one.matches("input, select, textarea")) continue;
    found.set(one.name, [...(found.get(one.name) ?? []), one]);
  }
  return found;
}

const ticked = (one) => one.type === "radio" || one.type === "checkbox";
const said = (texts) => texts.map((text) => text.trim()).filter(Boolean);

/** What stands in the controls of one name now. */
export function valuesOf(controls) {
  return said(controls.flatMap((one) => {
    if (ticked(one)) return one.checked ? [one.value] : [];
    return one.matches("select") ? [...one.selectedOptions].map((option) => option.value) : [one.value];
  }));
}

/** What the page was drawn with, whatever the browser put back since. To be asked before anything is written. */
export function drawnIn(controls) {
  return said(controls.flatMap((one) => {
    if (ticked(one)) return one.defaultChecked ? [one.value] : [];
    if (!one.matches("select")) return [one.type === "hidden" ? one.value : one.defaultValue];
    const chosen = [...one.options].filter((option) => option.defaultSelected);
    return (chosen.length || one.multiple ? chosen : [...one.options].slice(0, 1)).map((option) => option.value);
  }));
}

/** Writes the values into the controls of one name. */
export function write(controls, values) {
  const rest = [...values];
  for (const one of controls) {
    if (ticked(one)) one.checked = values.includes(one.value);
    else if (one.matches("select[multiple]")) for (const option of one.options) option.selected = values.includes(option.value);
    else one.value = rest.shift() ?? "";
  }
}

/** Values of these controls as a person reads them. */
export function inWords(controls, values) {
  const [first] = controls;
  if (first.matches("[data-strokes]")) return values.length ? "drawn" : "";
  if (first.matches("select")) return values.map((value) => [...first.options].find((one) => one.value === value)?.text.trim() ?? value).join("; ");
  if (!ticked(first)) return values.join("\n");
  return values.map((value) => controls.find((one) => one.value === value)?.closest("label")?.textContent.trim() ?? value).join("; ");
}

/** The label of these controls. */
export function labelOf([first]) {
  const group = first.closest("fieldset")?.querySelector("legend");
  const label = (ticked(first) && group) || first.labels?.[0] || first.closest(".field")?.querySelector("label, .label") || group;
  return (label?.textContent ?? first.name).trim().replace(/\s+/g, " ");
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
