// The masks that are shown, as the page keeps them: only those that changed come from the worker.

/** @typedef {{id: number, key: string, logits: Float32Array}} Mask  of an object; equal keys, equal logits */
/** @typedef {{id: number, key: string, logits?: Float32Array}} Told */

/** @param {Told[]} told @param {Mask[]} before @returns {Mask[]} */
export function complete(told, before) {
  const known = new Map(before.map(({ key, logits }) => [key, logits]));
  return told.map(({ id, key, logits = known.get(key) }) => ({
    id,
    key,
    logits: /** @type {Float32Array} */ (logits),
  }));
}
