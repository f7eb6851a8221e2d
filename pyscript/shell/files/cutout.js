// A photo's pixels on their way to the cut-out's. Which pixel gets which colour is decided elsewhere.
import { checkCanvas } from "./honest.js";
import { isTranslucent, straighten } from "./straight.js";

/** @typedef {import("./picture.js").Picture} Picture */
/** The box of all that is not wholly cut away; `y1` is 0 while that is nothing. @typedef {{x0: number, y0: number, x1: number, y1: number}} Kept */

/**
 * @param {{width: number, height: number}} size
 * @param {{start: number, rows: Uint8Array}[]} strips  of all columns of the part
 * @param {import("#protocol").Box} part  of the photo @param {number} beyond  what all other pixels are
 */
export function composeMask({ width, height }, strips, [left, , right], beyond) {
  const mask = new Uint8Array(width * height).fill(beyond);
  const columns = right - left;
  for (const { start, rows } of strips)
    for (let from = 0, line = start; from < rows.length; from += columns, line++)
      mask.set(rows.subarray(from, from + columns), line * width + left);
  return mask;
}

/**
 * RGBA of a photo's file as this browser turns it. Opaque pixels pass through a canvas unharmed; of others the colours are
 * read again.
 * @param {Blob} photo @param {ColorSpaceConversion} conversion  `none` for the numbers in the file, else sRGB
 * @returns {Promise<Picture>}
 */
export async function readPicture(photo, conversion = "default") {
  const options = /** @type {const} */ ({ colorSpaceConversion: conversion, premultiplyAlpha: "none" });
  const bitmap = await createImageBitmap(photo, options);
  const picture = rowsOf(bitmap, bitmap, 0, bitmap.height);
  if (isTranslucent(picture.data)) straighten(bitmap, picture.data);
  bitmap.close();
  return picture;
}

/**
 * The same of some rows of a photo, or of a part of it, that is scaled.
 * @param {ImageBitmap} bitmap @param {{width: number, height: number}} size  of the whole part, scaled
 * @param {number} start @param {number} stop  rows of it
 * @param {import("#protocol").Box} [part]  of the photo
 * @returns {Picture}
 */
export function rowsOf(bitmap, { width, height }, start, stop, part = [0, 0, bitmap.width, bitmap.height]) {
  checkCanvas();
  const canvas = new OffscreenCanvas(width, stop - start);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.imageSmoothingQuality = "high";
  const [left, top, right, bottom] = part;
  context.drawImage(bitmap, left, top, right - left, bottom - top, 0, -start, width, height);
  const { data } = context.getImageData(0, 0, width, stop - start);
  const bytes = new Uint8Array(/** @type {ArrayBuffer} */ (data.buffer));
  return { width, height: stop - start, channels: 4, data: bytes };
}

/**
 * A picture that Python reads and replaces row by row, without seeing a pixel.
 * @param {Picture} picture
 * @param {ReturnType<typeof import("../worker/bridge.js").createBridge>} bridge
 * @param {Uint8Array | null} mask  what takes the alpha alone, if anything does
 * @param {(start: number) => Promise<boolean>} isWanted  asked before rows are given from `start`
 * @param {number} [top]  the row that the picture begins with
 * @param {Kept} [subject]  what was kept of the photo before, which grows
 * @returns {import("#protocol").Picture}
 */
export function exchange({ width, data }, bridge, mask, isWanted, top = 0, subject = nothingKept()) {
  return {
    /** @param {number} start @param {number} stop @param {number} left @param {number} right @returns {Promise<number>} the handle of a tensor, or 0 */
    async rows(start, stop, left, right) {
      if (!(await isWanted(start))) return 0;
      const lines = stop - start;
      if (right - left === width) {
        const rows = data.subarray(4 * width * (start - top), 4 * width * (stop - top));
        return bridge.keep(rows, [lines, width, 4]);
      }
      const length = 4 * (right - left);
      const part = new Uint8Array(length * lines);
      for (let line = 0; line < lines; line++) {
        const from = 4 * (width * (start - top + line) + left);
        part.set(data.subarray(from, from + length), length * line);
      }
      return bridge.keep(part, [lines, right - left, 4]);
    },
    /** @param {number} start @param {number} left @param {number} pixels @param {number} alpha  handles */
    replace(start, left, pixels, alpha) {
      const part = bridge.bytes(pixels);
      const shown = bridge.bytes(alpha);
      const [lines, columns] = bridge.dims(alpha);
      for (let line = 0; line < lines; line++) {
        const at = width * (start - top + line) + left;
        data.set(part.subarray(4 * columns * line, 4 * columns * (line + 1)), 4 * at);
        mask?.set(shown.subarray(columns * line, columns * (line + 1)), at);
      }
      grow(subject, shown, columns, start, left);
    },
    /** A photo that is transparent itself holds no colour there (a canvas keeps none). @param {number} start @param {number} stop @param {number} left @param {number} right @param {boolean} isInside */
    settle(start, stop, left, right, isInside) {
      for (let line = start - top; line < stop - top; line++) {
        if (isInside) mask?.fill(255, width * line + left, width * line + right);
        else data.fill(0, 4 * (width * line + left), 4 * (width * line + right));
      }
      if (isInside) widen(subject, left, start, right, stop);
    },
    /** The box of all that is not wholly cut away, as JSON; null when nothing is left. */
    subject: () => JSON.stringify(subject.y1 ? [subject.x0, subject.y0, subject.x1, subject.y1] : null),
  };
}

/** @returns {Kept} */
export const nothingKept = () => ({ x0: Infinity, y0: Infinity, x1: 0, y1: 0 });

/**
 * @param {Kept} box @param {Uint8Array} rows  alpha
 * @param {number} width @param {number} start @param {number} offset  where they lie in the photo
 */
function grow(box, rows, width, start, offset) {
  for (let from = 0, y = start; from < rows.length; from += width, y++) {
    let left = 0;
    while (left < width && rows[from + left] === 0) left++;
    if (left === width) continue;
    let right = width;
    while (rows[from + right - 1] === 0) right--;
    widen(box, offset + left, y, offset + right, y + 1);
  }
}

/** @param {Kept} box @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function widen(box, x0, y0, x1, y1) {
  box.x0 = Math.min(box.x0, x0);
  box.x1 = Math.max(box.x1, x1);
  box.y0 = Math.min(box.y0, y0);
  box.y1 = Math.max(box.y1, y1);
}
