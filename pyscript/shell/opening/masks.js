// The masks that are shown, as the page keeps them: only those that changed come from the worker.

/**
 * Of an object; equal keys, equal logits. Of one that fades, they are alpha − 0.5.
 * @typedef {{id: number, key: string, fades: boolean, logits: Float32Array}} Mask
 */
/** @typedef {{id: number, key: string, fades: boolean, logits?: Float32Array}} Told */

/** @param {Told[]} told @param {Mask[]} before @returns {Mask[]} */
export function complete(told, before) {
  const known = new Map(before.map(({ key, logits }) => [key, logits]));
  return told.map(({ id, key, fades, logits = known.get(key) }) => ({
    id,
    key,
    fades,
    logits: /** @type {Float32Array} */ (logits),
  }));
}

/** What to paint of them. @param {readonly Mask[]} masks @param {import("./state.js").SessionState} state */
export function painted(masks, { objects, maskExtent }) {
  return masks.flatMap((mask) => {
    const object = objects.find((each) => each.id === mask.id);
    if (!object || !maskExtent) return [];
    const { colour, active, bbox } = object;
    return [{ ...mask, extent: maskExtent, colour, isActive: active, bbox }];
  });
}
