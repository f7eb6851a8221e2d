// One element's work: the engine, the open photo, the clicks that wait. It knows nothing of the DOM.
import { follow } from "./history.js";
import { complete } from "./masks.js";
import { open } from "./opening.js";
import { openKept, openPhotoOf, readRecipe, recipeIn, sitePath } from "./resuming.js";
import { Runner } from "./runner.js";
import { ClickcutError } from "./texts.js";
import { Timings } from "./timings.js";

/** @typedef {{x: number, y: number, label: number, pending: true}} PendingPoint */
/**
 * Where a photo's embedding is, or who makes it; what to open instead of the photo, if there is something; and
 * whether a cut-out is to be opened as it is, instead of going on with it.
 * @typedef {{
 *   embedding: string | null, api: string | null, kept?: Promise<import("./memory.js").Kept | null>,
 *   asPhoto?: boolean,
 * }} Where
 */
/**
 * What is told: `edited` is the method of the Python session that was answered, if one was.
 * @typedef {{
 *   onProgress: (progress: {stage: any, loaded: number, total: number}) => void,
 *   onBitmap: (bitmap: ImageBitmap | null) => void,
 *   onReady: () => void,
 *   onChange: (edited: string | null) => void,
 *   onError: (error: ClickcutError, retry?: () => void) => void,
 * }} Listeners
 */

const EMPTY = {
  photo: null,
  prompts: { points: [], box: null },
  look: { grow: 0, feather: 0, smooth: 0 },
  lookMost: 0,
  candidates: [],
  chosen: null,
  active: 1,
  objects: [],
  canUndo: false,
  canRedo: false,
  timings: {},
};

export class Client {
  /** @type {import("./opening.js").Opened | null} */
  #opened = null;
  /** @type {AbortController | null} */
  #loading = null;
  /** @type {PendingPoint[]} */
  #pending = [];
  #isStarted = false;
  #restarting = false;
  /** The embedding that the worker's session has open. @type {Uint8Array | null} */
  #inWorker = null;
  #timings = {};
  /** Of a cut-out that was brought back without its photo. @type {import("./resuming.js").Recipe | null} */
  #awaited = null;
  #on;
  #memory;
  #runner;
  /** What this element's steps took. */
  timings = new Timings();

  /** @type {Promise<void>} Resolves when the next click decodes at once. */
  ready = rejected("no-photo");

