// What may be asked of the open photo, as members of the element: prompts, edits, objects and what is made of them.
import { ReflectingElement } from "./attributes.js";

/** The member, of the element alone, that is the client to ask; it wakes an element that sleeps. */
export const asked = Symbol("asked");

/** All coordinates are pixels of the upright photo. */
export class EditableElement extends ReflectingElement {
  /** @abstract @returns {import("./client.js").Client} */
  get [asked]() {
    throw new TypeError("abstract");
  }

  /** @param {number} x @param {number} y @param {number} [label]  1 includes, 0 excludes */
  addPoint(x, y, label = 1) {
    return this[asked].addPoint(x, y, label);
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  setBox(x0, y0, x1, y1) {
    return this[asked].edit("set_box", x0, y0, x1, y1);
  }

  deleteBox() {
    return this[asked].edit("delete_box");
  }

  /** @param {number} index  one of `state.prompts.points` @param {number} x @param {number} y */
  movePoint(index, x, y) {
    return this[asked].edit("move_point", index, x, y);
  }

  /** @param {number} index  one of `state.prompts.points` */
  deletePoint(index) {
    return this[asked].edit("delete_point", index);
  }

  /**
   * Draw on the mask with a round brush.
   * @param {[x: number, y: number][]} points @param {number} radius @param {boolean} [adds]  false erases
   */
  stroke(points, radius, adds = true) {
    return this[asked].edit("stroke", points, radius, adds);
  }

  invert() {
    return this[asked].edit("invert");
  }

  fillHoles() {
    return this[asked].edit("fill_holes");
  }

  keepLargest() {
    return this[asked].edit("keep_largest");
  }

  /** Begin the active object anew with a mask's file: its alpha, or its luminance where it is opaque. @param {Blob} file */
  importMask(file) {
    return this[asked].importMask(file);
  }

  /**
   * Give the active object's edge another look, in photo pixels up to `state.lookMost`; what is not named is 0.
   * @param {{grow?: number, feather?: number, smooth?: number}} [look]
   */
  refine({ grow = 0, feather = 0, smooth = 0 } = {}) {
    return this[asked].edit("refine", grow, feather, smooth);
  }

  /** @param {number} index  one of `state.candidates` */
  choose(index) {
    return this[asked].edit("choose", index);
  }

  undo() {
    return this[asked].edit("undo");
  }

  redo() {
    return this[asked].edit("redo");
  }

  clear() {
    return this[asked].edit("clear");
  }

  /** Begin another object: the next prompts are about it. */
  addObject() {
    return this[asked].edit("add_object");
  }

  /** @param {number} id  of one of `state.objects`, which prompts go to from now on */
  selectObject(id) {
    return this[asked].edit("select_object", id);
  }

  /** @param {number} id */
  deleteObject(id) {
    return this[asked].edit("delete_object", id);
  }

  /** @param {number} id @param {string} name  empty to take the name back */
  renameObject(id, name) {
    return this[asked].edit("rename_object", id, name);
  }

  /** @param {number} id @param {boolean} isVisible */
  showObject(id, isVisible) {
    return this[asked].edit("show_object", id, isVisible);
  }

  /** @param {number} id @param {number} place  in the order, from 0; the last lies on top */
  moveObject(id, place) {
    return this[asked].edit("move_object", id, place);
  }

  /** A mask, 0 or 255, at photo resolution. @param {{object?: number}} [options]  the active one by default */
  mask({ object } = {}) {
    return this[asked].mask(object);
  }

  /**
   * A file to take away, at photo resolution.
   * @param {Partial<import("./exporting.js").Options> & {recipe?: boolean}} [options]  the active object as PNG by
   *   default; without a recipe in the file, nobody can go on with it
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
