// The masks that are shown, as the page keeps them: only those that changed come from the worker.

/**
 * Of an object; equal keys, equal logits. Of one that fades, they are alpha − 0.5.
 * @typedef {Omit<import("#protocol").Painted, "handle" | "index"> & {key: string}} Known
 */
/** @typedef {Known & {logits: Float32Array}} Mask */
/** @typedef {Known & {logits?: Float32Array}} Told */

/** @param {Told[]} told @param {Mask[]} before @returns {Mask[]} */
export function complete(told, before) {
  const known = new Map(before.map(({ key, logits }) => [key, logits]));
  return told.map(({ logits, ...mask }) => ({
    ...mask,
    logits: /** @type {Float32Array} */ (logits ?? known.get(mask.key)),
  }));
}

/** What to paint of them. @param {readonly Mask[]} masks @param {import("./state.js").SessionState} state */
export function painted(masks, { objects }) {
  return masks.flatMap((mask) => {
    const object = objects.find((each) => each.id === mask.id);
    if (!object) return [];
    const { colour, active, bbox } = object;
    return [{ ...mask, colour, isActive: active, bbox }];
  });
}

/** What to paint of a mask that is known before there is an object. @param {Pick<Mask, "logits" | "extent" | "part">} mask */
export function foreseen(mask) {
  const known = { id: 0, key: "foretold", colour: "#000000", fades: false, isSurrounded: false };
  return { ...mask, ...known, isActive: true, bbox: null };
}

/** All of a photo, as a part of it. @param {import("#protocol").PhotoSize} photo @returns {import("#protocol").Box} */
export function wholeOf({ width, height }) {
  return [0, 0, width, height];
}

/**
 * Masks that are offered with what each may have been meant as, and the stack that they are of.
 * @template {{handle: number, index: number}} Copy @param {readonly Copy[]} copies
 * @param {readonly import("#protocol").Candidate[]} candidates
 */
export function withLevels(copies, candidates) {
  return copies.flatMap((copy) => {
    const known = candidates.find(({ index }) => index === copy.index);
    return known ? { ...copy, level: known.level, stack: String(copy.handle) } : [];
  });
}
