// One version of a published site, as the publisher put it in front of the worker: which files it has, and what is in them.
import { scope, service } from "./service_scope.js";

/**
 * A file's address below the site or elsewhere, the first digits of its SHA-256 at least, and its size in bytes.
 * @typedef {[address: string, sha256: string, size: number]} Listed
 */
/**
 * `mark`: what only this version's page has in it, twice; `pinned`: what every visit needs, the page last; `visited`: what is worth keeping once it was used, up to `budget`
 * bytes.
 * @typedef {{version: string, budget: number, mark: string, pinned: Listed[], visited: Listed[]}} Site
 */
/** @typedef {Map<string, {sha256: string, size: number}>} Files  by absolute address */

/** @param {Listed[]} listed @returns {Files} */
function byAddress(listed) {
  return new Map(listed.map(([address, sha256, size]) => [new URL(address, scope).href, { sha256, size }]));
}

const site = service.clickcutSite;
export const { version, budget, mark } = site;
export const pinned = byAddress(site.pinned);
export const visited = byAddress(site.visited);
/** The page's whole address: of the folder's two names the longer one. */
export const page = new URL("index.html", scope).href;
