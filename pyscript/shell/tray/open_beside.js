// Opens a photo that nobody sees, in a seat of its own, as it would be opened to be seen: with its embedding and all
// that was done to it. What it is opened for is the caller's to say.
import { Loader } from "../opening/loader.js";
import { Runner } from "../worker/runner.js";

/** @typedef {import("../opening/opening.js").Opened} Opened */
/** @typedef {import("../worker/seat.js").Seat} Seat */
/**
 * The page's engine and encoder, and who knows what was done.
 * @typedef {{
 *   runner: Runner, here: import("../opening/encoding_here.js").EncodingHere,
 *   memory: import("../opening/memory.js").Memory,
 * }} Page
 */
/** @typedef {{photo: File, where: import("../opening/loader.js").Where}} Source */

const ignore = () => {}; // whoever opens it is told

/**
 * @template T
 * @param {Page} page
 * @param {Source} source @param {AbortSignal} signal
 * @param {(opened: Opened, seat: Seat) => Promise<T>} work  the photo is closed after it
 * @returns {Promise<T>}
 */
export async function openBeside({ runner, here, memory }, { photo, where }, signal, work) {
  signal.throwIfAborted();
  const deaf = { onProgress: ignore, onDeath: ignore, onError: ignore, onVerified: ignore };
  const own = new Runner({ ...deaf, onWrong: async () => {} });
  own.start(runner.runtime);
  const forgetful = { opened: ignore, parts: ignore, step: ignore, drop: ignore };
  const listeners = { onBitmap: ignore, onOpened: ignore, onReady: ignore, onSettled: ignore };
  const loader = new Loader(
    own,
    { history: memory.history, photo: memory.photo, ...forgetful },
    { ...listeners, onProgress: ignore, onFailed: ignore, onRestart: async () => {} },
    here,
  );
  const cancel = () => loader.cancel();
  signal.addEventListener("abort", cancel);
  try {
    await loader.load(photo, where);
    signal.throwIfAborted();
    const { seat } = own;
    const { opened } = loader;
    return await work(/** @type {Opened} */ (opened), /** @type {Seat} */ (seat));
  } finally {
    signal.removeEventListener("abort", cancel);
    own.stop();
    loader.opened?.bitmap.close();
  }
}
