// The session's history as the page follows it, step by step, for the day the worker dies.
import generated from "#generated";

/** @typedef {import("#protocol").Step} Step */
/** @typedef {import("#protocol").History} History */

/** @type {History} */
export const UNTOUCHED = { documents: [], position: 0 };

/**
 * Whether this may be a history: what a browser keeps, anybody on its site may have written. Browsers read what nests
 * deeply, but neither a message between threads nor Python's stack takes it.
 * @param {unknown} found @returns {found is History}
 */
export function isHistory(found) {
  const { documents, position } = /** @type {Partial<History>} */ (found ?? {});
  return Array.isArray(documents) && Number.isInteger(position) && isWithin(found, generated.mostDepth);
}

/** @param {unknown} value @param {number} depth @returns {boolean} */
function isWithin(value, depth) {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isWithin(each, depth - 1));
}

/** @param {History} history @param {Step} step @returns {History} */
export function follow(history, { document, position, count }) {
  const documents = history.documents.slice(0, count);
  documents[position] = document;
  return { documents, position };
}
