// Takes cut-outs away, one at a time: as a file, or onto the clipboard.

import { ClickcutError } from "../words/texts.js";
import { copyPicture, save, share } from "./delivery.js";

/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {{readonly objects: readonly {active: boolean, visible: boolean}[]}} Objects  what of a state counts here */

/**
 * @param {import("../client.js").Client} client @param {import("../words/words.js").Words} words
 * @param {{
 *   onBegin: () => void, onProgress: (share: number) => void, onEnd: (said: string) => void,
 *   onRefused: (error: ClickcutError) => void,
 * }} on  `onEnd` is told what to say, which is nothing after a failure: the client has told of that
 */
export function createSaving(client, { label }, on) {
  /** Stops what is being made. @type {AbortController | null} */
  let making = null;

  /**
   * @param {(watch: import("../worker/seat.js").Watch) => Promise<string>} make  resolves to what is said when it is done
   * @param {boolean} [has]  whether there is something to save
   */
  async function take(make, has = hasSomething(client.state)) {
    if (making || !has) return;
    making = new AbortController();
    const { signal } = making;
    on.onBegin();
    const onProgress = (/** @type {number} */ share) => {
      if (making?.signal === signal) on.onProgress(share);
    };
    const said = await make({ signal, onProgress }).catch(() => (signal.aborted ? label("not-saved") : ""));
    making = null;
    on.onEnd(said);
  }

  return {
    /** Whether there is something to save, and nothing is being saved. @param {Objects} state */
    canBegin: (state) => !making && !client.isLoading && hasSomething(state),

    /** Whether nothing is being saved. */
    get isFree() {
      return !making;
    },

    /** Take nothing away, whatever has been made of it. */
    cancel: () => making?.abort(),

    /** @param {Options} options @param {boolean} [isShared]  with an app of the device */
    download: (options, isShared = false) =>
      take(async (watch) => {
        const { blob, name } = await client.cutout(options, true, watch);
        if (isShared) return label(await share(blob, name), { name });
        save(blob, name);
        return label("saved", { name });
      }),

    /**
     * What isn't of the open photo alone.
     * @param {(watch: import("../worker/seat.js").Watch) => Promise<{blob: Blob, name: string, said?: string}>} make
     */
    downloadMade: (make) =>
      take(async (watch) => {
        const { blob, name, said = label("saved", { name }) } = await make(watch);
        save(blob, name);
        return said;
      }, true),

    /** @param {Options} options  of a picture */
    copy: (options) =>
      take(async (watch) => {
        const png = client.cutout(options, true, watch).then(({ blob }) => blob);
        const isWritten = copyPicture(png); // asked at once: browsers allow it as long as the press is fresh
        await png;
        if (await isWritten) return label("copied");
        on.onRefused(new ClickcutError("copy-refused"));
        return label("not-copied");
      }),
  };
}

/** @param {Objects} state */
function hasSomething({ objects }) {
  return objects.some(({ active, visible }) => active || visible);
}
