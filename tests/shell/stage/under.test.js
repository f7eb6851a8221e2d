// How much of a photo a file shows, and what of it is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawOnward } from "../../../pyscript/shell/stage/backdrop.js";
import { boxOf, seenOf } from "../../../pyscript/shell/stage/under.js";

const PHOTO = { width: 400, height: 300 };

/** @param {any} bbox @param {any[]} [renderings] */
const subject = (bbox, renderings = []) => /** @type {any} */ ({ mask: { bbox }, renderings });

/** @param {number} margin */
const around = (margin, isSquare = false) => ({ margin, isSquare });

test("without a crop a file shows all of the photo", () => {
  assert.deepEqual(boxOf(subject([10, 20, 30, 40]), null, PHOTO), [0, 0, 400, 300]);
  assert.deepEqual(boxOf(subject(null), around(5), PHOTO), [0, 0, 400, 300]);
});

test("a crop shows the object with its margin, as far as the photo reaches", () => {
  assert.deepEqual(boxOf(subject([10, 20, 30, 40]), around(5), PHOTO), [5, 15, 35, 45]);
  assert.deepEqual(boxOf(subject([2, 20, 399, 40]), around(50), PHOTO), [0, 0, 400, 90]);
});

test("a square has the object in its middle and reaches beyond the photo, as in Python", () => {
  // The same as in tests/unit/files/test_export_options.py.
  const photo = { width: 200, height: 100 };
  for (const [margin, bbox, box] of /** @type {[number, number[], number[]][]} */ ([
    [5, [10, 20, 30, 30], [5, 10, 35, 40]],
    [0, [0, 40, 10, 80], [-15, 40, 25, 80]],
    [20, [190, 90, 200, 99], [170, 69, 220, 119]],
    [1000, [10, 20, 30, 40], [-80, -70, 120, 130]],
  ]))
    assert.deepEqual(boxOf(subject(bbox), around(margin, true), photo), box);
});

test("where a frame reaches beyond a picture, the picture's border goes on", () => {
  /** @type {number[][]} */
  const drawn = [];
  const context = /** @type {any} */ ({ drawImage: (/** @type {any[]} */ ...[, ...at]) => drawn.push(at) });
  const image = /** @type {any} */ ({ width: 8, height: 6 });
  drawOnward(context, image, [0, 0, 80, 60], [0, 0, 80, 60]);
  assert.deepEqual(drawn, [[0, 0, 8, 6, 0, 0, 80, 60]]);
  drawn.length = 0;
  drawOnward(context, image, [10, 0, 80, 60], [0, 0, 90, 75]);
  assert.deepEqual(drawn, [
    [0, 5, 1, 1, 0, 60, 10, 15],
    [0, 5, 8, 1, 10, 60, 80, 15],
    [0, 0, 1, 6, 0, 0, 10, 60],
    [0, 0, 8, 6, 10, 0, 80, 60],
  ]);
});

test("what the cut-out leaves counts rather than the mask, once all of it is known", () => {
  const part = { part: [0, 0, 400, 300], top: 0, bottom: 200, subject: [0, 0, 9, 9] };
  const whole = { ...part, bottom: 300, subject: [8, 18, 33, 44] };
  assert.deepEqual(boxOf(subject([10, 20, 30, 40], [part]), around(0), PHOTO), [10, 20, 30, 40]);
  assert.deepEqual(boxOf(subject([10, 20, 30, 40], [whole, part]), around(0), PHOTO), [8, 18, 33, 44]);
});

test("what is looked at closer is known once all of its part is", () => {
  const part = { part: [100, 100, 200, 200], top: 100, bottom: 199, subject: [120, 110, 150, 160] };
  assert.deepEqual(boxOf(subject([110, 110, 160, 170], [part]), around(0), PHOTO), [110, 110, 160, 170]);
  const whole = { ...part, bottom: 200 };
  const object = subject([110, 110, 160, 170], [whole]);
  assert.deepEqual(boxOf(object, around(0), PHOTO), [120, 110, 150, 160]);
  const inverted = { ...object, mask: { bbox: [0, 0, 400, 300], isSurrounded: true } };
  assert.deepEqual(boxOf(inverted, around(0), PHOTO), [0, 0, 400, 300]);
});

test("what is seen are the photo's rows in sight, and how large they are shown", () => {
  const frame = { viewport: { scale: 2, x: 0, y: -10 }, ratio: 1.5, photo: PHOTO, width: 900, height: 600 };
  assert.deepEqual(seenOf(frame), { density: 3, top: 0, bottom: 190 });
});
