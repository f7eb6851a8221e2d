// What is done to a whole picture after the cut, as far as it needs no canvas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { castShadow, crop, layOver } from "../../../pyscript/shell/files/picture.js";

/** @param {number} width @param {1 | 4} channels @param {...number} data */
function pictureOf(width, channels, ...data) {
  return { width, height: data.length / channels / width, channels, data: new Uint8Array(data) };
}

/** @param {number[]} under @param {number[]} over */
function laid(under, over) {
  const channels = under.length === 1 ? 1 : 4;
  const picture = pictureOf(1, channels, ...under);
  layOver(picture, pictureOf(1, channels, ...over));
  return [...picture.data];
}

test("a picture laid over another hides it as far as it is opaque", () => {
  // The same as in tests/masks/test_exports.py, in Python.
  const under = [200, 100, 0, 255];
  assert.deepEqual(laid(under, [0, 0, 0, 0]), under);
  assert.deepEqual(laid(under, [9, 8, 7, 255]), [9, 8, 7, 255]);
  assert.deepEqual(laid([0, 0, 0, 0], [9, 8, 7, 3]), [9, 8, 7, 3]);
  assert.deepEqual(laid(under, [100, 200, 50, 128]), [150, 150, 25, 255]);
  assert.deepEqual(laid([200, 100, 0, 100], [100, 200, 50, 60]), [156, 144, 22, 136]);
  assert.deepEqual(laid([100], [60]), [136]);
});

test("laid over one another, pictures are within half a step of what is exact", () => {
  for (let alpha = 0; alpha < 256; alpha += 5)
    for (let below = 0; below < 256; below += 3) {
      const [red, , , made] = laid([250, 0, 0, below], [30, 0, 0, alpha]);
      const [over, under] = [alpha / 255, (below / 255) * (1 - alpha / 255)];
      assert.ok(Math.abs(made - 255 * (over + under)) <= 0.5 + 1e-9);
      if (alpha > 0) assert.ok(Math.abs(red - (30 * over + 250 * under) / (over + under)) <= 0.5 + 1e-9);
    }
});

test("a crop that reaches beyond the picture holds nothing there", () => {
  const grey = pictureOf(3, 1, 1, 2, 3, 4, 5, 6);
  assert.deepEqual([...crop(grey, [1, 0, 3, 2]).data], [2, 3, 5, 6]);
  assert.deepEqual(crop(grey, [-1, -1, 2, 3]), pictureOf(3, 1, 0, 0, 0, 0, 1, 2, 0, 4, 5, 0, 0, 0));
  assert.deepEqual([...crop(grey, [1, 1, 5, 2]).data], [5, 6, 0, 0]);
});

test("a shadow is the averaged alpha, dimmed, lower, and under the picture", () => {
  // The same as in tests/masks/test_exports.py, in Python.
  const dot = pictureOf(5, 4, ...Array(100).fill(0));
  dot.data.set([9, 8, 7, 255], 4 * 12);
  const made = castShadow(dot, 1);
  const alpha = [...made.data].filter((_, at) => at % 4 === 3);
  assert.deepEqual(alpha, [0, 0, 0, 0, 0, 1, 2, 2, 2, 1, 2, 5, 255, 5, 2, 2, 5, 6, 5, 2, 2, 5, 5, 5, 2]);
  assert.deepEqual([...made.data.subarray(4 * 12, 4 * 13)], [9, 8, 7, 255]);
  assert.deepEqual([...made.data.subarray(4 * 17, 4 * 18)], [0, 0, 0, 6]);
  const sloped = pictureOf(19, 4, ...Array(19 * 11 * 4).fill(0));
  for (let y = 0; y < 11; y++)
    for (let x = 0; x < 19; x++) {
      const pixel = [3, 5, 7, 37].map((factor) => (x * factor + y * 91 + x * y) % 256);
      sloped.data.set(pixel, 4 * (19 * y + x));
    }
  for (const [radius, sum] of [
    [3, 40377216],
    [12, 44872206],
  ])
    assert.equal(
      castShadow(sloped, radius).data.reduce((total, value, at) => total + value * (at + 1), 0),
      sum,
    );
});
