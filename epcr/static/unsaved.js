// Says in words whether the form of a section is saved; a link to another section saves on the way. What is not saved is kept
// as a draft by keeping.js, so that nothing here has to be asked.
const PATIENCE = 4000; // milliseconds, chosen here; the browser tells nobody of its Stop, and nothing is saved until it answers
const form = document.querySelector("form[data-sheet-form]:not([data-changes])");
const words = document.querySelector("[data-save-state]");

function written() {
  return JSON.stringify([...new FormData(form).entries()].filter(([name]) => !["csrf_token", "goto", "draft"].includes(name)));
}

if (form && words) {
  const saved = words.textContent.trim();
  const first = written();
  const dirty = () => form.hasAttribute("data-unsaved") || written() !== first;
  const tell = () => {
    const now = dirty() ? "Unsaved changes" : saved;
    if (words.textContent.trim() !== now) words.textContent = now;
    words.toggleAttribute("data-dirty", dirty());
  };
  if (form.hasAttribute("data-unsaved")) tell();
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => {
    words.textContent = "Saving…";
    setTimeout(tell, PATIENCE);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) tell(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-goto]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !dirty()) return;
    event.preventDefault();
    const goto = document.createElement("input");
    goto.type = "hidden";
    goto.name = "goto";
    goto.value = link.dataset.goto;
    form.append(goto);
    form.requestSubmit();
  });
}
