// What was answered but not yet written when a page was left, for the next page of the same tab: a database can't be
// waited for then, and the tab's own storage needs no waiting. It holds something only between two pages.

import { isHistory } from "./history.js";

/** @typedef {import("./history.js").History} History */

const PREFIX = "clickcut-unwritten-";

/** @param {string} id  of the photo @param {string} model @param {History} history */
export function handOver(id, model, history) {
  attempt(() => sessionStorage.setItem(PREFIX + id, JSON.stringify({ model, history })));
}

/** What the page before handed over. @param {string} id @param {string} model @returns {History | null} */
export function handedOver(id, model) {
  return attempt(() => {
    const found = JSON.parse(sessionStorage.getItem(PREFIX + id) ?? "null");
    return found?.model === model && isHistory(found.history) ? found.history : null;
  });
}

/** It has been written since. @param {string} id */
export function clearHandover(id) {
  attempt(() => sessionStorage.removeItem(PREFIX + id));
}

export function clearHandovers() {
  attempt(() => {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) sessionStorage.removeItem(key);
  });
}

/** Some pages may not store anything, and some histories are too long. @template T @param {() => T} access */
function attempt(access) {
  try {
    return access();
  } catch {
    return null;
  }
}
