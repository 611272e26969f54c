// Has the pages of an open sheet kept on this device, so that they open with no network: one at a time, with a rest after each that is
// longer the slower the server answers. Only a secure address lets a browser do so; elsewhere the page says that it cannot.
import { notAskedHere } from "./kept_page.js";
import { keptPage, sentOf } from "./sent_since.js";

const { worker, person, root = "/" } = document.documentElement.dataset;
const base = document.querySelector("[data-keeps]")?.dataset.keeps ?? "";
const saidPlace = document.querySelector("[data-keeps-said]");
const SOON = 1500; // milliseconds after a page is there; what it needs itself comes first
const QUIET = 20_000; // milliseconds without a change before a page that tells it is fetched anew; chosen here
const SHORTEST = 2000; // milliseconds of rest, and the longest; chosen here
const LONGEST = 60_000;
const AGAIN = 30_000; // milliseconds until it is tried again, where there is no network
const HOME = new URL(root.endsWith("/") ? root : `${root}/`, location.href).href;
const OF_ALL = ["call", "check"]; // these tell something of every section
const IN_ALL = "crew-"; // who is on the crew is chosen from in many sections

const rest = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

function say(words, trust = "") {
  if (!saidPlace) return;
  saidPlace.textContent = words;
  if (!trust) return;
  const link = document.createElement("a");
  Object.assign(link, { href: trust, textContent: "How they open without" });
  saidPlace.append(" ", link);
}

async function ask(about) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new window.MessageChannel();
  const answer = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
  active.postMessage(about, [port2]);
  return Promise.race([answer, rest(AGAIN).then(() => ({ away: true }))]);
}

/** The pages of this sheet that this page leads to, as the worker names them: its own places first, then entries and body regions. */
async function known() {
  const under = new URL(base, location.href).href;
  const links = (selector) => [...document.querySelectorAll(selector)].map((link) => link.href).filter((address) => address.startsWith(under));
  const all = [...links("a[data-goto]"), ...notAskedHere().map(({ address }) => address), ...links("main a[href*='?entry='], main a[href*='?region=']")];
  for (;;) {
    const { away, keys } = await ask({ name: all.map((address) => new URL(address, location.href).href) });
    if (!away) return [...new Set(keys)];
  }
}

const slugOf = (address) => new URL(address).pathname.slice(base.length);

/** Of these pages, which are not kept, and which do not tell yet what was sent since. */
async function wanting(pages, kept) {
  const sent = await sentOf(`${base}changes`);
  const tells = (slug, anchor) => OF_ALL.includes(slug) || anchor.startsWith(`${slug}-`) || (slug && anchor.startsWith(IN_ALL));
  const latest = (slug) => Math.max(0, ...sent.filter(({ anchor }) => tells(slug, anchor)).map(({ order }) => order));
  return {
    missing: pages.filter((address) => !kept.has(address)),
    old: pages.filter((address) => address !== HOME && kept.get(address) < latest(slugOf(address))),
  };
}

async function keepPages() {
  let changed = 0;
  document.addEventListener("changes-sent", () => { changed = Date.now(); });
  await rest(SOON);
  const pages = [HOME, ...await known()];
  for (;;) {
    const { away, pages: list = [], rests = 0 } = await ask({ list: HOME });
    const kept = new Map(list);
    const { missing, old } = await wanting(pages, kept);
    const left = missing.length + old.length;
    if (!away) say(left ? `Kept on this device: ${pages.length - left} of ${pages.length} pages` : "Opens without a network");
    const quiet = Date.now() - changed >= (rests ? QUIET : 0);
    const address = away ? null : missing[0] ?? (quiet ? old[0] : null);
    if (!address) { await rest(rests ? QUIET / 4 : 500); continue; }
    const answer = await ask({ keep: address, person });
    if (answer.over) return;
    if (answer.away) { await rest(AGAIN); continue; }
    if (!answer.kept) pages.splice(pages.indexOf(address), 1); // it is none of those that may be kept
    const under = new URL(base, location.href).href;
    for (const link of answer.links) if (!pages.includes(link) && link.startsWith(under)) pages.push(link);
    const calm = Math.min(LONGEST, Math.max(SHORTEST, answer.took * rests)) * (0.75 + Math.random() / 2);
    await rest(rests ? calm : 0);
  }
}

async function begin() {
  await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  if (!base || keptPage) return; // an old page does not lead to what came since
  const { locks } = navigator;
  if (locks) await locks.request(`epcr-keeping ${root}`, keepPages); // the tab that was first; another one when that is closed
  else await keepPages();
}

if (worker && window.isSecureContext && navigator.serviceWorker) begin().catch(() => say(""));
else if (worker) say("What you type is kept on this device. Opening a page needs the network.", saidPlace?.dataset.trust);
