// A page as the scripts of epcr/static see it: jsdom's document, window and stores in the place of a browser's. No layout is there,
// so what scrolls or measures is tested in Chromium (tests/browser).
import { register } from "node:module";
import { JSDOM } from "jsdom";

register("./fresh.js", import.meta.url);

const OURS = ["document", "location", "history", "navigator", "localStorage", "sessionStorage", "Event", "FocusEvent", "FormData", "DOMParser"];
let count = 0;

/** Draws a page. `root` are the attributes of its html, `stores` and `cookies` those of a page before it, in the same browser. */
export function page(body, { address = "http://epcr.test/sheets/7/vitals", root = {}, before = null } = {}) {
  const dom = new JSDOM(`<!doctype html><html><head><title>Vital signs · Training</title></head><body>${body}</body></html>`, {
    url: address, pretendToBeVisual: true, ...(before ? { cookieJar: before.cookieJar } : {}),
  });
  const { window } = dom;
  for (const kind of before ? ["localStorage", "sessionStorage"] : []) {
    for (const [key, text] of Object.entries(before.window[kind])) window[kind].setItem(key, text);
  }
  window.Element.prototype.scrollIntoView = () => {}; // jsdom lays nothing out
  for (const [name, text] of Object.entries(root)) window.document.documentElement.setAttribute(name, text);
  globalThis.window = window;
  for (const name of OURS) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
  globalThis.CSS = { escape: (text) => text.replace(/[^\w-]/g, "\\$&") }; // jsdom has none; enough for codes
  globalThis.addEventListener = window.addEventListener.bind(window);
  return dom;
}

/** Runs a script of epcr/static on the page as it stands, and gives what it exports. */
export function run(script) {
  count += 1;
  return import(new URL(`../../epcr/static/${script}?page=${count}`, import.meta.url));
}

export const at = (selector) => document.querySelector(selector);

/** Types a text into a control, or ticks it, as a person does. */
export function type(selector, text) {
  const control = at(selector);
  if (text === true || text === false) control.checked = text;
  else control.value = text;
  for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  return control;
}

export function click(selector) {
  at(selector).dispatchEvent(new window.MouseEvent("click", { bubbles: true, cancelable: true }));
}
