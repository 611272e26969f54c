// The review desk by keyboard: j and k go to the next and the previous finding, comment or change, n to the next sheet.
// Single keys can be switched off, for whoever speaks to the computer or hits keys by accident; the browser remembers it.
// What is decided opens over the page: it is closed again by its Cancel or by Escape, and a comment that is being written is not covered.
const ROOM = 8; // CSS pixels between the two

function uncover(decision) {
  const comment = document.getElementById("comment-form");
  if (!comment) return;
  const covered = comment.getBoundingClientRect().bottom - decision.querySelector("form").getBoundingClientRect().top;
  if (covered > 0) scrollBy({ top: covered + ROOM, behavior: "instant" });
}

function close(decision) {
  decision.open = false;
  decision.querySelector("summary").focus();
}

for (const decision of document.querySelectorAll("details.decide")) {
  decision.addEventListener("toggle", () => { if (decision.open) uncover(decision); });
  decision.addEventListener("keydown", ({ key }) => { if (key === "Escape" && decision.open) close(decision); });
  decision.querySelector("[data-decide-cancel]").addEventListener("click", () => close(decision));
}

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
