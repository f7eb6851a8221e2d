// Scales a photo down that has more pixels than are accepted: a file of its own, which is opened in its place.
import generated from "#generated";
import { isCanvasHonest } from "../files/honest.js";
import { upright } from "../files/upright.js";
import { sizeOf } from "./photo_head.js";

const { megapixel: MEGAPIXEL } = generated.photoLimits;
const FARTHEST = 4; // times as many pixels: beyond it the memory for decoding is more than many devices have
const QUALITY = 0.95;
const STRIP = 500_000; // pixels

/**
 * The photo with as many megapixels as may be, upright, as sRGB: a JPEG, or a PNG where something shows through. Null
 * where it is too large to decode, or where this browser can't.
 * @param {Blob} photo @param {number} megapixels @param {AbortSignal} signal @returns {Promise<Blob | null>}
 */
export async function scaledDown(photo, megapixels, signal) {
  const most = megapixels * MEGAPIXEL;
  const claimed = await sizeOf(photo);
  if (!isCanvasHonest() || !claimed || claimed.width * claimed.height > FARTHEST * most) return null;
  /** @type {ImageBitmap | null} */
  let bitmap = null;
  try {
    bitmap = await createImageBitmap((await upright(photo)) ?? photo);
    signal.throwIfAborted();
    const canvas = drawn(bitmap, scaledSize(bitmap, most));
    const type = isOpaque(canvas) ? "image/jpeg" : "image/png";
    return await canvas.convertToBlob({ type, quality: QUALITY });
  } catch {
    signal.throwIfAborted();
    return null; // of this browser's own limits
  } finally {
    bitmap?.close();
  }
}

/** The largest size of the same proportions. @param {import("./photo_head.js").Size} size @param {number} most  pixels */
export function scaledSize({ width, height }, most) {
  const scale = Math.sqrt(most / (width * height));
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}

/** @param {ImageBitmap} bitmap @param {import("./photo_head.js").Size} size */
function drawn(bitmap, { width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

/** Whether nothing shows through, read in strips: all pixels at once would be there twice. @param {OffscreenCanvas} canvas */
function isOpaque(canvas) {
  const { width, height } = canvas;
  const context = contextOf(canvas);
  const rows = Math.max(1, Math.floor(STRIP / width));
  for (let top = 0; top < height; top += rows) {
    const { data } = context.getImageData(0, top, width, Math.min(rows, height - top));
    for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return false;
  }
  return true;
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  return /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
}
