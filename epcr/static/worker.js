// Keeps pages for when there is no network, and shows them then. A page is kept for whom the server drew it: as soon as it draws one for
// somebody else or for nobody, all that was kept before is gone. Before this file stands KNOWS, what it needs to know of this version
// (epcr/web/offline.py); what pages ask of it is in keeping_pages.js.
const { root, version, files, page: notKept, instead: notSent, signsIn, signsOut, rests } = KNOWS;
const FILES = `epcr-files ${root} `;
const PAGES = `epcr-pages ${root} `;
const OURS = `${PAGES}${version} `; // and for whom: a page names the files of its version
const PATIENCE = 6000; // milliseconds until a kept page is shown in place of one that does not come; chosen here
const AWAY = [502, 503, 504]; // what a server in between says when ours is not there
const MOST = 6; // sheets that are kept, those that were opened last; chosen here: some 4 MB each
const HEADERS = ["Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
  "Cross-Origin-Opener-Policy", "Permissions-Policy", "Epcr-Person"];
const SHEET = new RegExp(`^${root}sheets/[0-9a-f]+/`);
let epoch = 0; // grows when what is kept is thrown away: what was asked for before is not kept any more

const names = async (beginning) => (await caches.keys()).filter((name) => name.startsWith(beginning));

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(FILES + version);
  for (const file of files) await cache.add(file); // one after the other; a browser has most of them already
  for (const page of [notKept, notSent]) await cache.put(page, await fetch(page, { credentials: "omit" }));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of [...await names(FILES), ...await names(PAGES)]) {
    if (name !== FILES + version && !name.startsWith(OURS)) await caches.delete(name);
  }
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || !pathname.startsWith(root)) return;
  if (pathname.startsWith(`${root}static/`)) event.respondWith(file(request));
  else if (request.method === "POST" && pathname === signsIn && request.mode !== "navigate") event.waitUntil(forget(""));
  else if (request.mode === "navigate") event.respondWith(request.method === "GET" ? page(event) : sent(request, pathname));
});

async function file(request) {
  const cache = await caches.open(FILES + version);
  return await cache.match(request.url, { ignoreVary: true }) ?? fetch(request);
}

async function page(event) {
  const { url } = event.request;
  const there = await keptOf(url);
  const fresh = asked(event.request);
  event.waitUntil(fresh.then(({ kept }) => kept, () => {}));
  try {
    return (await (there ? inTime(fresh) : fresh)).answer;
  } catch {
    return there ? shown(there) : (await caches.open(FILES + version)).match(notKept, { ignoreVary: true });
  }
}

async function sent(request, pathname) {
  try {
    const answer = await fetch(request);
    await drawnFor(answer);
    return answer;
  } catch {
    if (pathname === signsOut) await forget(""); // nothing waits to be sent, or the page had held it back
    return (await caches.open(FILES + version)).match(notSent, { ignoreVary: true });
  }
}

function inTime(fresh) {
  return Promise.race([fresh, new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); })]);
}

/** Asks the server for a page: its answer, and when it is kept where it may be. */
async function asked(request) {
  const [before, upTo] = [epoch, await newest()];
  const answer = await fetch(request);
  if (AWAY.includes(answer.status)) throw new Error("away");
  if (epoch !== before) { // somebody signed in or out meanwhile, and this may be an answer to who was there before
    await forget("");
    return { answer, kept: false };
  }
  await drawnFor(answer);
  return { answer, kept: keep(request.url, answer.clone(), upTo, epoch) };
}

/** What another person or nobody is not to see goes before the answer is seen. Whose an answer is, is not told where that failed. */
async function drawnFor(answer) {
  const who = answer.headers.get("Epcr-Person");
  if (who) await forget(who);
}

/** Throws away what is kept of anybody but this person. */
async function forget(who) {
  const others = (await names(PAGES)).filter((name) => name !== OURS + who);
  if (!others.length) return;
  epoch += 1;
  await Promise.all([...others.map((name) => caches.delete(name)), forgetSent(who)]);
}

// --- pages ---
/** The address by which a page is kept: without what only its scripts read. */
function keyOf(address) {
  const url = new URL(address, self.location);
  url.hash = "";
  for (const name of ["saved", "kind", "waiting"]) url.searchParams.delete(name);
  return url.href;
}

async function keptOf(address) {
  const [name] = await names(OURS);
  return name && (await caches.open(name)).match(keyOf(address), { ignoreVary: true });
}