  /** @param {Listeners} listeners @param {import("./memory.js").Memory} memory */
  constructor(listeners, memory) {
    this.#on = listeners;
    this.#memory = memory;
    this.#runner = new Runner({
      onProgress: listeners.onProgress,
      onDeath: (error) => listeners.onError(error, () => void this.restart()),
      onError: (error) => listeners.onError(error),
      onVerified: () => listeners.onChange(null),
      onWrong: () => this.restart(),
    });
  }

  /** @param {import("./engine.js").Threads} threads */
  start(threads) {
    this.#isStarted = true;
    this.#runner.start(threads);
  }

  stop() {
    this.#isStarted = false;
    this.#loading?.abort();
    this.#runner.stop();
  }

  /** A plain copy of everything a person can see. */
  get state() {
    const state = structuredClone(this.#opened?.answer.state ?? EMPTY);
    return {
      ...state,
      timings: { ...state.timings, ...this.#timings },
      runtime: this.#runner.runtime,
    };
  }

  /** The address that the open photo was loaded from; empty for a file. */
  get address() {
    return this.#opened?.address ?? "";
  }

  /** Codes of what a person should know about how the photo was read. @type {string[]} */
  get notes() {
    return this.#opened?.notes ?? [];
  }

  /** Whether the open photo is as it was left another time, or in a cut-out. */
  get hasContinued() {
    return this.#opened?.hasContinued ?? false;
  }

  /** What to paint: the objects' masks, the topmost last, and the points with those that still wait. */
  get picture() {
    const answer = this.#loading ? null : this.#opened?.answer; // while loading, another photo may be seen
    return {
      masks: (answer?.masks ?? []).map(({ id, key, fades, logits }) => ({
        id,
        key,
        fades,
        logits,
        extent: answer?.state.maskExtent,
        ...looks(answer?.state.objects, id),
      })),
      points: [...(answer?.state.prompts.points ?? []), ...this.#pending],
    };
  }

  /** @type {ImageBitmap | null} */
  get bitmap() {
    return this.#opened?.bitmap ?? null;
  }

  get isLoading() {
    return this.#loading !== null || this.#restarting;
  }

  /**
   * Open a photo. What was open stays open until then, and after a failure.
   * @param {string | Blob | null} photo  null when there is none but what was kept @param {Where} where
   */
  load(photo, where) {
    if (this.#isStarted && !this.#runner.engine) this.#runner.start();
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#pending = [];
    this.ready = this.#load(photo, where, loading.signal).then(
      () => {
        this.#loading = null;
        this.#on.onReady();
        setTimeout(() => void this.#runner.check()); // clicks that wait go first
      },
      (failure) => {
        const error = loading.signal.aborted ? loading.signal.reason : failure;
        if (this.#loading !== loading) throw new ClickcutError("cancelled"); // by another load
        this.#loading = null;
        this.#pending = [];
        if (this.#opened) this.ready = this.#backTo(this.#opened);
        this.ready.catch(() => {});
        this.#on.onBitmap(this.#opened?.bitmap ?? null);
        this.#on.onChange(null);
        const asPhoto = /^recipe-/.test(error.code);
        if (photo !== null) this.#on.onError(error, () => void this.load(photo, { ...where, asPhoto }));
        throw error;
      },
    );
    this.ready.catch(() => {});
    return this.ready;
  }

  /** Stop loading a photo; the first one, and all downloads with it. */
  cancel() {
    if (!this.#opened) this.#runner.stop();
    this.#loading?.abort(new ClickcutError("cancelled"));
  }

  /** @param {string | Blob | null} photo @param {Where} where @param {AbortSignal} signal */
  async #load(photo, { kept, asPhoto, ...where }, signal) {
    const way = {
      open: (/** @type {any[]} */ ...[it, from]) => this.#open(it, from, signal),
      memory: this.#memory,
      signal,
    };
    const recipe = photo instanceof Blob && !asPhoto ? await recipeIn(photo, this.#runner.engine) : null;
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
      this.#timings = {};
      this.#memory.opened(opened);
    }
    await this.#resume(recipe ?? this.#awaited, signal);
  }

  /**
   * Go on with a cut-out, if it was made from the open photo: as a step, so that undo leads back.
   * @param {import("./resuming.js").Recipe | null} recipe @param {AbortSignal} signal
   */
  async #resume(recipe, signal) {
    const opened = this.#opened;
    signal.throwIfAborted(); // another photo may be in the worker by now
    if (!recipe || !this.#runner.engine || recipe.photo.sha256 !== opened?.sha256) return;
    this.#awaited = null;
    const answer = await this.#runner.engine.call("resume", recipe.document);
    this.#receive(opened, answer);
    this.#memory.step(opened, answer.step);
    opened.notes = [...new Set([...opened.notes, ...recipe.notes])];
    opened.hasContinued = true;
  }

  /** @param {string | Blob | null} photo @param {any} where @param {AbortSignal} signal */
  async #open(photo, where, signal) {
    if (!this.#runner.engine || photo === null) throw new ClickcutError("no-photo");
    const opened = await open(photo, {
      ...where,
      signal,
      openEmbedding: (/** @type {Uint8Array} */ bytes, /** @type {ImageBitmap} */ bitmap) =>
        this.#openInWorker(bytes, bitmap),
      onBitmap: this.#on.onBitmap,
      onStage: (/** @type {any} */ stage) => this.#on.onProgress({ stage, loaded: 0, total: 0 }),
    });
    signal.throwIfAborted();
    return opened;
  }

  /**
   * Take up a photo's history where it was left.
   * @param {import("./opening.js").Opened} opened @param {AbortSignal} signal
   */
  async #goOn(opened, signal) {
    const history = await this.#memory.history(opened.sha256);
    signal.throwIfAborted();
    if (!history || !this.#runner.engine) return;
    try {
      this.#receive(opened, await this.#runner.engine.call("restore", history), history);
      opened.hasContinued = true;
    } catch (error) {
      const { code } = /** @type {ClickcutError} */ (error);
      if (code === "worker-died" || code === "cancelled") throw error;
      this.#memory.drop(opened.sha256);
    }
    signal.throwIfAborted();
  }

  /** @param {Uint8Array} embedding @param {ImageBitmap} bitmap */
  async #openInWorker(embedding, { width, height }) {
    const engine = this.#runner.engine;
    if (!engine) throw new ClickcutError("cancelled");
    await engine.started;
    const answer = await engine.open(embedding, width, height);
    this.#inWorker = embedding;
    return answer;
  }

  /** @param {number} x @param {number} y @param {number} label */
  async addPoint(x, y, label) {
    const point = /** @type {PendingPoint} */ ({ x, y, label, pending: true });
    this.#pending.push(point);
    this.#on.onChange(null);
    try {
      return await this.edit("add_point", x, y, label);
    } finally {
      this.#pending = this.#pending.filter((other) => other !== point);
      this.#on.onChange(null);
    }
  }

  /** @param {string} name  a method of the Python session @param {...unknown} args */
  async edit(name, ...args) {
    await this.ready;
    return this.#editing(name, (engine) => engine.call(name, ...args));
  }

  /** Go on from a mask's file. @param {Blob} file */
  async importMask(file) {
    await this.ready;
    return this.#editing("import_mask", (engine) => engine.importMask(file, null));
  }

  /**
   * Take a file that a person brought: a mask for the open photo, when it looks like one, else a photo or a
   * cut-out to go on with.
   * @param {File} file @param {Where} where
   */
  take(file, where) {
    if (!this.#opened || this.isLoading || this.#awaited) return this.load(file, where);
    const { photo } = this.#opened.answer.state;
    const mask = readRecipe(file)
      .then((recipe) =>
        recipe === null ? this.#editing("import_mask", (engine) => engine.importMask(file, photo)) : null,
      )
      .catch(() => null);
    this.ready = mask.then((state) => (state ? undefined : this.load(file, where)));
    this.ready.catch(() => {});
    return this.ready;
  }

  /**
   * @param {string} name
   * @param {(engine: import("./runner.js").Engine) => Promise<import("./engine.js").Answer | null>} call
   */
  async #editing(name, call) {
    const started = performance.now();
    const answer = await this.#runner.call(call);
    if (!this.#opened) throw new ClickcutError("no-photo");
    if (!answer) return null;
    if (name === "add_point") this.#pending = this.#pending.slice(1);
    this.#opened.hasContinued = false;
    const isNothing = /^(un|re)do$/.test(name) && answer.step.position === this.#opened.history.position;
    this.#receive(this.#opened, answer);
    this.#memory.step(this.#opened, answer.step);
    this.#timings = { roundtrip: performance.now() - started };
    this.#on.onChange(isNothing ? null : name);
    this.#timings = { ...this.#timings, total: performance.now() - started };
    this.timings.add(name, { ...answer.state.timings, ...this.#timings });
    return this.state;
  }

  /** @param {number} x @param {number} y */
  async preview(x, y) {
    const logits = await this.#runner.engine?.preview(x, y).catch(() => null);
    return logits ? { logits, extent: this.#opened?.answer.state.maskExtent } : null;
  }

  /** The masks to choose from, with their scores. @returns {Promise<import("./candidates.js").Candidate[]>} */
  async candidates() {
    const copies = (await this.#runner.engine?.candidates().catch(() => null)) ?? [];
    const { candidates } = this.state;
    return copies.flatMap(({ index, logits }) => {
      const told = candidates.find((/** @type {any} */ each) => each.index === index);
      return told ? { ...told, logits } : [];
    });
  }

  /** @param {number} [id]  of an object; the active one's mask by default */
  async mask(id) {
    await this.ready;
    return this.#runner.call((engine) => engine.mask(id));
  }

  /** @param {import("./exporting.js").Options} options @param {boolean} [recipe]  whether the file says how to go on */
  async cutout(options, recipe = true) {
    await this.ready;
    const { blob, name, address } = /** @type {import("./opening.js").Opened} */ (this.#opened);
    const path = recipe ? sitePath(address) : undefined;
    return this.#runner.call((engine) => engine.cutout(blob, name, options, path));
  }

  /** The text that says how to make an object again. @param {number} [id]  the active one by default */
  async recipe(id) {
    await this.ready;
    const { name, address } = /** @type {import("./opening.js").Opened} */ (this.#opened);
    return this.#runner.call((engine) => engine.writeRecipe(name, sitePath(address), id));
  }

  /**
   * @param {import("./opening.js").Opened} opened @param {import("./engine.js").Answer} answer
   * @param {import("./history.js").History} [history]  that the answer's step goes on
   */
  #receive(opened, answer, history = opened.history) {
    opened.answer = { ...answer, masks: complete(answer.masks, opened.answer.masks) };
    opened.history = follow(history, answer.step);
  }

  /** Forget every photo and history that this browser keeps for the site. */
  forget() {
    return this.#memory.forget();
  }

  counts() {
    return this.#runner.call((engine) => engine.counts());
  }

  /** Bytes of wasm memory, or null where nothing runs. */
  async memory() {
    return (await this.#runner.engine?.memory().catch(() => null)) ?? null;
  }

  /** After the worker's death: a new one, the same photo, the same history. */
  async restart() {
    const opened = this.#opened;
    this.#runner.start();
    if (!opened) return;
    this.#restarting = true;
    this.ready = this.#reopen(opened).finally(() => {
      this.#restarting = false;
    });
    await this.ready.then(
      () => this.#on.onReady(),
      (error) => this.#on.onError(error, () => void this.restart()),
    );
  }

  /** @param {import("./opening.js").Opened} opened */
  async #reopen(opened) {
    await this.#openInWorker(opened.embedding, opened.bitmap);
    this.#receive(opened, await this.#runner.call((engine) => engine.call("restore", opened.history)));
  }

  /**
   * Stay with the photo that is open; a load that was overtaken may have put another one into the worker.
   * @param {import("./opening.js").Opened} opened
   */
  async #backTo(opened) {
    if (this.#inWorker !== opened.embedding) await this.#reopen(opened);
  }
}

/** An object's colour, and whether prompts go to it. @param {any[]} objects @param {number} id */
function looks(objects, id) {
  const { colour, active } = objects.find((each) => each.id === id);
  return { colour, isActive: active };
}

/** @param {string} code @returns {Promise<never>} */
function rejected(code) {
  const promise = Promise.reject(new ClickcutError(code));
  promise.catch(() => {});
  return promise;
}
