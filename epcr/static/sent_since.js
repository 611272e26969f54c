// What of this device the server has since a page was kept, so that a kept page shows it: by field, the change that was sent last. It is
// written only where pages are kept at all, and the worker throws it away with them.
const { root = "/", person = "", kept, keptAt } = document.documentElement.dataset;
const NAME = `epcr-sent${root === "/" ? "" : ` ${root}`}`;
const STORE = "change";

/** How old this page is, where it comes from this device: up to which change it is drawn, and when; null where the server sent it. */
export const keptPage = kept === undefined ? null : { upTo: Number(kept), at: new Date(keptAt) };

const keepsPages = () => Boolean(navigator.serviceWorker?.controller);

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true }).createIndex("field", "field", { unique: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(new Error("no store"));
  });
}

async function ask(mode, what) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const together = base.transaction(STORE, mode);
      const asked = what(together.objectStore(STORE));
      together.oncomplete = () => resolve(asked?.result);
      together.onabort = together.onerror = () => reject(together.error);
    });
  } finally { base.close(); }
}

/** The server has these changes; of each field the last one counts. The page hears it as "changes-sent". */
export async function noteSent(changes) {
  await note(changes);
  document.dispatchEvent(new Event("changes-sent"));
}

async function note(changes) {
  if (!keepsPages() || !changes.length) return;
  try {
    await ask("readwrite", (store) => {
      for (const change of changes) {
        const rest = { ...change };
        delete rest.place;
        const field = `${person} ${change.sheet} ${change.anchor}`;
        const before = store.index("field").getKey(field);
        before.onsuccess = () => {
          if (before.result) store.delete(before.result);
          store.add({ ...rest, field, person });
        };
      }
    });
  } catch { /* a kept page is older then than it could be */ }
}

/** All that was sent of a sheet, in order. */
export async function sentOf(sheet) {
  if (!keepsPages()) return [];
  try {
    return (await ask("readonly", (store) => store.getAll())).filter((change) => change.person === person && change.sheet === sheet);
  } catch { return []; }
}

/** What was sent of a sheet since this page was kept, in order; nothing where the server sent this page. */
export const sentSince = async (sheet) => (keptPage ? (await sentOf(sheet)).filter(({ order }) => order > keptPage.upTo) : []);
