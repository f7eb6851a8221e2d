// A browser's caches and a service worker's scope, in memory: Node has neither. Requests and responses are real ones.

export const SCOPE = "https://site.test/our/album/";

/** Answers are kept by address, as bytes, so that each can be read again and again. */
class MemoryCache {
  /** @type {Map<string, Response>} */
  #kept = new Map();

  /** @param {string} address */
  async match(address) {
    return this.#kept.get(address)?.clone();
  }

  /** @param {string} address @param {Response} response */
  async put(address, response) {
    this.#kept.delete(address);
    this.#kept.set(address, response);
  }

  /** @param {string} address */
  async delete(address) {
    return this.#kept.delete(address);
  }

  async keys() {
    return [...this.#kept.keys()].map((url) => ({ url }));
  }
}

export class MemoryCaches {
  /** @type {Map<string, MemoryCache>} */
  #caches = new Map();

  /** @param {string} name */
  async open(name) {
    const cache = this.#caches.get(name) ?? new MemoryCache();
    this.#caches.set(name, cache);
    return cache;
  }

  /** @param {string} address @param {{cacheName?: string}} [where] */
  async match(address, { cacheName } = {}) {
    for (const [name, cache] of this.#caches) {
      const found = cacheName === undefined || name === cacheName ? await cache.match(address) : undefined;
      if (found) return found;
    }
  }

  async keys() {
    return [...this.#caches.keys()];
  }

  /** @param {string} name */
  async delete(name) {
    return this.#caches.delete(name);
  }
}
