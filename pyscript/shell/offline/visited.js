// Photos and whatever else was looked at, kept within a budget: the longest unused go first. Nobody waits for it, and
// where nothing can be kept, the network answers.
import { VISITED } from "./service_scope.js";
import { budget, visited } from "./site_version.js";
import { verified } from "./verified.js";

const ORDER = "https://order.invalid/"; // the kept addresses, the longest unused first; the rest is older still

/** Used since the order was last written, the latest last. @type {Set<string>} */
const recent = new Set();
/** @type {Promise<unknown>} */
let tail = Promise.resolve();

/** One change at a time; one that fails changes nothing for the visitor. @param {(cache: Cache) => Promise<void>} change */
function next(change) {
  tail = tail.then(async () => change(await caches.open(VISITED))).catch(() => {});
  return tail;
}

/** @param {FetchEvent} event  that asks for a listed file */
export async function answerVisited(event) {
  const { request } = event;
  const kept = await caches
    .open(VISITED)
    .then((cache) => cache.match(request.url))
    .catch(() => undefined);
  if (kept) {
    event.waitUntil(note(request.url));
    return kept;
  }
  const response = await fetch(request);
  event.waitUntil(keep(request.url, response.clone()).catch(() => {}));
  return response;
}

/** @param {string} address */
function note(address) {
  recent.delete(address);
  recent.add(address);
  return next(async (cache) => {
    if (recent.size > 0) await writeOrder(cache, await takeOrder(cache));
  });
}

/** Keep what was used before: the browser's HTTP cache may still have it. @param {string[]} addresses */
export async function keepUsed(addresses) {
  for (const address of addresses) {
    if (visited.has(address))
      await fetch(address)
        .then((response) => keep(address, response))
        .catch(() => {});
  }
}

/** @param {string} address @param {Response} response */
async function keep(address, response) {
  const file = await verified(response, visited.get(address)?.sha256 ?? "");
  if (!file) return; // a site that is being uploaded, for one
  await next(async (cache) => {
    const kept = (await takeOrder(cache)).filter((each) => each !== address);
    let bytes = sum(kept);
    const most = Math.min(budget, bytes + (await room())) - size(address);
    while (kept.length > 0 && bytes > most) {
      const oldest = /** @type {string} */ (kept.shift());
      await cache.delete(oldest);
      bytes -= size(oldest);
    }
    if (bytes <= most) {
      await cache.put(address, file);
      kept.push(address);
    }
    await writeOrder(cache, kept); // also where the file finds no room: its taker has forgotten what was used
  });
}

/** Drop what has left the site since. */
export function dropUnlisted() {
  return next(async (cache) => {
    for (const { url } of await cache.keys()) {
      if (url !== ORDER && !visited.has(url)) await cache.delete(url);
    }
  });
}

/** What is kept, the longest unused first; to be written then. @param {Cache} cache @returns {Promise<string[]>} */
async function takeOrder(cache) {
  /** @type {string[]} */
  const order = (await (await cache.match(ORDER))?.json()) ?? [];
  const addresses = (await cache.keys()).map(({ url }) => url).filter((url) => url !== ORDER);
  const rank = new Map([...order, ...recent].map((address, place) => [address, place]));
  recent.clear();
  return addresses.sort((one, other) => (rank.get(one) ?? -1) - (rank.get(other) ?? -1));
}

/** @param {Cache} cache @param {string[]} addresses */
function writeOrder(cache, addresses) {
  return cache.put(ORDER, new Response(JSON.stringify(addresses)));
}

/** Half of what the browser still has for this host: the rest is for what the page itself keeps. */
async function room() {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return (quota - usage) / 2;
}

/** @param {string} address */
const size = (address) => visited.get(address)?.size ?? 0;

/** @param {string[]} addresses */
const sum = (addresses) => addresses.reduce((bytes, address) => bytes + size(address), 0);
