// When a new version takes over from the one before: once no page of that is open, or when its only page is reloaded.
// The browser alone would wait until that page is closed, for a page that is reloaded never goes before its answer is there.
import { listen, pages, service } from "./service_scope.js";
import { ISOLATING } from "./verified.js";

const TAKE_OVER = "take-over";
let isLeaving = false;

/** Take over when the version before says so. */
export function succeed() {
  listen("message", (/** @type {MessageEvent} */ { data }) => {
    if (data === TAKE_OVER) void service.skipWaiting();
  });
}

/**
 * Make room for a version that waits, if nobody else needs this one any more.
 * @param {FetchEvent} event  that asks for a page
 * @returns {Promise<boolean>}  whether the page is to be asked for once more: a version can't take over before this
 *   request is answered
 */
export async function makeRoom({ request }) {
  const { waiting } = service.registration;
  if (!waiting || !(isLeaving || (request.isReloadNavigation && (await pages()).length < 2))) return false;
  isLeaving = true;
  waiting.postMessage(TAKE_OVER);
  return true;
}

/**
 * An empty page that is loaded again at once, and asks for no icon meanwhile. A `Refresh` header would not do: to an
 * address with a fragment it is no load but a jump.
 */
export const onceMore = () =>
  new Response('<!doctype html><link rel="icon" href="data:,"><script>location.reload()</script>', {
    headers: { "Content-Type": "text/html", ...ISOLATING },
  });
