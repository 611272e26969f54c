// Prepares a class's documents while one watches: the file is fetched as it is made, and what is said between its pieces tells how
// far it is (epcr/batch/streaming.py). Cancelling ends the request, and the server stops drawing. Without scripts the form itself
// downloads the file.
const form = document.querySelector("[data-batch]");
const part = (name) => document.querySelector(`[data-batch-${name}]`);
/** Typed words in an element of their own, which turns nothing around it. */
const typed = (words) => Object.assign(document.createElement("bdi"), { textContent: words });
const counted = (number) => `${number} run sheet${number === 1 ? "" : "s"}`;
const NO_ANSWER = "The server did not send it. Open this page again; you may have to sign in.";
const BROKEN = "The connection broke before the end.";
const WAITING = "Others are prepared first. Yours start automatically; leave this page open.";
let running = null; // what ends the request that is under way
let kept = ""; // the address of the finished file in this browser

/** Reads lines of JSON and the bytes that follow them. */
function reading(reader) {
  const words = new TextDecoder();
  let rest = new Uint8Array();
  const more = async () => {
    const { value, done } = await reader.read();
    if (done) throw new Error(BROKEN);
    if (!rest.length) { rest = value; return; }
    const both = new Uint8Array(rest.length + value.length);
    both.set(rest);
    both.set(value, rest.length);
    rest = both;
  };
  return {
    async line() {
      let end;
      while ((end = rest.indexOf(10)) < 0) await more();
      const line = words.decode(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      return JSON.parse(line);
    },
    async bytes(count) {
      const found = [];
      for (let left = count; left;) {
        if (!rest.length) await more();
        const some = rest.subarray(0, left);
        found.push(some);
        rest = rest.subarray(some.length);
        left -= some.length;
      }
      return new Blob(found); // the browser keeps large ones on disk
    },
  };
}

/** Resolves after so many seconds; rejects when it is cancelled meanwhile. */
function after(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

/** The stream of the file and its first line; while others are prepared, waits as long as that line says and asks again. */
async function begun(signal) {
  const query = new URLSearchParams(new FormData(form));
  query.set("told", "1");
  for (;;) {
    const answer = await fetch(`${form.action}?${query}`, { signal });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/octet-stream")) throw new Error(NO_ANSWER);
    const stream = reading(answer.body.getReader());
    const first = await stream.line();
    if (!first.wait) return { stream, first };
    part("words").textContent = WAITING;
    part("said").textContent = WAITING;
    await after(first.wait, signal);
  }
}

async function prepared(signal, tell) {
  const { stream, first } = await begun(signal);
  const blobs = [];
  const lost = [];
  for (let said = first; ; said = await stream.line()) {
    blobs.push(await stream.bytes(said.bytes));
    if (said.lost) lost.push([typed(said.title), ` ${said.lost}.`]);
    if (said.done) return { blob: new Blob(blobs, { type: first.type }), ...first, lost, printed: said.printed };
    tell(said, first.of);
  }
}

function telling() {
  const bar = part("bar");
  let quarter = 0;
  return (said, of) => {
    bar.max = of;
    bar.value = said.sheet ?? bar.value;
    part("words").replaceChildren(...(said.sheet ? [`${said.sheet} of ${of} · `, typed(said.title)] : [`${counted(of)} to come`]));
    const now = Math.floor((4 * bar.value) / of);
    if (now > quarter && now < 4) part("said").textContent = `${said.sheet} of ${of} prepared`; // not each of a thousand is read out
    quarter = now;
  };
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function link(words, className, options) {
  return Object.assign(element("a", className, words), options);
}

function finished({ blob, name, type, of, printed, lost }) {
  kept = URL.createObjectURL(blob);
  const all = printed === of;
  const title = element("h2", "", all ? `${counted(of)} ready` : `${printed} of ${counted(of)} ready`);
  const acts = element("div", "form-acts");
  const save = link("Save", "btn btn-secondary", { href: kept, download: name });
  if (type === "application/pdf") acts.append(link("Open to print", "btn btn-primary", { href: kept, target: "_blank" }));
  else save.className = "btn btn-primary";
  acts.append(save);
  const parts = [title, element("p", "quiet", typed(name), `, ${size(blob.size)}`)];
  if (lost.length) {
    parts.push(element("div", "panel panel-attention", element("p", "panel-title", lost.length === 1 ? "One is not as it should be" : `${lost.length} are not as they should be`),
      element("ul", "", ...lost.map((words) => element("li", "", ...words)))));
  }
  return [...parts, acts];
}

function stopped(words) {
  return [element("h2", "", "Not ready"), element("p", "", words)];
}

function show(parts, said) {
  const end = part("end");
  end.replaceChildren(...parts);
  end.hidden = false;
  part("said").textContent = said;
  end.focus();
  end.scrollIntoView({ block: "nearest" });
}

async function prepare() {
  URL.revokeObjectURL(kept);
  running = new AbortController();
  part("end").hidden = true;
  part("bar").value = 0;
  part("words").textContent = "Beginning";
  part("progress").hidden = false;
  form.querySelector("button").disabled = true;
  part("cancel").focus();
  try {
    const made = await prepared(running.signal, telling());
    show(finished(made), `${made.printed} of ${counted(made.of)} ready`);
  } catch (error) {
    const far = part("bar").value;
    const words = error.name === "AbortError" ? `Cancelled after ${far} of ${counted(part("bar").max)}. Nothing is kept.`
      : error instanceof TypeError ? BROKEN : error.message;
    show(stopped(error.name === "AbortError" ? words : `${words} Prepare them again.`), words);
  } finally {
    running = null;
    part("progress").hidden = true;
    form.querySelector("button").disabled = false;
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!running) prepare();
});
part("cancel")?.addEventListener("click", () => running?.abort());
addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
