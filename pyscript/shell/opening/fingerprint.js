// What a photo looks like here, for whoever encoded it to compare; see clickcut_core/fingerprint.py.
import generated from "#generated";
import { isCanvasHonest } from "../files/honest.js";

const { cells: CELLS, rows: ROWS } = generated.fingerprint;
const [RED, GREEN, BLUE] = generated.luminance; // thousandths

/**
 * Hexadecimal digits; none where no pixel can be read. Rows are copied one by one: what scales is another filter in each browser.
 * @param {ImageBitmap} bitmap
 */
export function fingerprintOf(bitmap) {
  if (!isCanvasHonest()) return "";
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, ROWS);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true, alpha: false })
  );
  context.imageSmoothingEnabled = false;
  context.fillStyle = "white";
  context.fillRect(0, 0, width, ROWS);
  for (let place = 0; place < ROWS; place++) {
    const row = Math.floor(((2 * place + 1) * height) / (2 * ROWS));
    context.drawImage(bitmap, 0, row, width, 1, 0, place, width, 1);
  }
  return [...averages(context.getImageData(0, 0, width, ROWS).data, width)]
    .map((value) => value.toString(16).padStart(2, "0"))
    .join("");
}

/** Mean luminance by cell. @param {Uint8ClampedArray} pixels  RGBA of all rows @param {number} width */
export function averages(pixels, width) {
  const [sums, counts] = [new Float64Array(CELLS * CELLS), new Float64Array(CELLS * CELLS)];
  const perCell = ROWS / CELLS;
  for (let place = 0; place < ROWS; place++) {
    for (let cell = 0; cell < CELLS; cell++) {
      const start = Math.floor((cell * width) / CELLS);
      const stop = Math.max(start + 1, Math.floor(((cell + 1) * width) / CELLS));
      const at = Math.floor(place / perCell) * CELLS + cell;
      counts[at] += stop - start;
      for (let p = 4 * (place * width + start); p < 4 * (place * width + stop); p += 4)
        sums[at] += RED * pixels[p] + GREEN * pixels[p + 1] + BLUE * pixels[p + 2];
    }
  }
  return Uint8Array.from(sums, (sum, at) => Math.floor(sum / (1000 * counts[at]) + 0.5));
}
