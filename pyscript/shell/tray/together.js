// One archive of many photos' cut-outs. What is in it, and under which names, Python says.

import { sitePath } from "../opening/resuming.js";
import { asOurs } from "../words/foreign.js";
import { openBeside } from "./open_beside.js";

/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {import("../worker/seat.js").Watch} Watch */

const DONE = 0.95; // of the time, before all is joined

/**
 * A photo that can't be opened any more keeps no other out.
 * @param {import("./open_beside.js").Page} page
 * @param {readonly (() => Promise<import("./open_beside.js").Source>)[]} sources  photos, read one by one
 * @param {Options} options @param {Watch} watch
 * @returns {Promise<{blob: Blob, name: string, missing: number}>}
 */
export async function saveTogether(page, sources, options, { signal = never(), onProgress = () => {} }) {
  /** @type {import("../worker/exporting.js").Shared[]} */
  const shares = [];
  let failure = null;
  for (const [place, source] of sources.entries()) {
    const tell = (/** @type {number} */ share) => onProgress((DONE * (place + share)) / sources.length);
    const made = source().then((found) =>
      openBeside(page, found, signal, ({ blob, name, address }, seat) =>
        seat.share(blob, name, options, sitePath(address), { signal, onProgress: tell }),
      ),
    );
    await made.then(
      (share) => shares.push(share),
      (error) => {
        signal.throwIfAborted();
        failure = asOurs(error);
      },
    );
    tell(1);
  }
  if (shares.length === 0 && failure) throw failure;
  const { blob, name } = await page.runner.call((seat) => seat.together(shares));
  signal.throwIfAborted();
  return { blob, name, missing: sources.length - shares.length };
}

const never = () => new AbortController().signal;
