// Where pictures may lie on the stage: beside what is selected, or nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, freePlace } from "../../../pyscript/shell/stage/free_place.js";

const STAGE = { width: 600, height: 400 };
const SIZE = { width: 280, height: 96 };
const EXTENT = /** @type {[number, number]} */ ([4, 6]);
const PHOTO = /** @type {[number, number, number, number]} */ ([0, 0, 600, 400]);

/** @param {number} x @param {number} y @param {number} width @param {number} height */
const area = (x, y, width, height) => ({ x, y, width, height });

/** A mask of a photo of three by two: one of its squares, or none. @param {[row: number, column: number]} [at] */
function mask(at, part = PHOTO) {
  const logits = new Float32Array(36).fill(-5); // six by six, of which four rows are photo
  if (at) logits[at[0] * 6 + at[1]] = 5;
  return { logits, extent: EXTENT, part };
}

test("a mask's box is where it is seen, at any zoom and of any part of the photo", () => {
  assert.deepEqual(areaOf(mask([1, 2]), { scale: 1, x: 0, y: 0 }), area(200, 100, 100, 100));
  assert.deepEqual(areaOf(mask([1, 2]), { scale: 2, x: 100, y: 50 }), area(200, 100, 200, 200));
  const part = /** @type {[number, number, number, number]} */ ([300, 200, 600, 400]);
  assert.deepEqual(areaOf(mask([0, 0], part), { scale: 1, x: 0, y: 0 }), area(300, 200, 50, 50));
  assert.equal(areaOf(mask(), { scale: 1, x: 0, y: 0 }), null);
});

test("pictures lie below, above where the object is below, and beside one that is tall", () => {
  assert.deepEqual(freePlace([], SIZE, STAGE), { x: 10, y: 294, isUpright: false });
  assert.deepEqual(freePlace([area(0, 350, 600, 50)], SIZE, STAGE), { x: 10, y: 10, isUpright: false });
  assert.deepEqual(freePlace([area(0, 300, 200, 90)], SIZE, STAGE), { x: 310, y: 294, isUpright: false });
  assert.deepEqual(freePlace([area(120, 0, 400, 400)], SIZE, STAGE), { x: 10, y: 110, isUpright: true });
});

test("nothing of any object is covered, or there is no place", () => {
  for (const areas of [[area(150, 100, 80, 290)], [area(0, 0, 300, 200), area(0, 340, 400, 60)]]) {
    const found = freePlace(areas, SIZE, STAGE);
    assert.ok(found);
    const [width, height] = found.isUpright ? [96, 280] : [280, 96];
    for (const { x, y, ...size } of areas)
      assert.ok(
        x + size.width <= found.x ||
          found.x + width <= x ||
          y + size.height <= found.y ||
          found.y + height <= y,
      );
  }
  assert.equal(freePlace([area(0, 0, 600, 400)], SIZE, STAGE), null);
  assert.equal(freePlace([], SIZE, { width: 260, height: 90 }), null, "nor on a stage that is too small");
});
