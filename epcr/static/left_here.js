// What could not be written, line by line: what it says, why it was not taken, and what can be done with it. Nothing typed is thrown
// away: it is copied, or discarded by whoever typed it.
const made = (tag, looks, ...inside) => {
  const one = document.createElement(tag);
  one.className = looks;
  one.append(...inside);
  return one;
};

/** Over plain HTTP a browser has no clipboard for scripts, but copies what is selected. */
async function copied(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch { /* as of old */ }
  const box = made("textarea", "visually-hidden");
  box.value = words;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

function button(words, act) {
  const one = made("button", "btn btn-quiet btn-small", words);
  one.type = "button";
  one.addEventListener("click", () => act(one));
  return one;
}

const ID = /^[0-9a-f]{32}$/; // of a crew member, say: it tells nobody anything

const said = ({ value = [], why, words }) => words || [...value.filter((text) => !ID.test(text)), why].filter(Boolean).join("; ");

/** The entry that a change is of, or its field where the section is no list. */
export const placeOf = (anchor) => /^[a-z_]+-[0-9a-f]{32}/.exec(anchor)?.[0] ?? anchor;

/** Where the field of a change stands. */
export function linkTo(sheet, anchor) {
  const [slug, entry] = anchor.split("-");
  return sheet.replace(/changes$/, `${slug}${ID.test(entry) ? `?entry=${entry}` : ""}#${anchor}`);
}

/** A line for each entry or field that these changes are of; `discard` is called with its anchor. */
export function linesOf(changes, { looks = "", link = null, discard }) {
  const together = new Map();
  for (const change of changes) together.set(placeOf(change.anchor), [...(together.get(placeOf(change.anchor)) ?? []), change]);
  return [...together].map(([place, of]) => {
    const first = of.find(({ words, label }) => words && label) ?? of[0];
    const label = first.label || "A change";
    const texts = of.map(said).filter(Boolean);
    const title = link ? Object.assign(made("a", "", label), { href: link(first.anchor) }) : label;
    const line = made("li", looks, title, " ", made("bdi", "", first.words || texts.join(" · ")), first.refusal ? `: ${first.refusal} ` : " ");
    if (texts.length) line.append(button("Copy", async (one) => { one.textContent = await copied(`${label}: ${texts.join("; ")}`) ? "Copied" : "Select it to copy it"; }));
    line.append(button("Discard", () => discard(place)));
    return line;
  });
}
