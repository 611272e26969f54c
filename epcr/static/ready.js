// Before the page is drawn: what only works with scripts may show.
document.documentElement.classList.add("js");
