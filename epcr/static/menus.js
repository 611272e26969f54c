// Small open-and-close parts: they close on Escape, and when something else is touched.
const popups = "details[data-menu], details.why";
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-menu][open], details.why[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.(`:is(${popups})[open]`);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// "No value?": the list of reasons opens with the same tap, and the chosen reason stands where the question was.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.why") || !event.target.open) return;
  const select = event.target.querySelector("select");
  select.focus();
}, true);
document.addEventListener("change", (event) => {
  const select = event.target.closest?.("select[data-why]");
  if (!select) return;
  const why = select.closest("details");
  why.querySelector(".why-words").textContent = select.value ? select.selectedOptions[0].text : select.dataset.why;
  why.toggleAttribute("data-set", Boolean(select.value));
  if (byKey) return; // the arrow keys choose one after the other
  why.open = false;
  why.querySelector("summary").focus();
});
let byKey = false;
document.addEventListener("keydown", (event) => { byKey = !["Enter", " ", "Tab"].includes(event.key); }, true);
document.addEventListener("pointerdown", () => { byKey = false; }, true);
document.addEventListener("focusout", (event) => {
  const why = event.target.closest?.("details.why[open]");
  if (why && event.relatedTarget && !why.contains(event.relatedTarget)) why.open = false;
});

// Drawers close when a link in them leads on.
for (const drawer of document.querySelectorAll("[popover]")) {
  drawer.addEventListener("click", (event) => { if (event.target.closest("a") && drawer.matches(":popover-open")) drawer.hidePopover(); });
}
