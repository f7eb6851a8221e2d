// From a photo's file to the cut-out's file: straight alpha. Which pixel gets which colour is decided elsewhere.
import { encode } from "fast-png";

/** @typedef {{width: number, height: number, data: Uint8Array<ArrayBuffer>}} Picture  straight RGBA */

/**
 * @param {{width: number, height: number}} size
 * @param {{start: number, rows: Uint8Array}[]} strips
 */
export function composeMask({ width, height }, strips) {
  const mask = new Uint8Array(width * height);
  for (const { start, rows } of strips) mask.set(rows, start * width);
  return mask;
}

/** @param {Picture} picture @param {string} mediaType @param {string | null} recipe  the text that goes into the file */
export function encodePicture({ width, height, data }, mediaType, recipe) {
  const text = recipe ? { clickcut: recipe } : {};
  const png = encode({ width, height, data, channels: 4, depth: 8, text });
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (png)], { type: mediaType });
}

/**
 * Upright RGBA of a photo's file. Opaque pixels pass through a canvas unharmed; ones that are already
 * transparent in the photo keep their alpha.
 * @param {Blob} photo
 * @returns {Promise<Picture>}
 */
export async function readPicture(photo) {
  const bitmap = await createImageBitmap(photo);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: new Uint8Array(/** @type {ArrayBuffer} */ (data.buffer)) };
}

/**
 * A picture that Python reads and replaces row by row, without seeing a pixel.
 * @param {Picture} picture
 * @param {ReturnType<typeof import("./bridge.js").createBridge>} bridge
 */
export const exchange = ({ width, data }, bridge) => ({
  width,
  /** @param {number} start @param {number} stop @returns {number} the handle of a tensor */
  rows: (start, stop) =>
    bridge.keep(data.subarray(4 * width * start, 4 * width * stop), [stop - start, width, 4]),
  /** @param {number} start @param {number} handle */
  replace: (start, handle) => data.set(bridge.bytes(handle), 4 * width * start),
});
