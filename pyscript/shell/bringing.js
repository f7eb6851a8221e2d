// A file that is brought while a photo is open: it may be a mask for that, which nobody but a person can know.
import { readRecipe } from "./opening/resuming.js";

/**
 * Take it for a mask where it looks like one, and tell how to have it otherwise; else open it. One with a recipe is
 * opened in any case.
 * @param {File} file
 * @param {{
 *   importMask: () => Promise<unknown>, open: () => Promise<void>, undo: () => Promise<unknown>,
 *   history: () => unknown, onMask: (openInstead: () => Promise<void>) => void,
 * }} ways  `importMask` gives null where it is none; `history` is another object after each step
 */
export async function bring(file, { importMask, open, undo, history, onMask }) {
  const recipe = await readRecipe(file).catch(() => null); // who opens it says why it can't be read
  const mask = recipe === null ? await importMask().catch(() => null) : null;
  if (mask === null) return open();
  const taken = history();
  onMask(async () => {
    if (history() === taken) await undo().catch(() => null); // unless work went on with it
    await open().catch(() => {}); // the page is told
  });
}
