// Now: the time on the class's clock, written by one tap. And words that stand for a number (P, High, Low).
const changed = (input) => { for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true })); };

document.addEventListener("click", (event) => {
  const now = event.target.closest?.("[data-now]");
  if (now) {
    const input = document.getElementById(now.dataset.now);
    const zone = now.closest("[data-zone]")?.dataset.zone;
    // sv-SE writes a date as 2024-10-11 17:32.
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date());
    const [date, clock] = local.split(" ");
    const day = now.closest("[data-day]")?.dataset.day;
    input.value = day && day !== date ? `${date} ${clock}` : clock;
    changed(input);
    input.focus();
    return;
  }
  const word = event.target.closest?.("[data-write]");
  if (!word) return;
  const input = document.getElementById(word.dataset.into);
  input.value = word.dataset.write;
  changed(input);
});

// 1732 reads better as 17:32, 10112024 as 10/11/2024; the server takes both.
document.addEventListener("change", (event) => {
  const input = event.target;
  const written = input.value?.trim();
  if (input.matches?.("[data-moment]") && /^\d{3,4}$/.test(written)) {
    const four = written.padStart(4, "0");
    if (four.slice(0, 2) < 24 && four.slice(2) < 60) input.value = `${four.slice(0, 2)}:${four.slice(2)}`;
  }
  if (input.matches?.("[data-day]") && /^\d{8}$/.test(written)) {
    input.value = `${written.slice(0, 2)}/${written.slice(2, 4)}/${written.slice(4)}`;
  }
});
