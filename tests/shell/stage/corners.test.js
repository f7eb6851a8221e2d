// A corner of the stage that may be covered: the one where nothing of the masks lies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freestCorner } from "../../../pyscript/shell/stage/corners.js";

const SEEN = {
  viewport: { scale: 1, x: 0, y: 0 },
  stage: { width: 600, height: 400 },
};
const COVER = { across: 300, above: 100, below: 100 };

const PHOTO = /** @type {[number, number, number, number]} */ ([0, 0, 600, 400]);

/** A mask of a photo of three by two. @param {[number, number, number, number]} box  left, top, right, bottom, in photo pixels */
function mask([left, top, right, bottom], part = PHOTO) {
  const logits = new Float32Array(36).fill(-5); // six by six, of which four rows are photo
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 6; column++) {
      const [x, y] = [column * 100 + 50, row * 100 + 50];
      if (x > left && x < right && y > top && y < bottom) logits[row * 6 + column] = 5;
    }
  return { logits, extent: /** @type {[number, number]} */ ([4, 6]), part };
}

test("where nothing lies, it is the lower left one", () => {
  assert.equal(freestCorner([mask([200, 100, 400, 300])], SEEN, COVER), "bottom-left");
});

test("an object that lies there has the corner above it, or the one across", () => {
  assert.equal(freestCorner([mask([0, 300, 200, 400])], SEEN, COVER), "top-left");
  assert.equal(freestCorner([mask([0, 0, 200, 400])], SEEN, COVER), "top-right");
});

test("an object that fills the photo has the corner where it is least covered", () => {
  assert.equal(freestCorner([mask([0, 0, 600, 400]), mask([0, 100, 600, 400])], SEEN, COVER), "top-left");
});

test("what lies higher, above other controls, covers what is there", () => {
  const raised = { ...COVER, below: 200 };
  assert.equal(freestCorner([mask([0, 200, 200, 300])], SEEN, raised), "top-left");
});

test("all masks that are offered count, and only what is seen of them", () => {
  const [below, above] = [mask([0, 300, 200, 400]), mask([0, 0, 200, 100])];
  assert.equal(freestCorner([below, above], SEEN, COVER), "top-right");
  const closer = { ...SEEN, viewport: { scale: 2, x: 300, y: 0 } }; // the photo's upper right quarter
  assert.equal(freestCorner([below, above], closer, COVER), "bottom-left");
});

test("the mask of a part of the photo lies where the part does", () => {
  const part = /** @type {[number, number, number, number]} */ ([0, 200, 300, 400]);
  assert.equal(freestCorner([mask([0, 0, 600, 400], part)], SEEN, COVER), "top-left");
});
