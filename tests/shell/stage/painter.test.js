// What is painted lies where the logits are above zero, at any zoom.
import assert from "node:assert/strict";
import { test } from "node:test";
import { paintMask } from "../../../pyscript/shell/stage/painter.js";
import { near } from "../near.js";

/** @typedef {import("../../../pyscript/shell/stage/painter.js").Ink} Ink */

const SIDE = 64;
const FILL = { fill: /** @type {Ink["fill"]} */ ([10, 20, 200, 0.4]), line: 0 };
const LINED = { ...FILL, line: 1.6 };
const EXTENT = /** @type {[number, number]} */ ([48, 64]);

/** Logits by mask pixel's centre. @param {(x: number, y: number) => number} value */
const grid = (value) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => value((i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5));
/** How far inside a disc a place is, in mask pixels. @param {number} x @param {number} y */
const inDisc = (x, y) => 15 - Math.hypot(x - 30, y - 22);
const DISC = grid(inDisc);

/**
 * @param {{width: number, height: number}} size @param {Parameters<typeof paintMask>[1]} mask
 * @param {Parameters<typeof paintMask>[2]} section @param {Ink} ink
 */
function paint({ width, height }, mask, section, ink) {
  const data = new Uint8ClampedArray(4 * width * height).fill(99); // of a frame before
  paintMask(/** @type {ImageData} */ ({ width, height, data }), mask, section, ink);
  return (/** @type {number} */ x, /** @type {number} */ y) => [
    ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
  ];
}

/** Where a zoom shows the mask, from a place of it. @param {number} scale  image pixels by mask pixel */
const closer = (scale, left = 0, top = 0) => ({ left, top, across: 1 / scale, down: 1 / scale });

test("the mask's edge lies where the logits are zero, at every zoom", () => {
  const size = { width: 320, height: 240 };
  for (const [scale, left, top] of [
    [1.5, 0, 0],
    [5, 0, 0],
    [20, 8, 16],
    [61, 13.3, 20.7],
  ]) {
    const section = closer(scale, left, top);
    const pixel = paint(size, { logits: DISC, extent: EXTENT }, section, FILL);
    let edges = 0;
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const at = { x: left + (x + 0.5) / scale, y: top + (y + 0.5) / scale };
        if (at.x > EXTENT[1] || at.y > EXTENT[0]) continue;
        const distance = inDisc(at.x, at.y) * scale;
        const [r, g, b, alpha] = pixel(x, y);
        // Between the centres of mask pixels a disc's edge is not quite straight.
        if (distance > 0.5 + scale / 20) assert.ok(r === 10 && g === 20 && b === 200 && alpha === 102);
        else if (distance < -0.5 - scale / 20) assert.equal(alpha, 0);
        else edges++;
      }
    }
    assert.ok(edges > 0, `no edge in sight at ${scale}`);
  }
});

test("the edge of a cut-out is soft within one pixel", () => {
  const logits = grid((x) => x - 20);
  const pixel = paint({ width: 256, height: 192 }, { logits, extent: EXTENT }, closer(4), FILL);
  assert.deepEqual(
    [78, 79, 80, 81].map((x) => pixel(x, 50)[3]),
    [0, 0, 102, 102],
  );
  const between = paint({ width: 256, height: 192 }, { logits, extent: EXTENT }, closer(4, 0.125), FILL);
  assert.deepEqual(
    [78, 79, 80].map((x) => between(x, 50)[3]),
    [0, 51, 102],
  );
});

test("the outline has one width at every zoom and slope, white inside a dark rim", () => {
  for (const slope of [0.05, 1, 30]) {
    for (const scale of [2, 8, 40]) {
      const logits = grid((x) => slope * (x - 20));
      const size = { width: 64, height: 40 };
      const section = { ...closer(scale), left: 20 - 32 / scale };
      const pixel = paint(size, { logits, extent: EXTENT }, section, LINED);
      const row = Array.from({ length: 64 }, (_, x) => pixel(x, 20));
      const white = row.flatMap(([r, , , alpha], x) => (r > 128 && alpha > 128 ? [x] : []));
      assert.deepEqual(white, [31, 32], `slope ${slope}, scale ${scale}`);
      assert.deepEqual(row[36], [10, 20, 200, 102]);
      const [r, g, b, alpha] = row[30];
      assert.ok(r + g + b < 120 && alpha > 40, "no dark rim outside");
      assert.deepEqual(row[27], [0, 0, 0, 0]);
    }
  }
});

