// Signing in on the spot, when the session ended while somebody wrote: the form of the sign-in page in a dialog over the page, so that
// nothing has to be left. Who signs in as another person sends nothing of what stands here; the server sees to that.
const root = document.documentElement.dataset.root ?? "/";
const ARRIVED = `${root}healthz`; // what is asked for after signing in; any small page of ours

let open = null;

async function formOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form[data-signs-in]");
  return form && { form: document.adoptNode(form), errors: page.querySelector(".error-summary") };
}

/** Asks for login and password; whether somebody signed in. */
export function signInHere() {
  open ??= ask().finally(() => { open = null; });
  return open;
}

async function ask() {
  const found = await formOf(await fetch(`${root}sign-in?next=${encodeURIComponent(ARRIVED)}`));
  if (!found) return true; // signed in already, in another tab
  const dialog = document.createElement("dialog");
  dialog.className = "sign-in-here";
  dialog.setAttribute("aria-labelledby", "sign-in-here");
  const title = document.createElement("h2");
  title.id = "sign-in-here";
  title.textContent = "Sign in to send what you typed";
  const later = document.createElement("button");
  later.type = "button";
  later.className = "btn btn-quiet";
  later.textContent = "Later";
  dialog.append(title, found.form, later);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    const end = (signedIn) => { dialog.remove(); done(signedIn); };
    later.addEventListener("click", () => end(false));
    dialog.addEventListener("cancel", () => end(false));
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (new URL(answer.url).pathname === ARRIVED) { end(true); return; }
        const again = await formOf(answer);
        if (!again) { end(true); return; }
        form.replaceWith(...[again.errors, again.form].filter(Boolean));
        dialog.querySelector("input:not([type=hidden])")?.focus();
      } catch { title.textContent = "No network. Try again when it is back"; }
    });
  });
}
