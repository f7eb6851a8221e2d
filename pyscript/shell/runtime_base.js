// Where the engine's files are: beside this module, unless the page says otherwise. A bundler takes this module away
// from them, so its users have to say.

/** @type {string | URL | null} */
let folder = null;

/**
 * Say where the folder `runtime` of this package is on the site: before the first photo opens.
 * @param {string | URL | null} url  a folder; relative ones are resolved against the page; null is beside this module
 */
export function setRuntime(url) {
  folder = url;
}

/** The address of a file of the engine. @param {string} [file]  the folder itself, unless given */
export function inRuntime(file = "./") {
  return new URL(file, folder === null ? import.meta.url : asFolder(folder));
}

/** @param {string | URL} url */
function asFolder(url) {
  const absolute = new URL(url, document.baseURI);
  if (!absolute.pathname.endsWith("/")) absolute.pathname += "/";
  return absolute;
}
