// What narrows a list was chosen and is not shown yet: it is said, and what is done with the list as it is shown waits for it to be shown.
const form = document.querySelector("[data-filters]");
const said = document.querySelector("[data-filters-said]");

/** Whether something other is chosen than what the page shows. */
const isOther = () => [...form.elements].some((one) => (one.matches("select")
  ? [...one.options].some((option) => option.selected !== option.defaultSelected)
  : one.type === "checkbox" && one.checked !== one.defaultChecked));

function tell() {
  const words = isOther() ? "Chosen and not shown yet: press Show." : "";
  if (said.textContent !== words) said.textContent = words;
}

if (form) {
  form.addEventListener("change", tell);
  addEventListener("pageshow", tell); // a browser fills in again what was chosen before
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-of-the-list]") || !isOther()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.requestSubmit();
  }, true);
}
