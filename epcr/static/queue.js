// Changes that were typed and that the server does not have yet, kept by the browser for who typed them. IndexedDB is there on plain
// HTTP too, where much else is not. Where the browser refuses it they live as long as the page, and `kept` says so.
const root = document.documentElement.dataset.root ?? "/"; // under which path the service lies; its neighbors have their own
const person = document.documentElement.dataset.person ?? "";
const NAME = `epcr-changes${root === "/" ? "" : ` ${root}`}`;
const STORE = "change";
const PATIENCE = 5000; // milliseconds; a store that does not answer is none

/** 32 hexadecimal digits by chance; crypto.randomUUID is there over HTTPS only. */
export const number = (bytes = 16) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");

/** The letters by which this device is told from others of the same person. */
export function deviceLetters() {
  try {
    const letters = localStorage.getItem("epcr-device") ?? number(2);
    localStorage.setItem("epcr-device", letters);
    return letters;
  } catch { return ""; }
}

let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "place", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
    setTimeout(() => reject(new Error("no answer")), PATIENCE);
  });
  return opening;
}

async function ask(mode, what) {
  const store = await opened();
  return new Promise((resolve, reject) => {
    const together = store.transaction(STORE, mode);
    const asked = what(together.objectStore(STORE));
    together.oncomplete = () => resolve(asked.result);
    together.onabort = together.onerror = () => reject(together.error ?? new Error("aborted"));
  });
}

const NEWER = { was: "", tab: "", ready: false, label: "", words: "" }; // keys that an older version of these scripts may not have written
const readable = (change) => change.person === person && typeof change.sheet === "string" && typeof change.anchor === "string";

/** The changes of whoever this page was drawn for, in the order in which they were begun. */
export async function waiting() {
  try {
    return (await ask("readonly", (store) => store.getAll())).filter(readable).map((change) => ({ op: number(), ...NEWER, ...change }));
  } catch { return []; }
}

/** Keeps a change, as it is now; its place is given the first time. Whether it outlives this page. */
export async function keep(change) {
  try {
    const { place, ...rest } = change;
    change.place = await ask("readwrite", (store) => store.put({ ...rest, person, ...(place ? { place } : {}) }));
    return true;
  } catch { return false; } // the disk is full, or the browser keeps nothing in this window
}

/** Lets a change go: the server has it, or it says nothing any more. */
export async function drop(change) {
  try {
    if (change.place) await ask("readwrite", (store) => store.delete(change.place));
  } catch { /* it is sent again some day, and finds itself */ }
}
