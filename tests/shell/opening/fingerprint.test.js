// What is averaged of a photo for its fingerprint: the same as in Python.
import assert from "node:assert/strict";
import { test } from "node:test";
import generated from "#generated";
import { averages } from "../../../pyscript/shell/opening/fingerprint.js";

const { cells, rows } = generated.fingerprint;

test("each cell has the mean luminance of its pixels, rounded half up, and no pixel is left out", () => {
  const width = 19; // the cells are 2 and 3 wide
  const pixels = new Uint8ClampedArray(4 * width * rows);
  for (let p = 0; p < width * rows; p++) pixels.set([p % 251, (p * 7) % 256, (p * 13) % 253, 255], 4 * p);
  const found = averages(pixels, width);
  const perCell = rows / cells;
  for (let at = 0; at < cells * cells; at++) {
    const [down, across] = [Math.floor(at / cells), at % cells];
    let [sum, count] = [0, 0];
    for (let y = down * perCell; y < (down + 1) * perCell; y++)
      for (
        let x = Math.floor((across * width) / cells);
        x < Math.floor(((across + 1) * width) / cells);
        x++
      ) {
        const [red, green, blue] = pixels.subarray(4 * (y * width + x));
        sum += 299 * red + 587 * green + 114 * blue;
        count += 1;
      }
    assert.equal(found[at], Math.floor(sum / count / 1000 + 0.5));
  }
});

test("a photo that is narrower than the cells has all of them", () => {
  const found = averages(new Uint8ClampedArray(4 * 3 * rows).fill(200), 3);
  assert.deepEqual([...found], Array(cells * cells).fill(200));
});
