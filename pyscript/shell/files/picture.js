// What is done to a whole picture after the cut: cropped, put on a background, written as a file.
import { ClickcutError } from "../words/texts.js";
import { drawBlurred } from "./blur.js";
import { writePng } from "./png.js";
import { uprightBitmap } from "./upright.js";

/**
 * Straight RGBA, or the alpha alone.
 * @typedef {{width: number, height: number, channels: 1 | 4, data: Uint8Array<ArrayBuffer>}} Picture
 */
/** What is kept of a photo, in its pixels. @typedef {import("#protocol").Box} Box */

const QUALITY = { "image/webp": 1, "image/jpeg": 0.95 }; // 1 is lossless WebP in Chromium

/** @param {Picture} picture @param {Box} box @returns {Picture} */
export function crop({ width, channels, data }, [x0, y0, x1, y1]) {
  const row = (x1 - x0) * channels;
  const kept = new Uint8Array(row * (y1 - y0));
  for (let y = y0; y < y1; y++) {
    const start = (y * width + x0) * channels;
    kept.set(data.subarray(start, start + row), (y - y0) * row);
  }
  return { width: x1 - x0, height: y1 - y0, channels, data: kept };
}

/**
 * Put a picture on a colour, on a blurred photo or on another picture. Opaque pixels keep their colours.
 * @param {Picture} picture
 * @param {string | Blob} background  a colour, or the picture that fills the frame
 * @returns {Promise<Picture>}
 */
export async function onBackground(picture, background) {
  const { width, height } = picture;
  const context = contextOf(width, height);
  if (typeof background === "string") {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
  } else {
    const bitmap = await uprightBitmap(background).catch(() => {
      throw new ClickcutError("background-undecodable");
    });
    const scale = Math.max(width / bitmap.width, height / bitmap.height);
    const [across, down] = [bitmap.width * scale, bitmap.height * scale];
    context.drawImage(bitmap, (width - across) / 2, (height - down) / 2, across, down);
    bitmap.close();
  }
  return over(picture, context);
}

/**
 * @param {Picture} picture  a part of the photo @param {Blob} photo @param {Box | null} box  which part
 * @returns {Promise<Picture>}
 */
export async function onBlur(picture, photo, box) {
  const context = contextOf(picture.width, picture.height);
  const bitmap = await createImageBitmap(photo);
  const [left, top] = box ?? [0, 0];
  drawBlurred(context, bitmap, left, top);
  bitmap.close();
  return over(picture, context);
}

/**
 * @param {Picture} picture @param {OffscreenCanvasRenderingContext2D} context  with the background
 * @returns {Picture}
 */
function over(picture, context) {
  const { width, height } = picture;
  context.drawImage(canvasOf(picture), 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { ...picture, data: new Uint8Array(/** @type {ArrayBuffer} */ (data.buffer)) };
}

/**
 * @param {Picture} picture @param {string} mediaType
 * @param {{recipe: string | null, profile: Uint8Array<ArrayBuffer> | null}} about  what goes into a PNG
 */
export async function encodePicture(picture, mediaType, { recipe, profile }) {
  const [kind] = mediaType.split(";");
  if (kind === "image/png") {
    const about = {
      text: recipe && `clickcut\0${recipe}`,
      profile: picture.channels === 4 ? profile : null,
    };
    return new Blob(writePng(picture, about), { type: mediaType });
  }
  const quality = QUALITY[/** @type {keyof typeof QUALITY} */ (kind)];
  const blob = await canvasOf(picture).convertToBlob({ type: kind, quality });
  if (blob.type !== kind) throw new ClickcutError("format-unavailable", { format: kind });
  return blob;
}

/** @param {Picture} picture */
export function canvasOf({ width, height, data }) {
  const context = contextOf(width, height);
  const values = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
  context.putImageData(new ImageData(values, width, height), 0, 0);
  return context.canvas;
}

/** @param {number} width @param {number} height */
function contextOf(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  return /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
}
