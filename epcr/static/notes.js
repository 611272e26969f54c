// A note of the call goes into the narrative where the cursor stands, or at the end where nobody was in it yet. It takes a line of its own.
let been = null;
document.addEventListener("focusin", ({ target }) => { if (target.matches?.("textarea")) been = target; });

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-use]");
  if (!button) return;
  const text = document.getElementById(button.dataset.into);
  const end = text.value.length;
  const [from, to] = been === text ? [text.selectionStart, text.selectionEnd] : [end, end];
  const before = from && text.value[from - 1] !== "\n" ? "\n" : "";
  const after = to < end && text.value[to] !== "\n" ? "\n" : "";
  text.setRangeText(before + button.dataset.use.trim() + after, from, to, "end");
  been = text;
  for (const kind of ["input", "change"]) text.dispatchEvent(new Event(kind, { bubbles: true }));
  button.firstChild.textContent = "Used";
});
