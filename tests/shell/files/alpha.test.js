// Averages of a mask's file on a grid: whole numbers, halves up, as on the command line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { average } from "../../../pyscript/shell/files/alpha.js";

/** @param {number} width @param {number} height */
function noise(width, height) {
  const values = Uint8Array.from({ length: width * height }, (_, at) => ((at + 7) * 2654435761) >>> 24);
  return { width, height, values };
}

test("a grid as fine as the file has its values", () => {
  const image = noise(5, 4);
  const axis = (/** @type {number} */ cells) => ({ cells, cell: 1, pixel: 1 });
  assert.deepEqual(average(image, axis(4), axis(5)), image.values);
});

test("whole pixels count alike, and halves are rounded up", () => {
  const image = { width: 2, height: 2, values: Uint8Array.of(0, 1, 0, 1) };
  const axis = { cells: 1, cell: 2, pixel: 1 };
  assert.deepEqual(average(image, axis, axis), Uint8Array.of(1));
  const darker = { ...image, values: Uint8Array.of(0, 1, 0, 0) };
  assert.deepEqual(average(darker, axis, axis), Uint8Array.of(0));
});

test("a pixel across two cells counts in each as far as it reaches", () => {
  const image = { width: 3, height: 1, values: Uint8Array.of(0, 90, 255) };
  const across = { cells: 2, cell: 3, pixel: 2 };
  const down = { cells: 1, cell: 1, pixel: 1 };
  assert.deepEqual(average(image, down, across), Uint8Array.of(30, 200));
});

test("a finer grid than the file's repeats its values", () => {
  const image = { width: 2, height: 1, values: Uint8Array.of(40, 200) };
  const across = { cells: 6, cell: 1, pixel: 3 };
  assert.deepEqual([...average(image, { cells: 1, cell: 1, pixel: 1 }, across)], [40, 40, 40, 200, 200, 200]);
});

test("on any grid it is the exact mean of what is under a cell, and the last cell may be cut", () => {
  const image = noise(37, 23);
  const [down, across] = [
    { cells: 7, cell: 26, pixel: 8 },
    { cells: 9, cell: 35, pixel: 8 },
  ];
  const found = average(image, down, across);
  for (let row = 0; row < down.cells; row++) {
    for (let column = 0; column < across.cells; column++) {
      let [sum, area] = [0n, 0n];
      for (let y = 0; y < image.height; y++) {
        const high = common(row, down, y);
        for (let x = 0; x < image.width; x++) {
          const share = BigInt(high * common(column, across, x));
          sum += share * BigInt(image.values[y * image.width + x]);
          area += share;
        }
      }
      assert.equal(found[row * across.cells + column], Number((2n * sum + area) / (2n * area)));
    }
  }
});

/** What a cell and a pixel have in common. @param {number} at @param {{cell: number, pixel: number}} axis @param {number} index */
function common(at, { cell, pixel }, index) {
  return Math.max(0, Math.min((at + 1) * cell, (index + 1) * pixel) - Math.max(at * cell, index * pixel));
}
