// A published site and its worker's scope, for tests of the worker's parts: they read both as they are loaded.
import { hexSha256 } from "../../../pyscript/shell/files/sha256.js";
import { withGlobals } from "../globals.js";
import { MemoryCaches, SCOPE } from "./caches.js";

/** Of a hundred bytes each. @param {string} name */
export const content = (name) => name.padEnd(100, ".");
/** @param {string} name @returns {Promise<[string, string, number]>} */
const listed = async (name) => [
  name,
  (await hexSha256(new TextEncoder().encode(content(name)))).slice(0, 16),
  100,
];
export const PINNED = ["element.js", "https://cdn.test/worker.js", "index.html"];
const VISITED = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"];

const site = {
  version: "v2",
  budget: 250,
  mark: "mark-of-v2",
  pinned: await Promise.all(PINNED.map(listed)),
  visited: await Promise.all(VISITED.map(listed)),
};
/** @type {any} */
export const registration = { scope: SCOPE, waiting: null };
/** What the worker listens to. @type {Map<string, ((event: any) => void)[]>} */
export const listeners = new Map();
const addEventListener = (/** @type {string} */ type, /** @type {(event: any) => void} */ listener) =>
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
Object.assign(globalThis, { registration, clickcutSite: site, addEventListener });

export const address = (/** @type {string} */ name) => new URL(name, SCOPE).href;
/** What the worker says to the page that is open. @type {any[]} */
export const told = [];
export const NAME = `clickcut ${SCOPE} pinned v2`;
export const SEEN = `clickcut ${SCOPE} visited`;

/**
 * A browser that has kept nothing yet, and a host that has every file, but for what `answer` says.
 * @param {(browser: {caches: MemoryCaches, asked: string[], kept: (name: string) => Promise<string[]>}) => unknown} body
 * @param {(name: string, options?: RequestInit) => Response | undefined} [answer]
 * @param {number} [quota]  bytes that this host may have in all
 */
export function browse(body, answer = () => undefined, quota = 1e6) {
  const caches = new MemoryCaches();
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {string | {url: string}} */ request, /** @type {RequestInit} */ options) => {
    const url = typeof request === "string" ? request : request.url;
    const name = url.startsWith(SCOPE) ? url.slice(SCOPE.length) : url;
    asked.push(name);
    return answer(name, options) ?? new Response(content(name));
  };
  const kept = async (/** @type {string} */ name) => {
    const urls = (await (await caches.open(name)).keys()).map(({ url }) => url);
    return urls.filter((url) => !url.includes("order.invalid")).map((url) => url.replace(SCOPE, ""));
  };
  const estimate = async () => ({ quota, usage: 100 * (await kept(SEEN)).length });
  const navigator = { storage: { estimate } };
  told.length = 0;
  const open = { url: SCOPE, postMessage: (/** @type {unknown} */ message) => told.push(message) };
  const clients = { matchAll: async () => [open, { ...open, url: "https://site.test/" }] };
  return withGlobals({ caches, fetch, navigator, clients }, () => body({ caches, asked, kept }));
}
