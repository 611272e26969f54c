// The keypad for what is mostly digits, and a key beside it for the rest: `98.6 F`, `2026-10-12 00:10`, `P`.
// A page without this script asks for no keypad, so that everything can be typed.
const plain = /^[\d:.]*$/; // what stands in the control can be typed on over the keypad

const ask = (input) => { if (!input.inputMode) input.inputMode = plain.test(input.value) ? input.dataset.keypad : "text"; };
for (const input of document.querySelectorAll("[data-keypad]")) ask(input);
// What came into the page later is asked before it has the focus.
document.addEventListener("pointerdown", (event) => { const input = event.target.closest?.("[data-keypad]"); if (input) ask(input); });

// The control keeps the focus, so that the key stays where it is.
document.addEventListener("mousedown", (event) => { if (event.target.closest?.("[data-keys]")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-keys]");
  if (!key) return;
  const input = document.getElementById(key.dataset.keys);
  const letters = input.inputMode !== "text";
  input.inputMode = letters ? "text" : input.dataset.keypad;
  key.querySelector("[data-keys-words]").textContent = letters ? "123" : "ABC";
  // A phone looks at the kind of keyboard when the focus comes.
  input.blur();
  input.focus();
});
