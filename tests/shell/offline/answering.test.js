// Which requests a site's worker answers, and which it lets through untouched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SCOPE } from "./caches.js";
import { address, browse, content, listeners, NAME } from "./site.js";

await import("../../../pyscript/shell/offline/service_worker.js");

/**
 * What the worker answers a request with; null where it lets it through.
 * @param {string} url @param {{method?: string, mode?: string, range?: string}} [how]
 */
async function answered(url, { method = "GET", mode = "no-cors", range } = {}) {
  const headers = new Headers(range ? { Range: range } : {});
  /** @type {Promise<Response> | null} */
  let answer = null;
  const event = {
    request: { url, method, mode, headers },
    respondWith: (/** @type {Promise<Response>} */ given) => (answer = given),
    waitUntil() {},
  };
  for (const listener of listeners.get("fetch") ?? []) listener(event);
  const response = /** @type {Response | null} */ (await answer);
  return response ? response.text() : null;
}

test("the page is answered by either of the folder's names, whatever query a shared link has", () =>
  browse(async ({ caches }) => {
    await (await caches.open(NAME)).put(address("index.html"), new Response("the page"));
    for (const url of [SCOPE, `${SCOPE}index.html`, `${SCOPE}?from=a-friend`, `${SCOPE}index.html#photo`])
      assert.equal(await answered(url, { mode: "navigate" }), "the page", url);
  }));

test("other pages in the folder and beside it are let through", () =>
  browse(async () => {
    for (const url of [`${SCOPE}mine.html`, "https://site.test/our/", "https://other.test/"])
      assert.equal(await answered(url, { mode: "navigate" }), null, url);
  }));

test("listed files are answered, of the site and of elsewhere", () =>
  browse(async () => {
    assert.equal(await answered(address("element.js")), content("element.js"));
    assert.equal(await answered("https://cdn.test/worker.js"), content("https://cdn.test/worker.js"));
    assert.equal(await answered(address("a.jpg")), content("a.jpg"));
  }));

test("what is not listed, has a query, asks for a part or sends something is let through", () =>
  browse(async ({ asked }) => {
    assert.equal(await answered(address("other.jpg")), null);
    assert.equal(await answered(address("element.js?new")), null);
    assert.equal(await answered(address("element.js"), { range: "bytes=0-" }), null);
    assert.equal(await answered(address("element.js"), { method: "POST" }), null);
    assert.deepEqual(asked, []);
  }));
