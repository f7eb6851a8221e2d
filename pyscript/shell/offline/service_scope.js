// A service worker's own scope: the folder whose pages it answers, and what it calls its caches there. Sites of one
// host share its storage, so nothing but what bears the scope's name is ever touched.

export const service = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (globalThis));

/** The address of that folder. */
export const scope = service.registration.scope;

const prefix = `clickcut ${scope} `; // an address holds no space, so none begins as another one's does

/** @param {string} kind */
export const cacheName = (kind) => prefix + kind;

/** The one cache that all versions share. */
export const VISITED = cacheName("visited");

/** Drop the scope's caches, but for some. @param {(name: string) => boolean | Promise<boolean>} isKept */
export async function dropCaches(isKept) {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && !(await isKept(name))) await caches.delete(name);
  }
}

/** @template {Event} T @param {string} type @param {(event: T) => void} listener */
export function listen(type, listener) {
  service.addEventListener(type, /** @type {EventListener} */ (listener));
}

/** The scope's open pages, whether this worker answers for them or not yet. */
export async function pages() {
  const clients = await service.clients.matchAll({ includeUncontrolled: true });
  return clients.filter(({ url }) => url.startsWith(scope));
}

/** @param {unknown} message */
export async function tellPages(message) {
  for (const page of await pages()) page.postMessage(message);
}