/** Keeps a page; `upTo` is the newest change of this device that the server had when it was asked for. Whether it is kept now. */
async function keep(address, answer, upTo, since) {
  const who = answer.headers.get("Epcr-Person");
  const may = answer.status === 200 && answer.headers.get("Epcr-Keep") && !answer.redirected;
  if (!may) {
    if (answer.status < 500 && !answer.headers.get("Epcr-Keep")) await drop(address);
    return false;
  }
  const headers = Object.fromEntries(HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, words]) => words));
  Object.assign(headers, { "Cache-Control": "no-store", "Epcr-Up-To": String(upTo), "Epcr-At": new Date().toISOString() });
  const words = await answer.text();
  if (epoch !== since) return false;
  try {
    const cache = await caches.open(OURS + who);
    await cache.put(keyOf(address), new Response(words, { headers }));
    await makeRoom(cache, MOST);
  } catch {
    const cache = await caches.open(OURS + who);
    await makeRoom(cache, 1); // the device is full: what waits to be sent needs the room more
    return false;
  }
  if (epoch !== since) await caches.delete(OURS + who);
  return epoch === since;
}

async function drop(address) {
  const [name] = await names(OURS);
  if (name) await (await caches.open(name)).delete(keyOf(address), { ignoreVary: true });
}

/** Lets go of the pages of sheets that were not opened for long. */
async function makeRoom(cache, most) {
  const bases = (await cache.keys()).map(({ url }) => SHEET.exec(new URL(url).pathname)?.[0]).filter(Boolean);
  const newestFirst = [...new Set(bases.reverse())];
  for (const base of newestFirst.slice(most)) {
    for (const request of await cache.keys()) if (new URL(request.url).pathname.startsWith(base)) await cache.delete(request, { ignoreVary: true });
  }
}

/** A kept page as it is shown: it says that it is one. */
async function shown(there) {
  const words = await there.text();
  const marks = `data-kept="${there.headers.get("Epcr-Up-To")}" data-kept-at="${there.headers.get("Epcr-At")}"`;
  return new Response(words.replace("<html ", `<html ${marks} `), { headers: there.headers });
}

// --- what the server has of this device since a page was kept (sent_since.js writes it) ---
function store() {
  return new Promise((resolve, reject) => {
    const opening = self.indexedDB.open(`epcr-sent${root === "/" ? "" : ` ${root.slice(0, -1)}`}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("change", { keyPath: "order", autoIncrement: true }).createIndex("field", "field", { unique: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = opening.onblocked = () => reject(new Error("no store"));
  });
}

async function onStore(mode, act) {
  try {
    const base = await store();
    const result = await new Promise((resolve, reject) => {
      const together = base.transaction("change", mode);
      const asking = act(together.objectStore("change"));
      together.oncomplete = () => resolve(asking.result);
      together.onabort = together.onerror = () => reject(together.error);
    });
    base.close();
    return result;
  } catch { return null; }
}

const newest = async () => (await onStore("readonly", (changes) => changes.openKeyCursor(null, "prev")))?.key ?? 0;

function forgetSent(who) {
  return onStore("readwrite", (changes) => {
    const going = changes.openCursor();
    going.onsuccess = () => {
      if (!going.result) return;
      if (going.result.value.person !== who) going.result.delete();
      going.result.continue();
    };
    return going;
  });
}

// --- what pages ask ---
const LINKS = /href="([^"#]*\?(?:entry|region)=[^"#&]+)/g;

async function inAdvance(address, person) {
  const began = Date.now();
  const [before, upTo] = [epoch, await newest()];
  const answer = await fetch(address, { headers: { "Epcr-In-Advance": "1" } });
  const took = Date.now() - began;
  if (answer.headers.get("Epcr-Person") !== person) return { over: true }; // the page that asks is an earlier visitor's
  const links = answer.ok ? [...(await answer.clone().text()).matchAll(LINKS)].map(([, link]) => new URL(link, address).href) : [];
  return { kept: await keep(address, answer, upTo, before), took, links: links.map(keyOf) };
}

async function whatIsKept(base) {
  const [name] = await names(OURS);
  const cache = name && await caches.open(name);
  const pages = [];
  for (const request of cache ? await cache.keys() : []) {
    if (request.url.startsWith(base)) pages.push([request.url, Number((await cache.match(request, { ignoreVary: true })).headers.get("Epcr-Up-To"))]);
  }
  return { pages, rests };
}

self.addEventListener("message", (event) => {
  const { keep: address, person, list, name } = event.data;
  const [port] = event.ports;
  const answered = () => {
    if (name) return { keys: name.map(keyOf) };
    return address ? inAdvance(new URL(address, self.location).href, person) : whatIsKept(new URL(list, self.location).href);
  };
  event.waitUntil(Promise.resolve().then(answered).then((answer) => port.postMessage(answer), () => port.postMessage({ away: true })));
});
