// <click-cut>: the public element. Attributes and members in, events out; see docs/element.md. What is asked of the
// open photo is in editable.js, the attributes as properties in attributes.js.

import { Client } from "./client.js";
import { picking } from "./device/picking.js";
import { asked, EditableElement } from "./editable.js";
import { createEditor } from "./editor.js";
import { createMemory } from "./opening/memory.js";
import { fetchRecipe } from "./opening/resuming.js";
import { setRuntime } from "./runtime_base.js";
import { createView } from "./stage/view.js";
import { attachTemplate } from "./template.js";
import { Waking } from "./waking.js";
import { languageOf, wordsOf } from "./words/language.js";
import { ENGLISH } from "./words/words.js";
import { chooseThreads } from "./worker/threads.js";

export { setRuntime };

/** @import { ClickCutElement, Tool, Viewport } from "./clickcut.d.ts" */
/** @typedef {ReturnType<typeof createEditor>} Editor */

/**
 * All coordinates are pixels of the upright photo.
 * @implements {ClickCutElement}
 */
export class ClickCut extends EditableElement {
  static observedAttributes = ["src", "embedding", "api", "controls", "poster", "disabled"];

  // Two elements of one page differ by their id, or else by their photo.
  #memory = createMemory({
    isOn: () => this.controls && !this.volatile,
    page: () => `${location.pathname} ${this.id ? `#${this.id}` : (this.src ?? "")}`,
  });
  #client = new Client(
    {
      onProgress: (progress) => {
        this.#tell((editor) => editor.showProgress(progress));
        this.#emit("clickcut-progress", progress);
      },
      onBitmap: (bitmap) => this.#tell((editor) => editor.showPhoto(bitmap)),
      onReady: () => {
        this.#tell((editor) => editor.showReady());
        this.#emit("clickcut-ready", { photo: this.#client.address });
      },
      onChange: (edited) => {
        this.#tell((editor) => editor.update(edited));
        const { objects, timings } = this.state;
        const active = objects.find((each) => each.active);
        if (edited && active) this.#emit("clickcut-mask", { ...active, timings });
        if (edited) this.#emit("clickcut-change", { objects });
      },
      wantsSubject: () => this.subject === "auto" && picking.isOn && this.#goingOn === null,
      encodesHere: () => this.encoder === "device",
      onTray: () => this.#tell((editor) => editor.showTray()),
      onIdle: () => this.#tell((editor) => editor.showIdle()),
      onMask: (openInstead) => this.#tell((editor) => editor.offerPhoto(openInstead)),
      onError: (error, retry) => this.#fail(error, retry),
    },
    this.#memory,
  );
  #parts = attachTemplate(this);
  #view = createView(this.#parts.stage, this.#parts.photo, this.#parts.overlay, (scale) =>
    this.#editor?.showZoom(scale),
  );
  #words = ENGLISH;
  /** Made once the element is on a page and has its words. @type {Editor | null} */
  #editor = null;
  /** What the editor is to be told when it is there. @type {((editor: Editor) => void)[]} */
  #untold = [];
  /** @type {Tool} */
  #tool = "include";
  #scheduled = false;
  /** What `recipe-src` named, until that is done or another photo is loaded. @type {{address: string} | null} */
  #goingOn = null;
  #waking = new Waking(this, () => this.#wake());

  connectedCallback() {
    this.takeEarlyProperties();
    if (this.runtime !== null) setRuntime(this.runtime);
    if (this.#editor) this.#editor.connect();
    else this.#speak();
    this.#waking.watch();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // moved to another place on the page
      this.#waking.sleep();
      this.#client.stop();
      this.#client.tray.stop();
      this.#editor?.disconnect();
    });
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === "poster") this.#parts.showPoster(this.poster);
    else if (name === "disabled") this.#parts.frame.inert = this.disabled;
    else if (name === "controls" && this.isConnected) this.#editor?.connect();
    else if (this.#waking.isAwake) this.#schedule();
  }

  /** Resolves once runtime, model and photo are loaded, else rejects with the reason. It wakes no element, but waits. */
  get ready() {
    return this.#waking.isAwake ? this.#client.ready : this.#waking.awake.then(() => this.#client.ready);
  }

  /** Prompts, candidates with scores, the chosen one, objects, timings: plain and frozen. */
  get state() {
    return this.#client.state;
  }

  /** What is seen; null without a photo. @returns {Viewport | null} */
  get viewport() {
    return this.#view.viewport;
  }

  /**
   * Look closer or from further away.
   * @param {number} scale  CSS pixels by photo pixel
   * @param {{x: number, y: number}} [at]  CSS pixels from the stage's upper left corner: what is there stays there
   */
  zoom(scale, at) {
    this.#view.zoom(scale, at);
  }

  /** What the pointer does: `include`, `exclude`, `box`, `paint`, `erase` or `everything`; others are ignored. */
  get tool() {
    return this.#tool;
  }

  set tool(name) {
    this.#tell((editor) => editor.useTool(name));
  }

  /** What is behind the objects: `photo`, `checkerboard` or a CSS colour. */
  get backdrop() {
    return this.#view.backdrop;
  }

  set backdrop(kind) {
    this.#view.setBackdrop(kind);
    this.#tell((editor) => editor.showBackdrop(kind));
  }

  /** Before and after: the photo with nothing over it. @param {boolean} wanted */
  showPlain(wanted) {
    this.#view.showPlain(wanted);
  }

  /** Before and after, side by side. @param {number | null} position  from 0 to 1 of the width; null ends it */
  showSplit(position) {
    this.#view.showSplit(position);
    this.#editor?.updateToolbar();
  }

  /** Show the whole photo, and keep doing so at any size of the element. */
  fit() {
    this.#view.fit();
  }

  /**
   * Open a photo; what was open before stays when this fails.
   * @param {string | Blob} photo  an address, a Blob or a File
   * @param {{embedding?: string | Promise<Uint8Array>, proposals?: string, sha256?: string}} [options]  address of its
   *   embedding, or its bytes once they are there; without one the `api` is asked, or this device, where the attribute
   *   `encoder` is `device`. The address of what it may be about. And the SHA-256 of the photo's file, where `photo` is
   *   only its picture in another format
   * @returns {Promise<void>}
   */
  load(photo, { embedding, proposals, sha256 } = {}) {
    this.#scheduled = false; // what the page's author asks for goes before the attributes
    this.#goingOn = null;
    if (this.#start()) void this.#client.tray.restore(this.#where, false);
    return this.#client.load(photo, { api: this.api, embedding: embedding ?? null, proposals, sha256 });
  }

  /** Let a person choose photos, as *Open photo* does; browsers do so on a click or a key alone. */
  choosePhotos() {
    this.#wake();
    this.#tell((editor) => editor.choosePhotos());
  }

  /** Open the drawer "This device". */
  showDevice() {
    this.#tell((editor) => editor.showDevice());
  }

  /** Forget every photo and history that this browser keeps for the site. */
  forget() {
    return this.#client.forget();
  }

  /** Numbers that must not grow with use: kept tensors, proxies of Python objects, bytes of wasm memory. */
  counts() {
    return this.#client.runner.counts();
  }

  /** The client of an element that is needed now. */
  get [asked]() {
    this.#wake();
    return this.#client;
  }

  /** Take up work: with what was open, or what the attributes name. */
  #wake() {
    if (!this.#start() || this.#client.bitmap) return;
    this.#open(this.#memory.last());
    void this.#client.tray.restore(this.#where, true);
  }

  /** @returns {boolean} whether there was something to start */
  #start() {
    if (this.#waking.isAwake) return false;
    this.#waking.wake();
    this.#client.start(chooseThreads(this.threads));
    return true;
  }

  /** Attributes that are set together make one load. */
  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      if (this.#scheduled && this.isConnected && this.src !== null) this.#open();
      this.#scheduled = false;
    });
  }

  /** @param {ReturnType<import("./opening/memory.js").Memory["last"]>} [kept]  of an earlier visit: goes before `src` */
  #open(kept) {
    const { api, embedding, proposals, recipeSrc } = this;
    const recipe = recipeSrc === null ? null : { address: recipeSrc };
    this.#goingOn = recipe; // before the load, which asks whether a subject is wanted
    const end = () => {
      if (this.#goingOn === recipe) this.#goingOn = null;
    };
    const opened = this.#client.load(this.src, { api, embedding, proposals, kept });
    opened.then(() => recipe && this.#goOn(recipe)).then(end, end);
  }

  /** Do what a recipe says, unless the visitor has work of their own in the photo. @param {{address: string}} recipe */
  async #goOn(recipe) {
    if (this.#client.hasContinued) return;
    try {
      const text = await fetchRecipe(recipe.address);
      if (this.#goingOn === recipe) await this.#client.resume(text);
    } catch (error) {
      this.#fail(/** @type {import("./words/texts.js").ClickcutError} */ (error));
    }
  }

  /** Who encodes photos that a person brings. */
  get #where() {
    return { embedding: null, api: this.api };
  }

  /** Take the language of the place on the page; English is there at once. */
  #speak() {
    const words = wordsOf(languageOf(this));
    if (words instanceof Promise) void words.then((fetched) => this.#build(fetched));
    else this.#build(words);
  }

  /** @param {import("./words/words.js").Words} words */
  #build(words) {
    if (this.#editor) return; // it was taken off the page and put back meanwhile
    this.#words = words;
    const editor = createEditor(this, this.#client, this.#parts, this.#view, words, (tool) => {
      this.#tool = tool;
      this.#emit("clickcut-tool", { tool });
    });
    this.#editor = editor;
    if (this.isConnected) editor.connect();
    for (const tell of this.#untold.splice(0)) tell(editor);
  }

  /** @param {import("./words/texts.js").ClickcutError} error @param {() => void} [retry] */
  #fail(error, retry) {
    error.message = this.#words.sentence(error); // whoever the member rejects to gets the same
    this.#tell((editor) => editor.showError(error, retry));
    this.#emit("clickcut-error", { code: error.code, message: error.message });
  }

  /** @param {(editor: Editor) => void} tell */
  #tell(tell) {
    if (this.#editor) tell(this.#editor);
    else this.#untold.push(tell);
  }

  /** @param {string} type @param {object} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (globalThis.customElements && !customElements.get("click-cut"))
  customElements.define("click-cut", ClickCut);
