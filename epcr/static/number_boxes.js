// Boxes for numbers and the large keypad below them. One more digit becomes a text here, and when a number is full the next box is the
// one that is typed into. What a box takes comes from the declaration of its field, as attributes.

const BY_ITSELF = "Goes on by itself";
const digits = /^\d$/;
const number = /^\d+(\.\d*)?$/;

/** The text of a time after one more digit: 1732 is 17:32. A digit that no clock shows changes nothing. */
function clockWith(text, digit) {
  const so = (/^\d{0,2}(:\d{0,2})?$/.test(text) && text.length < 5 ? text : "").replace(":", "") + digit;
  const fits = [/^[0-2]$/, /^([01]\d|2[0-3])$/, /^\d\d[0-5]$/, /^\d\d[0-5]\d$/][so.length - 1].test(so);
  if (!fits) return text;
  return so.length > 2 ? `${so.slice(0, 2)}:${so.slice(2)}` : so;
}

/**
 * The text of a box after one more key: a digit, "." or "back". What cannot be, above `high`, changes nothing; where the field has
 * decimals the digit is one: 98 and 6 are 98.6, for 986 is no temperature.
 */
export function typed(text, key, { high = Infinity, places = 0, clock = false } = {}) {
  if (key === "back") return number.test(text) || clock ? text.slice(0, -1).replace(/:$/, "") : "";
  if (clock) return digits.test(key) ? clockWith(text, key) : text;
  const so = number.test(text) ? text : "";
  if (key === ".") return places && !so.includes(".") ? `${so || "0"}.` : text;
  if (!digits.test(key)) return text;
  if (so.includes(".")) return so.split(".")[1].length < places ? so + key : text;
  const next = so === "0" ? key : so + key;
  if (Number(next) <= high) return next;
  const decimal = `${so}.${key}`;
  return places && so && Number(decimal) <= high ? decimal : text;
}

/**
 * Whether nobody types on: all decimals stand, or a further digit cannot be. Of two digits and more it is enough that the number would be
 * above what is `likely`: 97 of a heart rate is full, 12 is not.
 */
export function isFull(text, { high = Infinity, likely = high, places = 0, clock = false } = {}) {
  if (clock) return text.length >= 5;
  if (!text) return false;
  if (!number.test(text)) return true; // a word
  if (text.includes(".")) return text.split(".")[1].length === places;
  if (places) return false;
  return text === "0" || Number(text) * 10 > high || (text.length > 1 && Number(text) * 10 > likely);
}

/** Whether it can be saved as it stands; nothing can. */
export const isWhole = (text, { clock = false } = {}) => !text || (clock ? /^\d\d:\d\d( [+-]\d\d:\d\d)?$/.test(text) : !number.test(text) || !text.endsWith("."));

const ruleOf = ({ dataset }) => ({
  high: Number(dataset.high ?? Infinity), likely: Number(dataset.likely ?? Infinity), places: Number(dataset.places ?? 0), clock: "clock" in dataset,
});

export class NumberBoxes {
  #boxes;
  #held = new Map(); // what stands in a box: { value } or { why, words }
  #fresh = true; // the next digit begins the number anew
  #came = false; // the box was come to by going on by itself, and nothing was keyed in it or told of it since
  #told;
  #hints;

  /** `told` is called after each change, and when another box is the one that is typed into. */
  constructor(dialog, told = () => {}) {
    this.#boxes = [...dialog.querySelectorAll("[data-box]")];
    this.#hints = [...dialog.querySelectorAll("[data-by-itself]")];
    this.#told = told;
    dialog.addEventListener("click", ({ target }) => {
      const box = target.closest("[data-box]");
      const key = target.closest("[data-key]");
      if (box) this.turnTo(box.dataset.box);
      if (key) this.press(key.dataset.key);
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = { Backspace: "back", Delete: "clear", ",": "." }[event.key] ?? event.key;
      if (!/^[\d.]$|^(back|clear)$/.test(key)) return;
      event.preventDefault();
      this.press(key);
    });
  }

  get current() { return this.#boxes.find((box) => box.hasAttribute("aria-current")); }

  /** What stands in a box, an empty text where nothing does. */
  text(name) { return this.#held.get(name)?.value ?? ""; }

  /** Everything that was said, by the name of its box. */
  get held() { return this.#held; }

  /** Nothing stands in any box, and `name` is typed into first. */
  begin(name) {
    this.#held.clear();
    for (const box of this.#boxes) this.#draw(box);
    this.turnTo(name);
  }

  turnTo(name) {
    for (const box of this.#boxes) box.toggleAttribute("aria-current", box.dataset.box === name);
    this.current?.setAttribute("aria-current", "true");
    this.#fresh = true;
    this.#came = false;
    this.#hint(false);
    this.#told();
  }

  /** Says what stands in a box: `{ value }`, `{ why, words }`, or null for nothing. */
  put(name, said) {
    if (said) this.#held.set(name, said);
    else this.#held.delete(name);
    this.#draw(this.#boxes.find((box) => box.dataset.box === name));
    this.#told();
  }

  press(key) {
    const box = this.current;
    if (!box) return;
    if (key === "next") { this.#next(); return; }
    this.#came = false;
    this.#hint(false);
    const name = box.dataset.box;
    const rule = ruleOf(box);
    const before = this.text(name);
    if (key === "back" && !this.#held.has(name)) { this.#goBack(); return; }
    const after = key === "clear" || (key === "back" && this.#held.get(name).why) ? "" : typed(this.#fresh && key !== "back" ? "" : before, key, rule);
    if (after === "" && digits.test(key)) return; // no clock begins so
    this.#fresh = false;
    this.put(name, after ? { value: after } : null);
    if (digits.test(key) && after !== before && isFull(after, rule)) this.goOnByItself();
  }

  /** Goes on without *Next*: who presses it all the same meant this step, and is told so; a second press passes the box over. */
  goOnByItself() {
    const before = this.current;
    this.goOn();
    this.#came = this.current !== before;
  }

  /** The next box in which nothing stands; the same one where there is none. */
  goOn() {
    const order = this.#boxes.filter((box) => !("clock" in box.dataset) && box.checkVisibility?.() !== false);
    const place = order.indexOf(this.current);
    const next = [...order.slice(place + 1), ...order.slice(0, Math.max(place, 0))].find((box) => !this.#held.has(box.dataset.box));
    if (next) this.turnTo(next.dataset.box);
    else this.#fresh = true;
  }

  /** The first box whose text cannot be saved. */
  get wrong() { return this.#boxes.find((box) => !isWhole(this.text(box.dataset.box), ruleOf(box))); }

  #next() {
    if (!this.#came) { this.goOn(); return; }
    this.#came = false;
    this.#hint(true);
  }

  #hint(shown) {
    for (const words of this.#hints) words.textContent = shown ? BY_ITSELF : "";
  }

  #goBack() {
    const place = this.#boxes.indexOf(this.current);
    const before = this.#boxes.slice(0, Math.max(place, 0)).findLast((box) => !("clock" in box.dataset));
    if (before) { this.turnTo(before.dataset.box); this.#fresh = false; }
  }

  #draw(box) {
    const said = this.#held.get(box.dataset.box);
    box.querySelector("[data-typed]").textContent = said?.words ?? said?.value ?? "";
    box.classList.toggle("key-word-in-it", Boolean(said?.why));
  }
}
