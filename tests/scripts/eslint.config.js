// Few rules, each against a mistake and none about taste: what a browser would only say while somebody works with the page.
import js from "@eslint/js";

// What our scripts use of a browser. By hand, since a browser's own list has `name`, `event`, `status` and `open` in it, and a name
// that was forgotten would pass for one of them.
const browser = [
  "AbortController", "Blob", "CSS", "DOMParser", "Event", "FocusEvent", "FormData", "TextDecoder", "URL", "URLSearchParams",
  "addEventListener", "clearInterval", "clearTimeout", "confirm", "crypto", "document", "fetch", "getComputedStyle", "history",
  "indexedDB", "innerHeight", "localStorage", "location", "navigator", "performance", "print", "requestAnimationFrame", "scrollBy", "scrollTo", "scrollY",
  "sessionStorage", "setInterval", "setTimeout", "window",
];
const known = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const rules = { eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-implied-eval": "error", "no-template-curly-in-string": "error" };

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  { files: ["epcr/static/*.js"], languageOptions: { ecmaVersion: 2023, globals: known(browser) }, rules },
  { files: ["epcr/static/known_fields.js"], languageOptions: { sourceType: "script", globals: known(["CSS", "KNOWN", "document"]) } },
  { files: ["epcr/static/worker.js"], languageOptions: { sourceType: "script", globals: known(["KNOWS", "Response", "caches", "self"]) } },
  {
    files: ["tests/scripts/*.js"],
    languageOptions: { ecmaVersion: 2024, globals: known([...browser, "globalThis", "process"]) },
    rules,
  },
];
