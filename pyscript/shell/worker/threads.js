// How many threads onnxruntime-web may have here, and why so many.

/** @typedef {{threads: number, reason: "not-isolated" | "ios" | "attribute" | "cores" | "wrong-answer" | "stalled"}} Threads */

/**
 * @param {string | null} wanted  the `threads` attribute: a number, or `auto`
 * @returns {Threads}
 */
export function chooseThreads(wanted) {
  if (!globalThis.crossOriginIsolated) return { threads: 1, reason: "not-isolated" };
  // Shared wasm memory is what runs out first there, and tells nobody.
  if (isIos()) return { threads: 1, reason: "ios" };
  const cores = navigator.hardwareConcurrency || 1;
  const asked = Number.parseInt(wanted ?? "", 10);
  if (asked >= 1) return { threads: Math.min(asked, cores), reason: "attribute" };
  return { threads: Math.min(4, cores), reason: "cores" };
}

/** Every browser there has the same engine; iPads say they are Macs, but no Mac has a touchscreen. */
function isIos() {
  const { platform, maxTouchPoints, userAgent } = navigator;
  return /iPad|iPhone|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
}
