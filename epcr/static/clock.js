// The clock of the call: how long since patient contact. It stands once care ended, and it says the time alone after a day.
import { now, runs } from "./call_clock.js";

const clock = document.querySelector("[data-since]");
if (clock) {
  const words = clock.querySelector("[data-elapsed]");
  const since = Date.parse(clock.dataset.since);
  const until = clock.dataset.until ? Date.parse(clock.dataset.until) : null;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const label = clock.querySelector("[data-elapsed-label]"); // what it counts
  const write = () => {
    const seconds = Math.floor(((until ?? now()) - since) / 1000);
    if (seconds < 0 || seconds > 86400 || (until === null && !runs())) return false;
    words.textContent = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (label) label.hidden = false;
    return until === null;
  };
  if (write()) {
    const beat = setInterval(() => { if (!write()) clearInterval(beat); }, 1000);
  }
}
