// Makes what the stage shows of a cut-out: the pixels that a file would hold, at the stage's resolution.
import * as Comlink from "comlink";
import { exchange, rowsOf } from "../files/cutout.js";
import { canvasOf } from "../files/picture.js";
import { turn } from "./jobs.js";
import { read } from "./python.js";

/** @typedef {import("../files/picture.js").Picture} Picture */
/** @typedef {import("#protocol").Box} Box */
/** Sizes and rows are those of a part of the photo, scaled; so is the box of all that is not wholly cut away. */
/**
 * @typedef {{
 *   bitmap: ImageBitmap, part: Box, size: import("#protocol").PhotoSize, start: number, stop: number,
 *   subject: Box | null, isFinal: boolean,
 * }} Rendered  some rows of a cut-out
 */

const KEPT = 4; // pictures of a photo: two sizes of a matte, the whole, and a part that is looked at closely

export function createRenderer() {
  /** Scaled pictures of the open photo, the latest last. @type {Map<string, Picture>} */
  const pictures = new Map();
  let newest = 0;

  /**
   * @param {() => Promise<ImageBitmap>} decode  the photo @param {Box} part
   * @param {import("#protocol").PhotoSize} size  of all of the part @param {number} start @param {number} stop
   * @returns {Promise<Picture>}  not to be written to
   */
  async function scaled(decode, part, size, start, stop) {
    const key = [part, size.width, size.height, start, stop].join();
    const picture = pictures.get(key) ?? rowsOf(await decode(), size, start, stop, part);
    pictures.delete(key);
    pictures.set(key, picture);
    for (const old of [...pictures.keys()].slice(0, -KEPT)) pictures.delete(old);
    return picture;
  }

  return {
    /** Another photo is opened. */
    forget() {
      newest++;
      pictures.clear();
    },
    /** What was asked and has not begun is of no more use. */
    abandon() {
      newest++;
    },
    /** @returns {() => boolean} whether nothing newer was asked since */
    ask() {
      const mine = ++newest;
      return () => mine === newest;
    },
    /**
     * @param {import("./exporting.js").Parts} parts @param {Blob} photo @param {import("#protocol").Seen} seen
     * @param {boolean} isQuick @param {() => boolean} isAwaited  ends it, with `cancelled`, once it is false
     * @returns {Promise<Rendered>}
     */
    async render({ bridge, session }, photo, seen, isQuick, isAwaited) {
      const wanted = JSON.stringify(seen);
      const sight = read(await session.sight(wanted, isQuick));
      const { part, picture: size, small, start, stop, isFinal } = sight;
      /** @type {Promise<ImageBitmap> | undefined} */
      let decoded;
      const decode = () => (decoded ??= createImageBitmap(photo));
      const whole = await scaled(decode, part, size, start, stop);
      const forMatte = await scaled(decode, part, small, 0, small.height);
      void decoded?.then((bitmap) => bitmap.close());
      const own = { ...whole, data: whole.data.slice() };
      const goesOn = () => turn().then(isAwaited);
      const exchanged = exchange(own, bridge, null, goesOn, start);
      read(await session.render(exchanged, exchange(forMatte, bridge, null, goesOn), wanted, isQuick));
      const bitmap = canvasOf(own).transferToImageBitmap();
      const subject = JSON.parse(exchanged.subject());
      return Comlink.transfer({ bitmap, part, size, start, stop, subject, isFinal }, [bitmap]);
    },
  };
}
