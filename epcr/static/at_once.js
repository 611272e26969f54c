// A button that answers several fields at once. Where the form saves itself, they are filled in here and saved like any other; what
// holds something is left. Without this the form is sent, and the server does the same.
import { controlsOf, valuesOf, write } from "./typed.js";

const BESIDE = /-why$/;

for (const button of document.querySelectorAll("button[data-at-once]")) {
  button.addEventListener("click", (event) => {
    if (!button.form.matches("[data-changes]")) return;
    event.preventDefault();
    const controls = controlsOf(button.form);
    const standing = (name) => [name, `${name}-why`, `${name}-own`, `${name}-not`].some((one) => valuesOf(controls.get(one) ?? []).length);
    const sets = Object.entries(JSON.parse(button.dataset.atOnce)).filter(([name]) => controls.has(name) && !standing(name.replace(BESIDE, "")));
    for (const [name, text] of sets) {
      write(controls.get(name), [text]);
      controls.get(name).find((one) => one.type !== "radio" || one.checked)?.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const said = button.parentElement.querySelector("[data-at-once-said]");
    said.textContent = sets.length ? `Entered in ${sets.length} ${sets.length === 1 ? "field" : "fields"}` : "Nothing was empty";
  });
}
