// Draws a piece of the page anew in place: what is the same stays, with the focus in it and the finger on it. A tap whose button was
// exchanged between press and release would be lost.
const ELEMENT = 1;
const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

function take(stands, fresh) {
  if (stands.isEqualNode(fresh)) return;
  if (stands.nodeType !== ELEMENT) { stands.nodeValue = fresh.nodeValue; return; }
  const stays = (name) => name === "open" && stands.hasAttribute("data-stays-open"); // what somebody opened to read
  for (const { name } of [...stands.attributes]) if (!fresh.hasAttribute(name) && !stays(name)) stands.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (stands.getAttribute(name) !== value) stands.setAttribute(name, value);
  within(stands, fresh);
}

function within(stands, fresh) {
  const nodes = [...fresh.childNodes];
  nodes.forEach((node, place) => {
    const here = stands.childNodes[place];
    if (!here) stands.append(node);
    else if (alike(here, node)) take(here, node);
    else here.replaceWith(node);
  });
  while (stands.childNodes.length > nodes.length) stands.lastChild.remove();
}

/** Makes the place hold this HTML of ours. */
export function renew(place, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  within(place, template.content);
}

const drawn = new Map(); // what each piece was drawn with last: what is the same is left alone, with all that is open in it

/** The pieces of this page that the server draws anew, by name; and those that are drawn where they are needed. */
export const piecesHere = () => [...new Set([...[...document.querySelectorAll("[data-piece]")].map((place) => place.dataset.piece), "two-values"])];

/** Draws the pieces of an answer that this page has a place for. */
export function renewPieces(pieces) {
  for (const [name, html] of Object.entries(pieces)) {
    const place = document.querySelector(`[data-piece="${name}"]`);
    if (!place || drawn.get(name) === html) continue;
    drawn.set(name, html);
    renew(place, html);
  }
}
