// Takes cut-outs away, one at a time: as a file, or onto the clipboard.

import { ClickcutError } from "../words/texts.js";
import { copyPicture, save } from "./delivery.js";

/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {{readonly objects: readonly {active: boolean, visible: boolean}[]}} Objects  what of a state counts here */

/**
 * @param {import("../client.js").Client} client @param {import("../words/words.js").Words} words
 * @param {{onBegin: () => void, onEnd: (said: string) => void, onRefused: (error: ClickcutError) => void}} on
 *   `onEnd` is told what to say, which is nothing after a failure: the client has told of that
 */
export function createSaving(client, { label }, on) {
  let isBusy = false;

  /** @param {() => Promise<string>} make  resolves to what is said when it is done */
  async function making(make) {
    if (isBusy || !hasSomething(client.state)) return;
    isBusy = true;
    on.onBegin();
    const said = await make().catch(() => "");
    isBusy = false;
    on.onEnd(said);
  }

  return {
    /** Whether there is something to save, and nothing is being saved. @param {Objects} state */
    canBegin: (state) => !isBusy && !client.isLoading && hasSomething(state),

    /** @param {Options} options */
    download: (options) =>
      making(async () => {
        const { blob, name } = await client.cutout(options);
        save(blob, name);
        return label("saved", { name });
      }),

    /** @param {Options} options  of a picture */
    copy: (options) =>
      making(async () => {
        const png = client.cutout(options).then(({ blob }) => blob);
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
