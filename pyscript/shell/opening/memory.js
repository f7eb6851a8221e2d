// What is remembered when: the photo that a page has open, and every step of its history as it is answered.
// Nothing here may hold up or break the page: what can't be kept or read is as if it had never been.

import { model } from "../words/texts.js";
import { isHistory } from "./history.js";
import { createStorage } from "./storage.js";
import { clearHandover, clearHandovers, handedOver, handOver } from "./unwritten.js";

/** @typedef {import("./opening.js").Opened} Opened */
/** @typedef {import("./storage.js").Kept} Kept */
/** @typedef {import("./history.js").History} History */
/** @typedef {import("./storage.js").Tray} Tray */
/** @typedef {ReturnType<typeof createMemory>} Memory */

const MOST = { photos: 8, bytes: 300e6 };
// Some browsers' databases stay silent instead of failing. Counted in turns of the event loop: one that is late
// because the thread is busy makes the database's answer late too, and must not be taken for silence.
const PATIENCE = { turns: 100, each: 100 }; // ms

/** @param {{isOn: () => boolean, page: () => string}} where  whether to remember, and for which page */
export function createMemory({ isOn, page }) {
  const storage = createStorage(MOST);
  // Of this page's history of the open photo: other pages may have the same photo open.
  let writer = "";
  /** The open photo, if it is kept. @type {string | null} */
  let id = null;
  let unwritten = 0; // steps
  /** @type {{id: string, history: History} | null} */
  let newest = null;

  /** The newest histories of photos in the tray, wherever else they are kept. @type {Map<string, History>} */
  const carried = new Map();

  /** @template T @param {() => Promise<T | undefined>} read @returns {Promise<T | null>} */
  const recall = async (read) => (isOn() ? heard(read()) : null);

  const leave = () => {
    if (newest) handOver(newest.id, model, newest.history);
  };

  /** @param {string} photo @param {History} history @param {import("./history.js").Step} step */
  async function write(photo, history, step) {
    newest = { id: photo, history };
    if (unwritten === 0) addEventListener("pagehide", leave);
    unwritten += 1;
    await storage.keepStep(photo, writer, history, step).catch(ignore);
    unwritten -= 1;
    if (unwritten > 0) return;
    removeEventListener("pagehide", leave);
    clearHandover(photo);
  }

  const ours = (/** @type {Kept | null} */ photo) => (photo?.model === model ? photo : null);
  const ignore = () => {};

  return {
    /** The photo that was open here when the page was left. @returns {Promise<Kept | null>} */
    last: async () => ours(await recall(() => storage.photoOf(page()))),

    /** @param {string} sha256 @returns {Promise<Kept | null>} */
    photo: async (sha256) => ours(await recall(() => storage.photo(sha256))),

    /** A photo's history, if there is something in it. @param {string} sha256 @returns {Promise<History | null>} */
    async history(sha256) {
      const handed = carried.get(sha256) ?? (isOn() ? handedOver(sha256, model) : null);
      const history = handed ?? (await recall(() => storage.history(sha256, model)));
      return isHistory(history) && history.documents.length > 1 ? history : null;
    },

    /** @param {Opened} opened */
    opened({ sha256, address, name, blob, embedding, history, parts }) {
      id = isOn() ? sha256 : null;
      writer = `${Date.now()}-${Math.random()}`;
      if (!id) return;
      storage.keepPhoto(page(), { id, model, address, name, blob, embedding, parts }).catch(ignore);
      if (!handedOver(id, model)) return;
      const { documents, position } = history;
      void write(id, history, { document: documents[position], position, count: documents.length });
    },

    /** Keep the embeddings of what is looked at closer, too: before the step that needs them. @param {Opened | null} opened */
    parts(opened) {
      if (!opened || id !== opened.sha256) return;
      const { address, name, blob, embedding, parts } = opened;
      storage.keepPhoto(page(), { id, model, address, name, blob, embedding, parts }).catch(ignore);
    },

    /** @param {Opened} opened @param {import("./history.js").Step} step */
    step({ sha256, history }, step) {
      if (id === sha256) void write(id, history, step);
    },

    /** A photo that was brought, of whichever model its embedding is; it may have none. @param {string} sha256 @returns {Promise<Kept | null>} */
    brought: (sha256) => recall(() => storage.photo(sha256)),

    /** Whether a photo outlasts the page. @param {string} sha256 */
    holds: async (sha256) => (await recall(() => storage.holds(sha256))) ?? false,

    /** Keep a photo that isn't open; tells whether there was room. @param {Omit<Kept, "model" | "address">} photo */
    keepBeside: (photo) =>
      isOn() ? isDone(storage.keepBeside({ address: "", ...photo, model })) : Promise.resolve(false),

    /** The photos that were side by side here. @returns {Promise<Tray | null>} */
    tray: () => recall(() => storage.tray(page())),

    /** @param {Tray | null} tray  none where it was emptied @returns {Promise<boolean>} whether there was room */
    keepTray: (tray) => (isOn() ? isDone(storage.keepTray(page(), tray)) : Promise.resolve(false)),

    /** Carry a photo's history along, as there may be no room to keep it; none drops it. @param {string} sha256 @param {History | null} history */
    carry(sha256, history) {
      if (history) carried.set(sha256, history);
      else carried.delete(sha256);
    },

    /** What proved to be unreadable is dropped. @param {string} sha256 */
    drop(sha256) {
      clearHandover(sha256);
      storage.dropPhoto(sha256).catch(ignore);
    },

    /** Forget everything; what is open now is not kept again until it is opened anew. */
    async forget() {
      id = newest = null;
      carried.clear();
      clearHandovers();
      await heard(storage.dropAll());
    },
  };
}

/** @param {Promise<void>} change */
function isDone(change) {
  return change.then(
    () => true,
    () => false,
  );
}

/** What a database answers, or null where it fails or stays silent. @template T @param {Promise<T | undefined>} asked @returns {Promise<T | null>} */
async function heard(asked) {
  let isAnswered = false;
  const answer = asked
    .catch(() => null)
    .finally(() => {
      isAnswered = true;
    });
  return (await Promise.race([answer, silence(() => isAnswered)])) ?? null;
}

/** @param {() => boolean} isOver */
async function silence(isOver) {
  for (let turn = 0; turn < PATIENCE.turns && !isOver(); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.each));
  return null;
}
