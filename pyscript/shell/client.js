// One element's work: what is said of the open photo, the clicks that wait, what is made of it. It knows no DOM.
import { bring } from "./bringing.js";
import { Choosing } from "./editing/choosing.js";
import { Editing } from "./editing/editing.js";
import { Subject } from "./editing/subject.js";
import { Taking } from "./editing/taking.js";
import { Loader } from "./opening/loader.js";
import { painted, wholeOf } from "./opening/masks.js";
import { EMPTY, StateOnce } from "./opening/state.js";
import { Tray } from "./tray/tray.js";
import { ClickcutError } from "./words/texts.js";
import { Runner } from "./worker/runner.js";

/** @typedef {import("./opening/loader.js").Where} Where */
/** @typedef {import("./editing/taking.js").Options} Options */
/** @typedef {import("./clickcut.d.ts").State} State */
/** @typedef {import("./operations.js").Edits} Edits */
/** @typedef {import("./operations.js").Edit} Edit */
/** @typedef {import("./editing/editing.js").Edited} Edited */
/**
 * What is told; `edited` is what was answered, if something was. `onIdle`: what was under way is over. `wantsSubject`
 * tells whether to look for what photos are about, `encodesHere` whether this device is to encode them all.
 * @typedef {Pick<import("./opening/loader.js").Listeners, "onProgress" | "onBitmap" | "onReady"> & {
 *   onChange: (edited: Edited | null) => void, onError: (error: ClickcutError, retry?: () => void) => void,
 *   onMask: (openInstead: () => void) => void, onIdle: () => void, onTray: () => void,
 *   wantsSubject: () => boolean, encodesHere: () => boolean }} Listeners
 */

export class Client {
  #seen = new StateOnce();
  #shown = new StateOnce();
  #on;
  #memory;
  runner;
  #loader;
  #editing;
  #taking;
  #subject;

