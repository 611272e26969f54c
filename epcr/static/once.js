// A button that was just pressed says that it is busy, and a second tap on it is let go: the first answer is on its way. Whoever
// presses again later is trying again, and is let through; the server makes a thing once however often it is asked.
const DOUBLE_TAP = 2000; // milliseconds, chosen here
let pressed = null;
let timer = 0;

function rest() {
  clearTimeout(timer);
  pressed?.removeAttribute("aria-busy");
  pressed = null;
}

addEventListener("submit", (event) => {
  if (!pressed || event.submitter !== pressed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// At the window, after every script that may still hold the form back.
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post" || !event.submitter) return;
  rest();
  pressed = event.submitter;
  pressed.setAttribute("aria-busy", "true"); // not disabled: its name and value are sent
  timer = setTimeout(rest, DOUBLE_TAP);
});
addEventListener("pageshow", (event) => { if (event.persisted) rest(); });
