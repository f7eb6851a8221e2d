// A mask's file → averages on the grid that Python names. Whole numbers throughout, as on the command line.
import generated from "#generated";
import { ClickcutError } from "../words/texts.js";
import { rowsOf } from "./cutout.js";
import { turned } from "./turning.js";
import { missingTurn } from "./upright.js";

/** @typedef {import("#protocol").Axis} Axis */

const [RED, GREEN, BLUE] = generated.luminance; // thousandths
const { most: MOST_LABELS, half: HALF, void: VOID } = generated.labels;

/**
 * Alpha, or luminance where the file is opaque; labels, which are few, are 0 and 255 instead.
 * @param {Blob} file
 * @param {{width: number, height: number} | null} photo
 *   a file is no mask, and gives null, unless it has this size and is transparent somewhere or grey all over
 */
export async function readAlpha(file, photo) {
  const bitmap = await createImageBitmap(file, {
    premultiplyAlpha: "none",
    colorSpaceConversion: "none",
  }).catch(() => null);
  if (!bitmap && !photo) throw new ClickcutError("photo-undecodable");
  if (!bitmap) return null;
  const turn = await missingTurn(file);
  const [across, down] = turn > 4 ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  if (photo && (across !== photo.width || down !== photo.height)) return null;
  const picture = rowsOf(bitmap, bitmap, 0, bitmap.height);
  bitmap.close();
  const { width, height, data: pixels } = turn === 1 ? picture : turned(picture, turn);
  const values = new Uint8Array(width * height);
  let isOpaque = true;
  let isGrey = true;
  for (let i = 0, p = 0; i < values.length; i++, p += 4) {
    values[i] = pixels[p + 3];
    isOpaque &&= pixels[p + 3] === 255;
    isGrey &&= pixels[p] === pixels[p + 1] && pixels[p] === pixels[p + 2];
  }
  if (isOpaque) {
    for (let i = 0, p = 0; i < values.length; i++, p += 4) {
      values[i] = Math.floor((RED * pixels[p] + GREEN * pixels[p + 1] + BLUE * pixels[p + 2] + 500) / 1000);
    }
  }
  if (photo && isOpaque && !isGrey) return null;
  const isInside = isOpaque && !isGrey ? insideOfColours(pixels) : insideOfValues(values);
  return { width, height, values: isInside ? values.map((_, at) => (isInside(at) ? 255 : 0)) : values };
}

/** What tells whether a pixel has a label; null where colours are no labels. @param {Uint8Array} pixels */
function insideOfColours(pixels) {
  const codes = new Uint32Array(pixels.buffer); // opaque, so that equal codes are equal colours
  const [black, ignored] = new Uint32Array(Uint8Array.of(0, 0, 0, 255, ...VOID, 255).buffer);
  const found = fewOf(codes);
  return found?.has(black)
    ? (/** @type {number} */ at) => codes[at] !== black && codes[at] !== ignored
    : null;
}

/** The same of grey or alpha, whose labels are all below half. @param {Uint8Array} values */
function insideOfValues(values) {
  const isLow = values.every((value) => value < HALF);
  return isLow && fewOf(values) ? (/** @type {number} */ at) => values[at] > 0 : null;
}

/** The different ones, unless they are more than there are labels. @param {Uint8Array | Uint32Array} numbers */
function fewOf(numbers) {
  const found = new Set();
  for (const number of numbers) if (found.add(number).size > MOST_LABELS) return null;
  return found;
}

/**
 * @param {{width: number, height: number, values: Uint8Array}} image @param {Axis} down @param {Axis} across
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function average({ width, height, values }, down, across) {
  const rows = shares(height, down);
  const columns = shares(width, across);
  const sums = new Float64Array(down.cells * across.cells); // whole, and below 2 ** 53
  const line = new Float64Array(across.cells);
  for (let row = 0; row < height; row++) {
    line.fill(0);
    for (const { index, cell, share } of columns.list) line[cell] += share * values[row * width + index];
    for (const { cell, share } of rows.at(row)) {
      for (let column = 0; column < line.length; column++) {
        sums[cell * line.length + column] += share * line[column];
      }
    }
  }
  return Uint8Array.from(sums, (sum, at) => {
    const total = rows.totals[Math.floor(at / line.length)] * columns.totals[at % line.length];
    return Math.floor((2 * sum + total) / (2 * total));
  });
}

/** How much each pixel shares with each cell. @param {number} count  of pixels @param {Axis} axis */
function shares(count, { cells, cell, pixel }) {
  /** @type {{index: number, cell: number, share: number}[][]} */
  const byPixel = [];
  const totals = new Float64Array(cells);
  for (let index = 0; index < count; index++) {
    const [start, stop] = [index * pixel, (index + 1) * pixel];
    byPixel[index] = [];
    for (let at = Math.floor(start / cell); at < cells && at * cell < stop; at++) {
      const share = Math.min(stop, (at + 1) * cell) - Math.max(start, at * cell);
      byPixel[index].push({ index, cell: at, share });
      totals[at] += share;
    }
  }
  return { list: byPixel.flat(), at: (/** @type {number} */ index) => byPixel[index], totals };
}
