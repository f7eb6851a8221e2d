// The session's history as the page follows it, step by step, for the day the worker dies.

/** @typedef {{document: any, position: number, count: number}} Step */
/** @typedef {{documents: any[], position: number}} History */

/** @type {History} */
export const UNTOUCHED = { documents: [], position: 0 };

/** @param {History} history @param {Step} step @returns {History} */
export function follow(history, { document, position, count }) {
  const documents = history.documents.slice(0, count);
  documents[position] = document;
  return { documents, position };
}