  /** @param {Listeners} listeners @param {import("./opening/memory.js").Memory} memory */
  constructor(listeners, memory) {
    this.#on = listeners;
    this.#memory = memory;
    const restart = () => this.restart();
    this.runner = new Runner({
      onProgress: listeners.onProgress,
      onDeath: (error) => listeners.onError(error, () => void restart()),
      onError: listeners.onError,
      onVerified: () => listeners.onChange(null),
      onWrong: restart,
    });
    this.#taking = new Taking(this.runner, () => this.#opened);
    this.#loader = new Loader(this.runner, memory, {
      onProgress: listeners.onProgress,
      onBitmap: (bitmap) => {
        this.#subject.photo = bitmap;
        listeners.onBitmap(bitmap);
      },
      onReady: listeners.onReady,
      onRestart: restart,
      onOpened: () => {
        for (const each of [this.#editing, this.choosing.everything]) each.forget();
      },
      onSettled: () => {
        if (listeners.wantsSubject() && this.#isUntouched) void this.#subject.look(this.#opened?.sha256);
        else this.#subject.drop();
        void this.runner.check();
      },
      onFailed: (error, retry) => {
        this.#editing.pending.drop();
        this.#subject.drop(); // what is told of a photo that didn't come
        listeners.onChange(null);
        listeners.onError(error, retry);
      },
    });
    this.#loader.here.isWanted = listeners.encodesHere;
    this.#editing = new Editing(this.runner, this.#loader, memory, {
      onBegin: (name) => {
        this.#taking.drop();
        this.choosing.everything.stop();
        if (name !== "take_proposal") this.#subject.drop();
      },
      onChange: listeners.onChange,
    });
    this.#subject = new Subject(this.runner, {
      onSure: async (proposal) => (await this.choosing.take(proposal))?.proposed ?? false,
      onChange: () => listeners.onChange(null),
      isNew: async (sha256) => !(await memory.history(sha256)),
      preview: (x, y, mask) => this.look(x, y, mask),
    });
    this.choosing = new Choosing(this, this.runner);
    this.tray = new Tray(this, this.#loader, memory, listeners);
  }

  /** Take part: what was open before goes on. @param {import("./worker/threads.js").Threads} threads */
  start(threads) {
    this.runner.start(threads);
    void this.#loader.reopen();
  }

  stop() {
    this.#subject.drop();
    this.#loader.abandon();
    this.#loader.here.encoder.stop();
    this.runner.stop();
  }

  /** Resolves when the next click decodes at once. */
  get ready() {
    return this.#loader.ready;
  }

  /** Everything a person can see: the same object until something changes. @returns {State} */
  get state() {
    return this.#seen.of(this.#opened?.state ?? EMPTY, this.#editing.latest, this.runner.runtime);
  }

  /** The same of what is to be seen: while a photo is being opened, nothing has been done to it. */
  get shownState() {
    return this.#loader.isOpening ? this.#shown.of(EMPTY, EMPTY.timings, this.runner.runtime) : this.state;
  }

  /** The address that the open photo was loaded from; empty for a file. */
  get address() {
    return this.#opened?.address ?? "";
  }

  /** Codes of what a person should know about how the photo was read. @type {readonly string[]} */
  get notes() {
    return this.#opened?.notes ?? [];
  }

  /** What this element's steps took. */
  get timings() {
    return this.#editing.timings;
  }

  /** What the machine found where nobody has said anything yet: what the photo may be about, or nothing. */
  get subject() {
    return this.#subject;
  }

  /** Whether the open photo is as it was left another time, or in a cut-out. */
  get hasContinued() {
    return this.#opened?.hasContinued ?? false;
  }

  /** What to paint: the objects' masks, the topmost last, and the points with those that still wait; as what it is kept. */
  get picture() {
    const opened = this.#loader.isOpening ? null : this.#opened; // while loading, another photo may be seen
    const { masks = [], state = EMPTY } = opened ?? {};
    return {
      masks: this.#subject.foreseen ?? painted(masks, state),
      points: [...state.prompts.points, ...this.#editing.pending.points],
      document: opened?.history.documents[opened.history.position] ?? null,
    };
  }

  get bitmap() {
    return this.#opened?.bitmap ?? null;
  }

  get isLoading() {
    return this.#loader.isLoading;
  }

  get #opened() {
    return this.#loader.opened;
  }

  /** Whether nothing was ever said of the open photo. */
  get #isUntouched() {
    const { history } = this.#opened ?? {};
    return !this.isLoading && history?.documents.length === 1 && this.picture.points.length === 0;
  }

  /**
   * Open a photo. What was open stays open until then, and after a failure.
   * @param {string | Blob | null} photo  null when there is none but what was kept @param {Where} where
   */
  load(photo, where) {
    for (const each of [this.#taking, this.#subject, this.#editing.pending]) each.drop();
    if (this.#on.wantsSubject()) void this.#subject.foretell(where);
    return this.#loader.load(photo, where);
  }

  /** Stop loading a photo, the first one and all downloads with it, or encoding a part of it. */
  cancel() {
    this.#loader.cancel();
  }

  /** Do something, after all that was asked before. @template {Edit} Name @param {Name} name @param {Edits[Name]} args */
  async edit(name, ...args) {
    return (await this.#editing.edit(name, args)) && this.state;
  }

  /** Look at the active object in a part of the photo that is encoded by itself. @returns {Promise<State | null>} */
  async lookCloser() {
    await this.ready;
    await this.#loader.encodeCloser(() => void this.lookCloser().catch(() => {})).finally(this.#on.onIdle);
    return this.edit("look_closer");
  }

  /** Go on from a mask's file. @param {Blob} file */
  async importMask(file) {
    await this.ready;
    return this.#run("import_mask", (seat) => seat.importMask(file, null));
  }

  /**
   * Take what a person brought: a photo, a cut-out to go on with, or a mask for the open photo; see `bring`.
   * @param {File | string} brought  a file, or the address of one @param {Where} where
   */
  take(brought, where) {
    if (!(brought instanceof File) || !this.#opened || this.isLoading || this.#loader.awaitsPhoto)
      return this.load(brought, where);
    const { photo } = this.#opened.state;
    const ways = {
      importMask: () => this.#run("import_mask", (seat) => seat.importMask(brought, photo)),
      open: () => this.load(brought, where),
      undo: () => this.edit("undo"),
      history: () => this.#opened?.history,
      onMask: this.#on.onMask,
    };
    return this.#loader.hold(bring(brought, ways));
  }

  /** @param {Edited} name @param {Parameters<Editing["run"]>[1]} call */
  async #run(name, call) {
    return (await this.#editing.run(name, call)) && this.state;
  }

  /** What a first click would give; null while nothing can be said soon. @param {number} x @param {number} y */
  async preview(x, y) {
    return this.#subject.isBusy ? this.#subject.under(x, y) : this.look(x, y);
  }

  /** The same, whatever is being looked for. @param {number} x @param {number} y @param {number} [mask] */
  async look(x, y, mask) {
    this.#taking.pause();
    const logits = await this.runner.seat?.preview(x, y, mask).catch(() => null);
    const { maskExtent: extent, photo } = this.#opened?.state ?? EMPTY;
    return logits && extent && photo ? { logits, extent, part: wholeOf(photo) } : null;
  }

  /**
   * What a file would hold, for what the stage shows; null when something newer is asked meanwhile.
   * @param {import("#protocol").Seen} seen @param {boolean} isQuick  soon rather than as exact as the file
   */
  async render(seen, isQuick) {
    const { blob } = this.#opened ?? {};
    this.#taking.pause();
    return (blob && (await this.runner.seat?.render(blob, seen, isQuick).catch(() => null))) ?? null;
  }

  /** @param {number} [id]  of an object; the active one's mask by default */
  async mask(id) {
    await this.ready;
    this.#taking.pause();
    return this.runner.call((seat) => seat.mask(id));
  }

  /** @param {Options} options @param {boolean} [recipe]  whether the file says how to go on @param {import("./editing/taking.js").Watch} [watch] */
  async cutout(options, recipe = true, watch = {}) {
    await this.ready;
    return this.#taking.file(options, recipe, watch);
  }

  /** Begin the file that may be saved next, where there is room for it. @param {Options} options */
  prepare(options) {
    if (!this.isLoading) this.#taking.prepare(options);
  }

  /** The text that says how to make an object again. @param {number} [id]  the active one by default */
  async recipe(id) {
    await this.ready;
    return this.#taking.recipe(id);
  }

  /** Go on with a recipe of the open photo, as a step. @param {string} text */
  async resume(text) {
    await this.ready;
    const { photo, document } = await this.runner.call((seat) => seat.readRecipe(text));
    if (photo.sha256 !== this.#opened?.sha256) throw new ClickcutError("recipe-photo", { name: photo.name });
    await this.#loader.provide(document);
    return this.#run("resume", (seat) => seat.operate("resume", [document]));
  }

  /** Forget every photo and history that this browser keeps for the site. */
  forget() {
    this.tray.empty();
    return this.#memory.forget();
  }

  /** After the worker's death: a new seat, the same photo, the same history. */
  async restart() {
    this.runner.start();
    await this.#loader.reopen();
  }
}
