// The session's history as the page follows it, step by step, for the day the worker dies.

/** @typedef {import("#protocol").Step} Step */
/** @typedef {import("#protocol").History} History */

/** @type {History} */
export const UNTOUCHED = { documents: [], position: 0 };

/** @param {History} history @param {Step} step @returns {History} */
export function follow(history, { document, position, count }) {
  const documents = history.documents.slice(0, count);
  documents[position] = document;
  return { documents, position };
}
