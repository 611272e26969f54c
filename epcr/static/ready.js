// Before the page is drawn: what only works with scripts may show, and the server may leave to them what they draw by themselves.
const root = document.documentElement;
root.classList.add("js");
document.cookie = `scripts=1; Path=${root.dataset.root ?? "/"}; SameSite=Lax`;
// Without the file of its fields a form has none: the same page with every field in its place needs no file.
addEventListener("error", ({ target }) => { if (target.dataset?.whole) location.replace(target.dataset.whole + location.hash); }, true);
