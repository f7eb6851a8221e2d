// Opens photos, one at a time: the newest wins, and what was open stays until then and after a failure.
import { isCanvasHonest } from "../files/honest.js";
import { asOurs, rejected } from "../words/foreign.js";
import { ClickcutError } from "../words/texts.js";
import { Closer } from "./closer.js";
import { EncodingHere } from "./encoding_here.js";
import { fingerprintOf } from "./fingerprint.js";
import { follow } from "./history.js";
import { complete } from "./masks.js";
import { open } from "./opening.js";
import { openKept, openPhotoOf, recipeIn } from "./resuming.js";
import { stateOf } from "./state.js";

/** @typedef {import("./opening.js").Opened} Opened */
/** @typedef {Pick<import("./memory.js").Memory, "photo" | "history" | "opened" | "parts" | "step" | "drop">} Remembers */
/**
 * Where a photo's embedding is, or who makes it; what to open instead, if there is something; and whether a cut-out is
 * to be opened as it is, instead of going on with it.
 * @typedef {{
 *   embedding: string | Promise<Uint8Array> | null, api: string | null, sha256?: string,
 *   proposals?: string | import("./foretold.js").Foretold | null, asPhoto?: boolean, kept?: Promise<import("./memory.js").Kept | null>,
 * }} Where
 */
/**
 * The same, once it is clear what to open; `address` is where a kept photo was opened from, `encoder` who encoded it.
 * @typedef {Pick<Where, "api" | "sha256"> & {
 *   embedding: Where["embedding"] | Uint8Array, encoder?: "device", address?: string, parts?: Map<string, Uint8Array>,
 * }} From
 */
/**
 * `onRestart`: the person wants the worker's failure to be mended; `onSettled`: what waited for the photo was asked.
 * @typedef {{
 *   onProgress: (progress: import("../worker/remote_worker.js").Progress) => void,
 *   onBitmap: (bitmap: ImageBitmap | null) => void,
 *   onOpened: () => void,
 *   onReady: () => void,
 *   onSettled: () => void,
 *   onFailed: (error: ClickcutError, retry?: () => void) => void,
 *   onRestart: () => Promise<void>,
 * }} Listeners
 */

const NOT_NOW = /^(no-encoder|encod|engine-|out-of-memory|server-|busy|too-many-|canvas-)/;

export class Loader {
  /** @type {Opened | null} */
  #opened = null;
  /** @type {AbortController | null} */
  #loading = null;
  #isReopening = false;
  /** What the session has open, and whose it is. @type {{seat: import("../worker/seat.js").Seat, embedding: Uint8Array} | null} */
  #inWorker = null;
  /** Of a cut-out that was brought back without its photo. @type {import("./resuming.js").Recipe | null} */
  #awaited = null;
  #runner;
  #memory;
  #closer;
  #on;

  /** Resolves when the next click decodes at once. @type {Promise<void>} */
  ready = rejected("no-photo");

  /** @param {import("../worker/runner.js").Runner} runner @param {Remembers} memory @param {Listeners} listeners @param {EncodingHere} [here]  another loader's */
  constructor(runner, memory, listeners, here = new EncodingHere(runner, listeners.onProgress)) {
    this.#runner = runner;
    this.#memory = memory;
    this.#on = listeners;
    /** Encodes photos where that is wanted. */
    this.here = here;
    this.#closer = new Closer(runner, here, listeners);
  }

  get opened() {
    return this.#opened;
  }

  /** Whether another photo may be in the session than the one that is open here. */
  get isOpening() {
    return this.#loading !== null;
  }

  get isLoading() {
    return this.#loading !== null || this.#isReopening || this.#closer.isEncoding;
  }

  /** Whether the next photo is to be gone on with as a cut-out says. */
  get awaitsPhoto() {
    return this.#awaited !== null;
  }

