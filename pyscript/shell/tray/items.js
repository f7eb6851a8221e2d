// The photos in a tray, as plain values: what is known of each, what is done, and which comes next.

/** @typedef {{code: string, values: Record<string, unknown>, message: string}} Problem  why a photo can't be opened */
/**
 * A photo. `stage`: what is there of it already; `wasOpened`: its work is kept under its SHA-256, which is known then;
 * `isKept`: it outlasts the page; `thumb`: a small picture's file.
 * @typedef {{
 *   readonly key: string, readonly name: string, readonly sha256: string | null,
 *   readonly stage: "waiting" | "encoding" | "ready" | "picked", readonly isDone: boolean,
 *   readonly wasOpened: boolean, readonly isKept: boolean, readonly problem: Problem | null,
 *   readonly thumb: Uint8Array<ArrayBuffer> | null,
 * }} Item
 */
/** @typedef {readonly Item[]} Items */

const STAGES = ["waiting", "encoding", "ready", "picked"];

/** @param {string} key @param {string} name @returns {Item} */
export function itemOf(key, name) {
  const nothing = { sha256: null, problem: null, thumb: null };
  return { key, name, stage: "waiting", isDone: false, wasOpened: false, isKept: true, ...nothing };
}

/** The same items where nothing is another. @param {Items} items @param {string} key @param {Partial<Item>} change @returns {Items} */
export function changed(items, key, change) {
  const differs = (/** @type {Item} */ item) =>
    Object.entries(change).some(([name, value]) => item[/** @type {keyof Item} */ (name)] !== value);
  if (!items.some((item) => item.key === key && differs(item))) return items;
  return items.map((item) => (item.key === key ? { ...item, ...change } : item));
}

/** @param {Items} items @param {string | null} key */
export const find = (items, key) => items.find((item) => item.key === key) ?? null;

/** @param {Item} item */
const isLeft = (item) => !item.isDone && !item.problem;

/** What something is still to be done about, from the next one round to where it began. @param {Items} items @param {string | null} key */
export function left(items, key) {
  const at = items.findIndex((item) => item.key === key);
  return [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))].filter(isLeft);
}

/** The photo before or after, of those that open. @param {Items} items @param {string | null} key @param {1 | -1} by */
export function beside(items, key, by) {
  const ordered = by > 0 ? items : [...items].reverse();
  const at = ordered.findIndex((item) => item.key === key);
  return ordered.slice(at + 1).find(({ problem }) => !problem) ?? null;
}

/** What is seen of it. @param {Item} item @returns {"broken" | "done" | Item["stage"]} */
export function lookOf({ problem, isDone, stage }) {
  if (problem) return "broken";
  return isDone ? "done" : stage;
}

/** @param {Items} items */
export function count(items) {
  return {
    all: items.length,
    done: items.filter(({ isDone }) => isDone).length,
    unkept: items.filter(({ isKept, problem }) => !isKept && !problem).length,
    broken: items.filter(({ problem }) => problem),
  };
}

/**
 * A tray that was kept, with what can't have outlasted the page; null of what is none: anybody on the site may have
 * written it. @param {unknown} kept @returns {{items: Items, current: string | null} | null}
 */
export function restored(kept) {
  const { items, current } = /** @type {{items?: unknown, current?: unknown}} */ (kept ?? {});
  if (!Array.isArray(items) || items.length === 0 || !items.every(isItem)) return null;
  const back = items.map((item) => ({ ...item, stage: item.wasOpened ? item.stage : "waiting" }));
  return { items: back, current: typeof current === "string" ? current : null };
}

/** @param {unknown} value @returns {value is Item} */
function isItem(value) {
  const { key, name, sha256, stage, thumb, problem } = /** @type {Partial<Item>} */ (value ?? {});
  return (
    [key, name].every((text) => typeof text === "string") &&
    (sha256 === null || typeof sha256 === "string") &&
    STAGES.includes(String(stage)) &&
    (thumb === null || thumb instanceof Uint8Array) &&
    (problem === null || typeof problem?.code === "string")
  );
}

/** Whether the reason lies in the photo, so that it won't open another time. @param {string} code */
export function isPhotosFault(code) {
  return (
    code !== "no-photo" &&
    /photo|^too-many-(bytes|pixels)$|^recipe-|^file-unreadable$|^png-too-large$/.test(code)
  );
}
