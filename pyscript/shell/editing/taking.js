// Has files made of the open photo: when they are asked for, and the one that is likely to be asked for next before.
import { Ahead, hasRoom } from "../files/ahead.js";
import { sitePath } from "../opening/resuming.js";

/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {import("../worker/seat.js").Watch} Watch  */

export class Taking {
  #runner;
  #opened;
  #ahead = new Ahead((options, watch) => {
    const { seat } = this.#runner;
    return seat ? this.#make(seat, options, true, watch) : Promise.reject();
  });

  /** @param {import("../worker/runner.js").Runner} runner @param {() => import("../opening/opening.js").Opened | null} opened */
  constructor(runner, opened) {
    this.#runner = runner;
    this.#opened = opened;
  }

  /** @param {Options} options @param {boolean} recipe  whether the file says how to go on @param {Watch} watch */
  file(options, recipe, watch) {
    const work = this.#opened()?.state;
    const ahead = recipe && work ? this.#ahead.take(work, options, watch) : null;
    return this.#runner.call((seat) => ahead ?? this.#make(seat, options, recipe, watch));
  }

  /** The text that says how to make an object again. @param {number} [id]  the active one by default */
  async recipe(id) {
    const { name, address } = this.#photo;
    return (await this.#runner.call((seat) => seat.writeRecipe(name, sitePath(address), id))).recipe;
  }

  /** Begin a file that nobody has asked for, where there is room. @param {Options} options */
  prepare(options) {
    const work = this.#opened()?.state;
    if (work?.photo && hasRoom(work.photo)) this.#ahead.begin(work, options);
  }

  /** Something else goes first. */
  pause() {
    this.#ahead.pause();
  }

  /** Something of the photo changes. */
  drop() {
    this.#ahead.drop();
  }

  get #photo() {
    return /** @type {import("../opening/opening.js").Opened} */ (this.#opened());
  }

  /** @param {import("../worker/seat.js").Seat} seat @param {Options} options @param {boolean} recipe @param {Watch} watch */
  #make(seat, options, recipe, watch) {
    const { blob, name, address } = this.#photo;
    return seat.cutout(blob, name, options, recipe ? sitePath(address) : undefined, watch);
  }
}
