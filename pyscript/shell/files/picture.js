// What is done to a whole picture after the cut: cropped, put on a background, written as a file.
import generated from "#generated";
import { drawOnward } from "../stage/backdrop.js";
import { ClickcutError } from "../words/texts.js";
import { drawBlurred } from "./blur.js";
import { writePng } from "./png.js";
import { uprightBitmap } from "./upright.js";

/**
 * Straight RGBA, or the alpha alone.
 * @typedef {{width: number, height: number, channels: 1 | 4, data: Uint8Array<ArrayBuffer>}} Picture
 */
/** What is kept of a photo, in its pixels. @typedef {import("#protocol").Box} Box */

const PASSES = 3; // of a box blur: it is nearly Gaussian then
const QUALITY = { "image/webp": 1, "image/jpeg": 0.95 }; // 1 is lossless WebP in Chromium

/** Beyond the picture, where a box may reach, is nothing. @param {Picture} picture @param {Box} box @returns {Picture} */
export function crop({ width, height, channels, data }, [x0, y0, x1, y1]) {
  const row = (x1 - x0) * channels;
  const kept = new Uint8Array(row * (y1 - y0));
  const [left, right] = [Math.max(0, x0), Math.min(width, x1)];
  for (let y = Math.max(0, y0); y < Math.min(height, y1); y++) {
    const pixels = data.subarray((y * width + left) * channels, (y * width + right) * channels);
    kept.set(pixels, (y - y0) * row + (left - x0) * channels);
  }
  return { width: x1 - x0, height: y1 - y0, channels, data: kept };
}

/**
 * Lay a picture over another of its size and kind, in whole numbers, as `lay_over` does in Python.
 * @param {Picture} under  takes what comes of it @param {Picture} over
 */
export function layOver({ channels, data }, { data: over }) {
  for (let pixel = 0; pixel < data.length; pixel += channels) {
    const alpha = pixel + channels - 1;
    const share = 255 * over[alpha];
    const whole = share + data[alpha] * (255 - over[alpha]); // 255 × 255 is opaque
    if (share === 0) continue;
    for (let at = pixel; at < alpha; at++) {
      const sum = share * over[at] + (whole - share) * data[at];
      data[at] = Math.floor((sum + (whole >> 1)) / whole);
    }
    data[alpha] = Math.floor((whole + 127) / 255);
  }
}

/**
 * Put a soft shadow under a picture, in whole numbers, as `cast_shadow` does in Python.
 * @param {Picture} picture  straight RGBA @param {number} radius @returns {Picture}
 */
export function castShadow({ width, height, channels, data }, radius) {
  /** @type {Uint8Array} */
  let alpha = new Uint8Array(width * height);
  for (let at = 0; at < alpha.length; at++) alpha[at] = data[4 * at + 3];
  for (let pass = 0; pass < PASSES; pass++) {
    alpha = averaged(alpha, { lines: height, between: width, length: width, along: 1 }, radius);
    alpha = averaged(alpha, { lines: width, between: 1, length: height, along: width }, radius);
  }
  const shadow = { width, height, channels, data: new Uint8Array(data.length) };
  const { opacity } = generated.shadow;
  for (let at = radius * width; at < alpha.length; at++)
    shadow.data[4 * at + 3] = Math.floor((opacity * alpha[at - radius * width] + 127) / 255);
  layOver(shadow, { width, height, channels, data });
  return shadow;
}

/**
 * The means of all windows of 2 × radius + 1, along lines; beyond them is nothing.
 * @param {Uint8Array} values
 * @param {{lines: number, between: number, length: number, along: number}} way  how many lines begin how far from one
 *   another, and how many values a line has, and how far apart
 * @param {number} radius
 */
function averaged(values, { lines, between, length, along }, radius) {
  const means = new Uint8Array(values.length);
  const size = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    const start = line * between;
    let sum = 0;
    for (let at = -radius; at < length; at++) {
      if (at + radius < length) sum += values[start + (at + radius) * along];
      if (at > radius) sum -= values[start + (at - radius - 1) * along];
      if (at >= 0) means[start + at * along] = Math.floor((sum + radius) / size);
    }
  }
  return means;
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
 * @param {Picture} picture  a part of the photo @param {Blob} photo @param {Box | null} box  which part; it may reach beyond
 * @returns {Promise<Picture>}
 */
export async function onBlur(picture, photo, box) {
  const { width, height } = picture;
  const bitmap = await createImageBitmap(photo);
  const [x0, y0, x1, y1] = box ?? [0, 0, width, height];
  const [left, top] = [Math.max(0, x0), Math.max(0, y0)];
  const [across, down] = [Math.min(bitmap.width, x1) - left, Math.min(bitmap.height, y1) - top];
  const blurred = contextOf(across, down);
  drawBlurred(blurred, bitmap, left, top);
  bitmap.close();
  const context = contextOf(width, height);
  drawOnward(context, blurred.canvas, [left - x0, top - y0, across, down], [0, 0, width, height]);
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
