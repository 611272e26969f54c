// What a finger touched is what was meant. Where the page moves between touching and letting go (leaving a field may draw a line), a
// browser gives the tap to whatever both lie in, and it is lost.
const STILL = 10; // pixels that a finger moves while it taps; chosen here
const TAPPED = "label, button, a[href], summary, input, select";
let touched = null;

addEventListener("pointerdown", ({ target, clientX: x, clientY: y, isPrimary, button }) => {
  touched = isPrimary && !button ? { thing: target.closest?.(TAPPED), x, y } : null;
}, true);

addEventListener("click", (event) => {
  const meant = touched;
  touched = null;
  if (!meant?.thing?.isConnected || !event.detail || meant.thing.contains(event.target)) return; // no detail: by the keyboard or a script
  if (Math.hypot(event.clientX - meant.x, event.clientY - meant.y) > STILL) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  meant.thing.click();
}, true);
