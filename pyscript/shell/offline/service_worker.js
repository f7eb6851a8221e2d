// The worker of a site that was published for use offline. It answers for the files on its list and lets everything else
// through untouched: other addresses, queries, parts of files, whatever is sent.
import { answerPinned, dropOtherVersions, keepAll } from "./pinned.js";
import { listen, scope, service } from "./service_scope.js";
import { page, pinned, visited } from "./site_version.js";
import { makeRoom, onceMore, succeed } from "./succession.js";
import { answerVisited, dropUnlisted, keepUsed } from "./visited.js";

succeed();

listen("install", (/** @type {ExtendableEvent} */ event) => event.waitUntil(keepAll()));

listen("activate", (/** @type {ExtendableEvent} */ event) =>
  event.waitUntil(Promise.all([dropOtherVersions(), dropUnlisted(), service.clients.claim()])),
);

// What a page loaded before there was a worker.
listen("message", (/** @type {ExtendableEvent & MessageEvent} */ event) => {
  if (event.data?.used) event.waitUntil(keepUsed(event.data.used));
});

listen("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("Range")) return;
  if (request.mode === "navigate") {
    if (isPage(request.url)) event.respondWith(answerPage(event));
  } else if (pinned.has(request.url)) event.respondWith(answerPinned(request.url));
  else if (visited.has(request.url)) event.respondWith(answerVisited(event));
});

/** The page reads no query, so one that was put behind a shared link changes nothing. @param {string} address */
function isPage(address) {
  const { origin, pathname } = new URL(address);
  return [scope, page].includes(origin + pathname);
}

/** @param {FetchEvent} event */
async function answerPage(event) {
  return (await makeRoom(event)) ? onceMore() : answerPinned(page);
}
