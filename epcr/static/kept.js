// How drafts are shown: a line at the field that was filled in again, and a list of those whose form is not on this page.
import { realTime } from "./call_clock.js";

const two = (number) => String(number).padStart(2, "0");

function since(at) {
  const then = new Date(at);
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  return realTime(then.toDateString() === new Date().toDateString() ? clock : `${two(then.getMonth() + 1)}/${two(then.getDate())} ${clock}`);
}

function made(tag, looks, ...inside) {
  const one = document.createElement(tag);
  if (looks) one.className = looks;
  one.append(...inside);
  return one;
}

function discard(about, act) {
  const button = made("button", "btn btn-quiet btn-small", "Discard", made("span", "visually-hidden", ` what was kept: ${about}`));
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/** Says at the first of the fields that were filled in again since when it is kept, and at each what was saved meanwhile. */
export function sayKept(form, draft, put, act) {
  const labels = put.map((one) => one.label).join(", ");
  const also = Object.values(draft.fields).filter((one) => !put.some((other) => other.label === one.label));
  const words = made("span", "", made("b", "", `Kept from ${since(draft.at)}, not sent yet`), `: ${labels}.`,
    ...also.flatMap((one) => [` ${one.label}: `, made("bdi", "", one.words), "."]));
  const line = made("p", "kept-line", words, discard(labels, act));
  const place = (ones) => ones[0].closest(".answer-row, .row-gap, fieldset.field, .field") ?? ones[0];
  place(put[0].ones).before(line);
  for (const one of put.filter(({ meanwhile }) => meanwhile)) {
    place(one.ones).after(made("p", "kept-line kept-conflict", made("span", "", made("b", "", "Saved meanwhile: "), made("bdi", "", one.meanwhile), ". What you typed is in the field; saving replaces the saved value.")));
  }
  for (const { ones } of put) {
    for (let up = ones[0].closest("details"); up; up = up.parentElement?.closest("details")) {
      if (up.matches(".decide")) {
        if (!up.querySelector(":scope > summary .kept-mark")) up.querySelector("summary").append(made("span", "kept-mark", " (kept)"));
      } else if (!up.matches(".why")) up.open = true;
    }
  }
}

/** Lists the drafts whose form is not on this page, on top of it; a link to the page of one is marked. */
export function listKept(drafts, drop) {
  if (!drafts.length) return;
  const summary = made("summary", "");
  const count = (number) => { summary.textContent = number === 1 ? "1 draft is kept on this device, not sent yet" : `${number} drafts are kept on this device, not sent yet`; };
  const list = made("ul", "");
  const box = made("details", "kept-list no-print", summary, list);
  for (const draft of drafts) {
    const link = made("a", "", made("bdi", "", draft.title));
    link.href = draft.page;
    const words = made("dl", "facts", ...Object.values(draft.fields).map((one) => made("div", "", made("dt", "", one.label), made("dd", "as-typed", made("bdi", "", one.words || "taken out")))));
    const item = made("li", "", made("p", "", link, ` · ${since(draft.at)} `), words, discard(draft.title, () => {
      drop(draft);
      item.remove();
      count(list.children.length);
      if (!list.children.length) box.remove();
    }));
    list.append(item);
    const there = new URL(draft.page, location.href);
    for (const other of document.querySelectorAll("main a[href]")) {
      const leads = new URL(other.href);
      if (other !== link && leads.pathname === there.pathname && leads.search === there.search && leads.pathname + leads.search !== location.pathname + location.search) {
        other.append(made("span", "kept-mark", " (draft kept)"));
      }
    }
  }
  count(drafts.length);
  document.querySelector("main .messages")?.after(box);
}
