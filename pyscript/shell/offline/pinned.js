// What every visit needs, of one version of the site: all of it is kept, or the version before stays.
import { cacheName, dropCaches, scope, tellPages, VISITED } from "./service_scope.js";
import { mark, page, pinned, version } from "./site_version.js";
import { verified } from "./verified.js";

const NAME = cacheName(`pinned ${version}`);
const KEPT = [NAME, VISITED];

/**
 * Where a file may be, the cheapest first: kept already, by the version before for one; in the browser's HTTP cache;
 * on the host.
 * @type {((address: string) => Promise<Response | undefined>)[]}
 */
const SOURCES = [
  (address) => caches.match(address),
  (address) => fetch(address),
  (address) => fetch(address, { cache: "reload" }),
];

/** @param {string} address @returns {Promise<Response>} */
async function obtain(address) {
  const sha256 = pinned.get(address)?.sha256 ?? "";
  /** @type {Response | undefined} */
  let response;
  for (const source of SOURCES) {
    response = await source(address).catch(() => undefined); // the next one may do better
    const file = response && (await verified(response, sha256, address === page ? mark : undefined));
    if (file) return file;
  }
  // Without a network, the browser tries again at the next visit; what the host does it would do again.
  if (response) await refuse(response.ok ? "altered" : "missing", address);
  throw new Error(`not-of-this-version: ${address}`);
}

/** Say on the page why it isn't kept. @param {"altered" | "missing" | "full"} refused @param {string} [address] */
const refuse = (refused, address = "") => tellPages({ refused, file: address.replace(scope, "") });

/**
 * Keep all files. What an earlier attempt has got stays and is not fetched again; the page comes last, so that a cache
 * that has it is whole.
 */
export async function keepAll() {
  await dropUnfinished();
  const cache = await caches.open(NAME);
  try {
    for (const address of pinned.keys()) {
      if (!(await cache.match(address))) await cache.put(address, await obtain(address));
    }
  } catch (error) {
    if (/** @type {Error} */ (error).name === "QuotaExceededError") {
      await caches.delete(NAME);
      await refuse("full");
    }
    throw error;
  }
}

/** Drop every other version. */
export const dropOtherVersions = () => dropCaches((name) => KEPT.includes(name));

/** Drop other versions of which not everything ever came. */
const dropUnfinished = () =>
  dropCaches(
    async (name) => KEPT.includes(name) || (await caches.match(page, { cacheName: name })) !== undefined,
  );

/** @param {string} address  of a pinned file */
export async function answerPinned(address) {
  const kept = await caches.match(address, { cacheName: NAME }).catch(() => undefined);
  return kept ?? fetch(address); // only where somebody emptied the cache
}
