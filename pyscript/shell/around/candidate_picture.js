// A mask that fits a click, drawn around what it covers.
import { boundsOf } from "../stage/free_place.js";
import { paintMask } from "../stage/painter.js";

const SIDE = 88; // CSS pixels
const MARGIN = 0.12; // of what the mask covers, on each side
const LEAST = 24; // mask pixels: closer up, a photo is but a blur
const FILL = /** @type {[number, number, number, number]} */ ([38, 132, 255, 0.42]);

/** @typedef {import("#protocol").Extent} Extent */
/** @typedef {{left: number, top: number, width: number, height: number}} Section  in mask pixels */

/**
 * @param {{logits: Float32Array, extent: Extent, part: import("#protocol").Box}} mask  of a part of the photo
 * @param {ImageBitmap} photo @returns {HTMLCanvasElement}
 */
export function paintCandidate({ logits, extent, part: [x0, y0, x1, y1] }, photo) {
  const { left, top, width, height } = around(logits, extent);
  const scale = (SIDE * Math.min(2, devicePixelRatio)) / Math.max(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(canvas.width, canvas.height);
  const section = { left, top, across: width / canvas.width, down: height / canvas.height };
  paintMask(image, { logits, extent }, section, { fill: FILL, line: 1.5 });
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = "destination-over";
  const [down, across] = [(y1 - y0) / extent[0], (x1 - x0) / extent[1]];
  const shown = /** @type {const} */ ([x0 + left * across, y0 + top * down, width * across, height * down]);
  context.drawImage(photo, ...shown, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * A square around what a mask covers, as far as the photo goes; all of it around an empty mask.
 * @param {Float32Array} logits  of a square of mask pixels, in rows
 * @param {Extent} extent  height and width in mask pixels of what is photo
 * @returns {Section}
 */
export function around(logits, [rows, columns]) {
  const covered = boundsOf(logits, [rows, columns]);
  if (!covered) return { left: 0, top: 0, width: columns, height: rows };
  const { left, top, right, bottom } = covered;
  const wanted = Math.max(LEAST, Math.max(right - left, bottom - top) * (1 + 2 * MARGIN));
  const [width, height] = [Math.min(wanted, columns), Math.min(wanted, rows)];
  return {
    left: Math.min(Math.max(0, (left + right - width) / 2), columns - width),
    top: Math.min(Math.max(0, (top + bottom - height) / 2), rows - height),
    width,
    height,
  };
}
