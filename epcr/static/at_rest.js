// What an answer of the server changes on a page waits while a finger is down: nothing moves between touching a thing and letting go.
const LIFTED = 60; // milliseconds from letting go until the tap has arrived where it was meant; chosen here
const LONGEST = 2000; // milliseconds: whoever drags or holds has not tapped; chosen here
const waiting = [];
let down = false;
let timer = 0;

function rest() {
  down = false;
  clearTimeout(timer);
  for (const act of waiting.splice(0)) act();
}

function rests(after) {
  clearTimeout(timer);
  timer = setTimeout(rest, after);
}

addEventListener("pointerdown", () => { down = true; rests(LONGEST); }, true);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { if (down) rests(LIFTED); }, true);

/** Acts now, or as soon as no finger is down. */
export function atRest(act) {
  if (down) waiting.push(act);
  else act();
}
