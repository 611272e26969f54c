// The fields of a section's form by anchor, each read and written as a whole: what stands in its control, the reason for no value, what
// was looked for and is not there. Nothing here knows what is kept or sent.
import { controlsOf, drawnIn, inWords, labelOf, valuesOf, write } from "./typed.js";

const BESIDE = /-(why|not|own)$/;

/** Every field of the part in this form, by anchor. */
export function fieldsOf(form, part) {
  const fields = new Map();
  for (const [name, controls] of controlsOf(form)) {
    if (!name.startsWith(`${part}-`)) continue;
    const anchor = name.replace(BESIDE, "");
    const field = fields.get(anchor) ?? { anchor, value: [], why: [], not: [], own: [], asksNot: Boolean(form.elements[`${anchor}-not-asked`]) };
    field[name === anchor ? "value" : name.slice(anchor.length + 1)] = controls;
    fields.set(anchor, field);
  }
  return fields;
}

/** Makes the form of a new entry that of another one, which was begun on this device before and that the server does not have. */
export function rekey(form, from, to) {
  for (const one of [form, ...form.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) if (value.includes(from)) one.setAttribute(name, value.replaceAll(from, to));
  }
}

/** To which of the fields a control belongs. */
export const fieldOf = (fields, control) => fields.get((control.name ?? "").replace(BESIDE, ""));

function read(field, how) {
  return {
    value: [...how(field.value), ...how(field.own)],
    ...(field.why.length ? { why: how(field.why)[0] ?? "" } : {}),
    ...(field.asksNot ? { not: how(field.not) } : {}),
  };
}

/** What the field says now. */
export const saidIn = (field) => read(field, valuesOf);

/** What the page was drawn with. */
export const drawnWith = (field) => read(field, drawnIn);

/** Its label and what it says, for people. */
export const forPeople = (field) => ({
  label: labelOf([...field.value, ...field.own, ...field.why]),
  words: [inWords(field.value, valuesOf(field.value)), ...valuesOf(field.own)].filter(Boolean).join("; "),
});

const offers = (controls, text) => controls.some((one) => one.value === text || [...(one.options ?? [])].some((option) => option.value === text));

/** Makes the field say this. */
export function put(field, { value = [], why, not }) {
  const own = field.own.length ? value.filter((text) => !offers(field.value, text)) : [];
  write(field.value, value.filter((text) => !own.includes(text)));
  if (field.own.length) write(field.own, own.length ? [own.join("; ")] : []);
  if (why !== undefined) write(field.why, why ? [why] : []);
  if (not !== undefined) write(field.not, not);
}

/** What shows these fields otherwise than by their controls (a list that is searched, a drawing) shows what was put in them. */
export function showPut(fields) {
  const controls = fields.flatMap(({ value, why, not, own }) => [...value, ...why, ...not, ...own]);
  for (const control of new Set(controls)) if (!/^(?:radio|checkbox)$/.test(control.type) || control.checked) control.dispatchEvent(new Event("change", { bubbles: true }));
}