  /** @param {string | Blob | null} photo  null when there is none but what was kept @param {Where} where @returns {Promise<void>} */
  load(photo, where) {
    if (this.#runner.isDown) this.#runner.start();
    this.#loading?.abort();
    this.#closer.cancel();
    this.#closer.who = where;
    const loading = new AbortController();
    this.#loading = loading;
    return this.hold(
      this.#load(photo, where, loading.signal).then(
        () => {
          this.#loading = null;
          this.#on.onReady();
          setTimeout(this.#on.onSettled); // clicks that wait go first
        },
        (failure) => {
          const error = asOurs(loading.signal.aborted ? loading.signal.reason : failure);
          if (this.#loading !== loading) throw new ClickcutError("cancelled"); // by another load
          this.#loading = null;
          if (error.code === "engine-stalled") return this.load(photo, where); // with one thread now
          if (this.#opened) this.hold(this.#backTo(this.#opened));
          this.#on.onBitmap(this.#opened?.bitmap ?? null);
          const asPhoto = /^recipe-/.test(error.code);
          const retry = () => {
            this.here.isAgreed ||= error.code === "no-encoder";
            void this.load(photo, { ...where, asPhoto });
          };
          if (photo !== null) this.#on.onFailed(error, retry);
          throw error;
        },
      ),
    );
  }

  /** Let clicks wait for this. @param {Promise<void>} ready */
  hold(ready) {
    ready.catch(() => {});
    this.ready = ready;
    return ready;
  }

  /** Stop loading a photo, the first one and all downloads with it, or encoding a part of it. */
  cancel() {
    if (!this.#opened) this.#runner.stop();
    this.#loading?.abort(new ClickcutError("cancelled"));
    this.#closer.cancel();
  }

  /** Have the part encoded that a closer look takes; clicks wait until then. @param {() => void} again  for another try */
  encodeCloser(again) {
    const opened = this.#opened;
    const encoded = this.#closer.encode(opened, again).then(() => this.#memory.parts(opened));
    this.hold(encoded.catch(() => {}));
    return encoded;
  }

  /** Give the session all parts that a document of the open photo looks at. @param {import("#protocol").Document} document */
  async provide(document) {
    if (this.#opened) await this.#closer.provide(this.#opened, [document]);
  }

  /** Nobody waits for it any more. */
  abandon() {
    const loading = this.#loading;
    this.#loading = null;
    loading?.abort();
  }

  /** Put the open photo and its history into a new seat. */
  async reopen() {
    const opened = this.#opened;
    if (!opened) return;
    this.#isReopening = true;
    const reopened = this.#putBack(opened).finally(() => {
      this.#isReopening = false;
    });
    await this.hold(reopened).then(
      () => this.#on.onReady(),
      (failure) => {
        const error = asOurs(failure);
        if (error.code !== "cancelled") this.#on.onFailed(error, () => void this.#on.onRestart());
      },
    );
  }

  /**
   * @param {Opened} opened @param {import("../worker/seat.js").Answer} answer
   * @param {import("./history.js").History} [history]  that the answer's step goes on
   */
  receive(opened, answer, history = opened.history) {
    opened.state = stateOf(answer);
    opened.masks = complete(answer.masks, opened.masks);
    opened.history = follow(history, answer.step);
  }

  /** @param {string | Blob | null} photo @param {Where} where @param {AbortSignal} signal */
  async #load(photo, { kept, asPhoto, proposals: _, ...where }, signal) {
    const open = (/** @type {Blob} */ it, /** @type {From} */ from) => this.#open(it, from, signal);
    const again = isCanvasHonest() ? { api: where.api } : null;
    const way = { open, memory: this.#memory, signal, again };
    const recipe = photo instanceof Blob && !asPhoto ? await recipeIn(photo, this.#runner.seat) : null;
    signal.throwIfAborted();
    if (this.#opened && recipe?.photo.sha256 === this.#opened.sha256) await this.#backTo(this.#opened);
    else {
      const opened = recipe
        ? await openPhotoOf(recipe, where.api, way)
        : ((await openKept(await kept, way)) ?? (await this.#open(photo, where, signal)));
      if (!opened) {
        this.#awaited = recipe;
        throw new ClickcutError("recipe-photo", { name: recipe?.photo.name });
      }
      await this.#goOn(opened, signal);
      this.#opened?.bitmap.close();
      this.#opened = opened;
      this.#on.onOpened();
      this.#memory.opened(opened);
    }
    await this.#resume(recipe ?? this.#awaited, signal);
  }

  /**
   * Do again what was done before, which may take long; it ends soon once it isn't wanted.
   * @param {import("../worker/seat.js").Seat} seat @param {"restore" | "resume"} name @param {unknown} what @param {AbortSignal} signal
   */
  #replay(seat, name, what, signal) {
    const stop = () => seat.stopEdit();
    signal.addEventListener("abort", stop);
    this.#on.onProgress({ stage: "finding", loaded: 0, total: 0 });
    return seat.operate(name, [what]).finally(() => signal.removeEventListener("abort", stop));
  }

  /** @param {string | Blob | null} photo @param {From} where @param {AbortSignal} signal */
  async #open(photo, { encoder, ...where }, signal) {
    if (!this.#runner.seat || photo === null) throw new ClickcutError("no-photo");
    const opened = await open(photo, {
      ...where,
      signal,
      encodeHere: this.here.way({ api: where.api, encoder }, signal),
      openEmbedding: (bytes, bitmap, identity) => this.#openInWorker(bytes, bitmap, identity),
      onBitmap: this.#on.onBitmap,
      onStage: (stage, loaded = 0, total = 0) => this.#on.onProgress({ stage, loaded, total }),
    });
    signal.throwIfAborted();
    return opened;
  }

  /** @param {Uint8Array} embedding @param {ImageBitmap} bitmap @param {Blob | string} photo  its file, or its SHA-256 */
  async #openInWorker(embedding, bitmap, photo) {
    const { seat } = this.#runner;
    if (!seat) throw new ClickcutError("cancelled");
    await seat.started;
    const answer = await seat.open(embedding, bitmap.width, bitmap.height, fingerprintOf(bitmap), photo);
    this.#inWorker = { seat, embedding };
    return answer;
  }

  /** Take up a photo's history where it was left. @param {Opened} opened @param {AbortSignal} signal */
  async #goOn(opened, signal) {
    const history = await this.#memory.history(opened.sha256);
    signal.throwIfAborted();
    const { seat } = this.#runner;
    if (!history || !seat) return;
    try {
      await this.#closer.provide(opened, history.documents, signal);
      this.receive(opened, await this.#replay(seat, "restore", history, signal), history);
      opened.hasContinued = true;
    } catch (error) {
      const { code } = /** @type {ClickcutError} */ (error);
      if (code === "worker-died" || code === "cancelled") throw error;
      if (!NOT_NOW.test(code)) this.#memory.drop(opened.sha256);
    }
    signal.throwIfAborted();
  }

  /**
   * Go on with a cut-out, if it was made from the open photo: as a step, so that undo leads back.
   * @param {import("./resuming.js").Recipe | null} recipe @param {AbortSignal} signal
   */
  async #resume(recipe, signal) {
    const opened = this.#opened;
    signal.throwIfAborted(); // another photo may be in the worker by now
    const { seat } = this.#runner;
    if (!recipe || !seat || recipe.photo.sha256 !== opened?.sha256) return;
    this.#awaited = null;
    await this.#closer.provide(opened, [recipe.document], signal);
    const answer = await this.#replay(seat, "resume", recipe.document, signal);
    this.receive(opened, answer);
    this.#memory.step(opened, answer.step);
    opened.notes = [...new Set([...opened.notes, ...recipe.notes])];
    opened.hasContinued = true;
  }

  /**
   * Stay with the photo that is open; a load that was overtaken may have put another one into the worker.
   * @param {Opened} opened
   */
  async #backTo(opened) {
    const { seat, embedding } = this.#inWorker ?? {};
    if (seat !== this.#runner.seat || embedding !== opened.embedding) await this.#putBack(opened);
  }

  /** @param {Opened} opened */
  async #putBack(opened) {
    await this.#openInWorker(opened.embedding, opened.bitmap, opened.sha256);
    await this.#closer.provide(opened, opened.history.documents);
    this.receive(opened, await this.#runner.call((seat) => seat.operate("restore", [opened.history])));
  }
}
