// The review desk by keyboard: j and k go to the next and the previous finding, comment or change, n to the next sheet.
// Single keys can be switched off, for whoever speaks to the computer or hits keys by accident; the browser remembers it.
const bar = document.querySelector("[data-desk-keys]");
if (bar) {
  const toggle = bar.querySelector("button");
  const words = bar.querySelector("[data-words]");
  let on = localStorage.getItem("desk-keys") !== "off";
  let at = -1;
  const stops = [...document.querySelectorAll(".line-said, .cell-said, .block .said, .paper-part > div > .said")];

  const tell = () => {
    toggle.setAttribute("aria-pressed", String(on));
    words.textContent = on ? "Keys: j, k next and previous finding, n next sheet" : "Keys are off";
  };
  toggle.addEventListener("click", () => {
    on = !on;
    localStorage.setItem("desk-keys", on ? "on" : "off");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step && stops.length) {
      at = Math.min(Math.max(at + step, 0), stops.length - 1);
      const stop = stops[at];
      if (!stop.hasAttribute("tabindex")) stop.tabIndex = -1;
      stop.focus({ preventScroll: true });
      stop.scrollIntoView({ block: "center" });
      event.preventDefault();
    } else if (event.key === "n") {
      document.querySelector("[data-next-sheet]")?.click();
    }
  });
  tell();
}
