// The files of words (epcr/web/lists.py), each asked for once a page; a browser keeps them.
const files = new Map();

/** What the file at this address holds. */
export function fileAt(address) {
  if (!files.has(address)) files.set(address, fetch(address).then((answer) => answer.json()));
  return files.get(address);
}

/** Hands over the other words that the terms of a list are found by, by code, once they are there. Without them a term has its name. */
export function otherWords(list, arrived) {
  const [address, name] = (list.dataset.otherWords ?? "").split("#");
  if (address) fileAt(address).then((all) => arrived(all[name] ?? {}), () => {});
}
