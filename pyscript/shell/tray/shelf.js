// What is at hand of the photos in a tray: their files, what was made of them already, and what may be read again.
import { hexSha256 } from "../files/sha256.js";
import { ClickcutError, model } from "../words/texts.js";

/** @typedef {import("../opening/loader.js").Where} Where */
/** @typedef {import("../opening/storage.js").Kept} Kept */
/** @typedef {import("../opening/opening.js").Opened} Opened */
/** @typedef {import("../opening/foretold.js").Foretold} Foretold */
/** @typedef {import("./open_beside.js").Source} Source */

export class Shelf {
  #memory;
  /** As they were brought. @type {Map<string, File>} */
  #files = new Map();
  /** Those that are prepared, or that there is no room to keep. @type {Map<string, Kept>} */
  #held = new Map();
  /** What they may be about. @type {Map<string, Foretold>} */
  #foretold = new Map();

  /** @param {import("../opening/memory.js").Memory} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /** @param {string} key @param {File} file */
  add(key, file) {
    this.#files.set(key, file);
  }

  /** What was brought, and its SHA-256 where the page can hash; null where it can't be read. @param {string} key */
  async read(key) {
    const file = this.#files.get(key);
    const bytes = await file?.arrayBuffer().catch(() => null);
    if (!file || !bytes) return null;
    const sha256 = globalThis.crypto?.subtle ? await hexSha256(bytes) : null;
    return { blob: new Blob([bytes], { type: file.type }), sha256 };
  }

  /** Keep a photo as it was brought; tells whether there was room. @param {string} sha256 @param {string} name @param {Blob} blob */
  keep(sha256, name, blob) {
    return this.#memory.keepBeside({ id: sha256, name, blob, embedding: new Uint8Array() });
  }

  /** Hold on to a photo with its embedding, and keep it if there is room. @param {string} key @param {Opened} opened */
  hold(key, opened) {
    const kept = keptOf(opened);
    this.#held.set(key, kept);
    void this.#memory.keepBeside(kept);
  }

  /** A photo has been opened: what was made before is of no more use, unless there is no room to keep it. @param {string} key @param {Opened} opened */
  async settle(key, opened) {
    this.#foretold.delete(key);
    const kept = keptOf(opened);
    this.#held.set(key, kept);
    const isKept = await this.#memory.holds(opened.sha256);
    if (isKept && this.#held.get(key) === kept) this.#held.delete(key);
    return isKept;
  }

  /** @param {string} key @param {Foretold} foretold */
  foretell(key, foretold) {
    this.#foretold.set(key, foretold);
  }

  /** A photo with all that is there of it. @param {import("./items.js").Item} item @param {Where} where @returns {Promise<Source>} */
  async source({ key, sha256, wasOpened }, where) {
    const kept = this.#held.get(key) ?? (sha256 === null ? null : await this.#memory.brought(sha256));
    const photo = this.#files.get(key) ?? (kept && fileOf(kept));
    if (!photo) throw new ClickcutError("file-unreadable");
    const proposals = this.#foretold.get(key) ?? null;
    const isReady = kept?.model === model && kept.embedding.length > 0;
    const known = isReady ? { kept: Promise.resolve(kept) } : {};
    return { photo, where: { ...where, proposals, asPhoto: wasOpened, ...known } };
  }

  /** @param {string} key */
  drop(key) {
    for (const held of [this.#files, this.#held, this.#foretold]) held.delete(key);
  }
}

/** The photo that is open, to be opened once more. @param {Opened} opened @param {Where} where @returns {Source} */
export function sourceOf(opened, where) {
  const kept = keptOf(opened);
  return { photo: fileOf(kept), where: { ...where, asPhoto: true, kept: Promise.resolve(kept) } };
}

/** @param {Opened} opened @returns {Kept} */
function keptOf({ sha256, address, name, blob, embedding, parts }) {
  return { id: sha256, model, address, name, blob, embedding, parts };
}

/** @param {Pick<Kept, "blob" | "name">} kept */
export function fileOf({ blob, name }) {
  return new File([blob], name, { type: blob.type });
}