test("no line is drawn where logits come near zero and no edge is", () => {
  const value = (/** @type {number} */ near) => (/** @type {number} */ x, /** @type {number} */ y) =>
    Math.hypot(x - 30.5, y - 22.5) < 1 ? near * 0.001 : near * 6;
  for (const scale of [0.75, 4]) {
    const size = { width: 64 * scale, height: 48 * scale };
    const [x, y] = [Math.floor(30.5 * scale), Math.floor(22.5 * scale)];
    for (const [near, expected] of /** @type {[number, number[]][]} */ ([
      [-1, [0, 0, 0, 0]],
      [1, [10, 20, 200, 102]],
    ])) {
      const at = paint(size, { logits: grid(value(near)), extent: EXTENT }, closer(scale), LINED);
      for (const across of [-1, 0, 1]) assert.deepEqual(at(x + across, y), expected);
    }
  }
});

test("where a mask runs out of the photo there is no line, at any size of the screen's pixels", () => {
  const [rows, columns] = [42.7, 60];
  const logits = grid((x, y) => (x < columns && y < Math.floor(rows) ? 5 : -20));
  for (const ratio of [1, 1.5, 2]) {
    const scale = 4 * ratio;
    const size = { width: Math.round(columns * scale), height: Math.round(rows * scale) };
    const pixel = paint(size, { logits, extent: [rows, columns] }, closer(scale), LINED);
    for (let x = 0; x < size.width; x++) assert.deepEqual(pixel(x, size.height - 1), [10, 20, 200, 102]);
    for (let y = 0; y < size.height; y++) assert.deepEqual(pixel(size.width - 1, y), [10, 20, 200, 102]);
  }
});

test("nothing is painted beside the photo, and nothing of the frame before is left", () => {
  const everywhere = new Float32Array(SIDE * SIDE).fill(5);
  const size = { width: 400, height: 300 };
  const pixel = paint(size, { logits: everywhere, extent: EXTENT }, closer(4, -10, -5), FILL);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const isOn = x >= 40 && x < 40 + 256 && y >= 20 && y < 20 + 192;
      assert.equal(pixel(x, y)[3], isOn ? 102 : 0, `${x}, ${y}`);
    }
  }
});

test("a mask that fades is as opaque as its values say", () => {
  const logits = grid((x) => x / 64 - 0.5);
  const size = { width: 256, height: 8 };
  const pixel = paint(size, { logits, extent: EXTENT, fades: true }, closer(4), {
    ...FILL,
    fill: [0, 0, 0, 1],
  });
  for (const x of [10, 64, 128, 200, 245]) near(pixel(x, 4)[3], (255 * (x + 0.5)) / 256, 1);
  assert.deepEqual(
    [pixel(0, 4)[3], pixel(255, 4)[3]],
    [1, 253],
    "beyond the outermost centres it stays as it is",
  );
});

test("what fades has an outline like any other", () => {
  const logits = grid((x) => x / 64 - 0.5);
  const size = { width: 256, height: 192 };
  const [one, other] = [true, false].map((fades) =>
    paint(size, { logits, extent: EXTENT, fades }, closer(4), LINED),
  );
  for (let x = 0; x < 256; x++) assert.deepEqual(one(x, 90), other(x, 90));
});

test("the mask of a part is filled around, as far as the photo goes, and its edge stays", () => {
  const nothing = new Float32Array(SIDE * SIDE).fill(-5);
  const size = { width: 400, height: 300 };
  /** @type {Uint8ClampedArray<ArrayBuffer>} */
  const data = new Uint8ClampedArray(4 * size.width * size.height);
  const image = /** @type {ImageData} */ ({ ...size, data });
  paintMask(image, { logits: nothing, extent: EXTENT }, closer(4, -10, -5), FILL, [20.2, 9.8, 500, 250]);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const isOn = x >= 40 && x < 40 + 256 && y >= 20 && y < 20 + 192;
      const isPhoto = x >= 20 && y >= 10 && y < 260;
      assert.equal(data[4 * (y * size.width + x) + 3], isPhoto && !isOn ? 102 : 0, `${x}, ${y}`);
    }
  }
});
