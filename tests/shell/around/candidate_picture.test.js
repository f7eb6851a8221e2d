// What a picture of a mask shows: the mask as large as can be, and never beyond the photo.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around } from "../../../pyscript/shell/around/candidate_picture.js";

const EXTENT = /** @type {[number, number]} */ ([170.5, 256]);

/** @param {number} left @param {number} top @param {number} right @param {number} bottom */
function rectangle(left, top, right, bottom) {
  const logits = new Float32Array(256 * 256).fill(-1);
  for (let row = top; row < bottom; row++) logits.fill(1, row * 256 + left, row * 256 + right);
  return logits;
}

test("it is a square around the mask, with a margin", () => {
  const found = around(rectangle(100, 60, 150, 80), EXTENT);
  assert.deepEqual(found, { left: 94, top: 39, width: 62, height: 62 });
});

test("at the photo's border it moves inwards, and is no larger than the photo", () => {
  const corner = around(rectangle(200, 100, 256, 171), EXTENT);
  assert.ok(Math.abs(corner.left + corner.width - 256) < 1e-9);
  assert.ok(Math.abs(corner.top + corner.height - 170.5) < 1e-9);
  const wide = around(rectangle(0, 20, 256, 120), EXTENT);
  assert.deepEqual(wide, { left: 0, top: 0, width: 256, height: 170.5 });
});

test("it comes no closer than a photo bears, and shows all of it around nothing", () => {
  assert.equal(around(rectangle(100, 60, 102, 61), EXTENT).width, 24);
  assert.deepEqual(around(rectangle(0, 0, 0, 0), EXTENT), { left: 0, top: 0, width: 256, height: 170.5 });
});

test("what lies beyond the photo does not count", () => {
  const logits = rectangle(100, 60, 150, 80).fill(1, 200 * 256);
  assert.deepEqual(around(logits, EXTENT), around(rectangle(100, 60, 150, 80), EXTENT));
});
