// What may be asked of the open photo, as members of the element: operations, and what is made of their outcome.
import { ReflectingElement } from "./attributes.js";
import { addOperations } from "./operations.js";

/** @typedef {import("./clickcut.d.ts").State} State */

/** The member, of the element alone, that is the client to ask; it wakes an element that sleeps. */
export const asked = Symbol("asked");

/** All coordinates are pixels of the upright photo. */
class AskingElement extends ReflectingElement {
  /** @abstract @returns {import("./client.js").Client} */
  get [asked]() {
    throw new TypeError("abstract");
  }

  /** Begin the active object anew with a mask's file: its alpha, or its luminance where it is opaque. @param {Blob} file */
  importMask(file) {
    return this[asked].importMask(file);
  }

  /** Look at a small object of a large photo closer, as a step that can be undone: where `state.closer` says, if it does. */
  lookCloser() {
    return this[asked].lookCloser();
  }

  /** A mask, 0 or 255, at photo resolution. @param {{object?: number}} [options]  the active one by default */
  mask({ object } = {}) {
    return this[asked].mask(object);
  }

  /**
   * A file to take away, at photo resolution.
   * @param {import("./clickcut.d.ts").CutoutOptions} [options]  the active object as PNG by default; without a recipe
   *   in the file, nobody can go on with it
   * @returns {Promise<Blob>}
   */
  async cutout({ format = "image/png", recipe = true, ...options } = {}) {
    return (await this[asked].cutout({ format, ...options }, recipe)).blob;
  }

  /**
   * The text that a cut-out's file carries: what was said about which photo.
   * @param {{object?: number}} [options]  the active object by default
   * @returns {Promise<string>}
   */
  recipe({ object } = {}) {
    return this[asked].recipe(object);
  }

  /** Go on with a recipe of the open photo, as a step that can be undone. @param {string} text */
  resume(text) {
    return this[asked].resume(text);
  }
}

addOperations(AskingElement, (element, name, args) => element[asked].edit(name, ...args));

/** @typedef {AskingElement & import("#protocol").Operations<Promise<State | null>>} Editable */

/** The same with a method for each operation. */
export const EditableElement = /** @type {new () => Editable} */ (/** @type {unknown} */ (AskingElement));
