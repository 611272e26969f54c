// Says in words whether the form is saved, and loses nothing: leaving asks first, and a link to another section saves on the way.
const form = document.querySelector("form[data-sheet-form]");
const words = document.querySelector("[data-save-state]");

function written() {
  return JSON.stringify([...new FormData(form).entries()].filter(([name]) => name !== "csrf_token" && name !== "goto"));
}

if (form && words) {
  const saved = words.textContent.trim();
  let first = written();
  let leaving = false;
  const dirty = () => form.hasAttribute("data-unsaved") || written() !== first;
  const tell = () => {
    const now = dirty() ? "Unsaved changes" : saved;
    if (words.textContent.trim() !== now) words.textContent = now;
    words.toggleAttribute("data-dirty", dirty());
  };
  if (form.hasAttribute("data-unsaved")) words.toggleAttribute("data-dirty", true);
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  form.addEventListener("leaving", () => { leaving = true; });
  form.addEventListener("submit", () => { leaving = true; words.textContent = "Saving…"; });
  addEventListener("beforeunload", (event) => { if (!leaving && dirty()) event.preventDefault(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; tell(); } });

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

  // Another form on the page (no abnormality, strike) would drop what is typed here.
  document.addEventListener("submit", (event) => {
    if (event.target === form || !dirty() || leaving) return;
    if (!confirm("What you typed in the form is not saved yet. Go on without it?")) event.preventDefault();
    else leaving = true;
  });
}

// What is typed into one answer stays while another is sent, or the sheet is submitted too early.
for (const form of document.querySelectorAll(".warning-answer form")) {
  const name = `${location.pathname} ${[...new FormData(form).entries()].filter(([key]) => key === "source" || key === "anchor").join(" ")}`;
  form.elements.text.value ||= sessionStorage.getItem(name) ?? "";
  form.addEventListener("input", () => sessionStorage.setItem(name, form.elements.text.value));
  form.addEventListener("submit", () => sessionStorage.removeItem(name));
}
