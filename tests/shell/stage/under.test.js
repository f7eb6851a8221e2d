// How much of a photo a file shows, and what of it is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, seenOf } from "../../../pyscript/shell/stage/under.js";

const PHOTO = { width: 400, height: 300 };

/** @param {any} bbox @param {any[]} [renderings] */
const subject = (bbox, renderings = []) => /** @type {any} */ ({ mask: { bbox }, renderings });

test("without a crop a file shows all of the photo", () => {
  assert.deepEqual(boxOf(subject([10, 20, 30, 40]), null, PHOTO), [0, 0, 400, 300]);
  assert.deepEqual(boxOf(subject(null), 5, PHOTO), [0, 0, 400, 300]);
});

test("a crop shows the object with its margin, as far as the photo reaches", () => {
  assert.deepEqual(boxOf(subject([10, 20, 30, 40]), 5, PHOTO), [5, 15, 35, 45]);
  assert.deepEqual(boxOf(subject([2, 20, 399, 40]), 50, PHOTO), [0, 0, 400, 90]);
});

test("what the cut-out leaves counts rather than the mask, once all of it is known", () => {
  const part = { part: [0, 0, 400, 300], top: 0, bottom: 200, subject: [0, 0, 9, 9] };
  const whole = { ...part, bottom: 300, subject: [8, 18, 33, 44] };
  assert.deepEqual(boxOf(subject([10, 20, 30, 40], [part]), 0, PHOTO), [10, 20, 30, 40]);
  assert.deepEqual(boxOf(subject([10, 20, 30, 40], [whole, part]), 0, PHOTO), [8, 18, 33, 44]);
});

test("what is looked at closer is known once all of its part is", () => {
  const part = { part: [100, 100, 200, 200], top: 100, bottom: 199, subject: [120, 110, 150, 160] };
  assert.deepEqual(boxOf(subject([110, 110, 160, 170], [part]), 0, PHOTO), [110, 110, 160, 170]);
  const whole = { ...part, bottom: 200 };
  const object = subject([110, 110, 160, 170], [whole]);
  assert.deepEqual(boxOf(object, 0, PHOTO), [120, 110, 150, 160]);
  const inverted = { ...object, mask: { bbox: [0, 0, 400, 300], isSurrounded: true } };
  assert.deepEqual(boxOf(inverted, 0, PHOTO), [0, 0, 400, 300]);
});

test("what is seen are the photo's rows in sight, and how large they are shown", () => {
  const frame = { viewport: { scale: 2, x: 0, y: -10 }, ratio: 1.5, photo: PHOTO, width: 900, height: 600 };
  assert.deepEqual(seenOf(frame), { density: 3, top: 0, bottom: 190 });
});
