// From a photo's file and a mask to the cut-out's file: straight alpha, colours untouched.
import { encode } from "fast-png";

/**
 * @param {{width: number, height: number}} size
 * @param {{start: number, rows: Uint8Array}[]} strips
 */
export function composeMask({ width, height }, strips) {
  const mask = new Uint8Array(width * height);
  for (const { start, rows } of strips) mask.set(rows, start * width);
  return mask;
}

/**
 * @param {Blob} photo
 * @param {Uint8Array} mask  0 or 255, at the photo's size
 * @param {{width: number, height: number, recipe: string | null}} plan  with the text that goes into the file
 * @param {string} mediaType
 */
export async function encodeCutout(photo, mask, { width, height, recipe }, mediaType) {
  const data = await pixels(photo, width, height);
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) words[i] = 0;
  }
  const png = encode({
    width,
    height,
    data,
    channels: 4,
    depth: 8,
    text: recipe ? { clickcut: recipe } : {},
  });
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (png)], { type: mediaType });
}

/**
 * Upright RGBA of a photo's file. Opaque pixels pass through a canvas unharmed; ones that are already
 * transparent in the photo keep their alpha.
 * @param {Blob} photo @param {number} width @param {number} height
 */
async function pixels(photo, width, height) {
  const bitmap = await createImageBitmap(photo);
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height).data;
}
