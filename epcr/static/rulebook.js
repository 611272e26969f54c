// The table of a ruleset narrows while one types or chooses: the page that the form would open is fetched, and only its
// result is put in place. Without scripts, or where fetching fails, the form opens that page itself.
const form = document.querySelector("[data-rulebook]");
let waiting = 0;
let asked = null;

function address() {
  const chosen = [...new FormData(form)].filter(([, value]) => value.trim());
  const query = new URLSearchParams(chosen).toString();
  return form.action + (query ? `?${query}` : "");
}

async function narrow() {
  asked?.abort();
  asked = new AbortController();
  const target = address();
  try {
    const answer = await fetch(target, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("rules").replaceChildren(...page.getElementById("rules").childNodes);
    document.querySelector("[data-rulebook-said]").textContent = document.querySelector("[data-rulebook-count]").textContent;
    history.replaceState(null, "", target);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(target);
  }
}

form?.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(narrow, event.target.type === "search" ? 180 : 0);
});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  narrow();
});
