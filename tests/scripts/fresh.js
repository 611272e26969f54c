// How Node reads the scripts of epcr/static: as modules, as a browser does, and each page's anew with all that they import.
const OURS = "/epcr/static/";

/** A script that is imported by one of a page belongs to the same page. */
export async function resolve(name, context, next) {
  const found = await next(name, context);
  const page = new URL(context.parentURL ?? found.url).search;
  return found.url.includes(OURS) && page && !found.url.includes("?") ? { ...found, url: found.url + page } : found;
}

export function load(url, context, next) {
  return next(url, url.includes(OURS) ? { ...context, format: "module" } : context);
}
