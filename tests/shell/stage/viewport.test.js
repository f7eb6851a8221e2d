// The arithmetic between stage and photo.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as viewport from "../../../pyscript/shell/stage/viewport.js";
import { near } from "../near.js";

const PHOTO = { width: 4000, height: 3000 };
const STAGE = { width: 1000, height: 600 };

test("a fitted photo fills one side and lies in the middle of the other", () => {
  const fitted = viewport.fitted(PHOTO, STAGE);
  assert.deepEqual(fitted, { scale: 0.2, x: -500, y: 0 });
  assert.deepEqual(viewport.toStage(fitted, { x: 2000, y: 1500 }), { x: 500, y: 300 });
});

test("the way to the photo and back ends where it began", () => {
  const view = { scale: 1.7, x: 312.25, y: -41.5 };
  near(viewport.toStage(view, viewport.toPhoto(view, { x: 123.5, y: 77 })), { x: 123.5, y: 77 });
});

test("what was under one place comes under the other at any scale", () => {
  const view = { scale: 0.2, x: -500, y: 0 };
  const before = viewport.toPhoto(view, { x: 700, y: 100 });
  for (const scale of [0.05, 0.2, 3, 32]) {
    const moved = viewport.moved(view, { x: 700, y: 100 }, { x: 650, y: 180 }, scale);
    assert.equal(moved.scale, scale);
    near(viewport.toPhoto(moved, { x: 650, y: 180 }), before);
  }
});

test("the photo can't be lost", () => {
  for (const far of [-1e6, 1e6]) {
    for (const scale of [0.05, 0.2, 1, 32]) {
      const view = viewport.limited({ scale, x: far, y: far }, PHOTO, STAGE);
      for (const [axis, side] of /** @type {const} */ ([
        ["x", "width"],
        ["y", "height"],
      ])) {
        const start = Math.max(0, -view[axis] * scale);
        const end = Math.min(STAGE[side], (PHOTO[side] - view[axis]) * scale);
        near(end - start, Math.min(STAGE[side], PHOTO[side] * scale) / 2);
      }
    }
  }
});

test("what is in sight is left where it is", () => {
  const view = { scale: 1, x: 1000, y: 1200 };
  assert.deepEqual(viewport.limited(view, PHOTO, STAGE), view);
});

test("scales have an end on both sides", () => {
  near(viewport.allowedScale(1e-9, PHOTO, STAGE), 0.2 / 4);
  assert.equal(viewport.allowedScale(1e9, PHOTO, STAGE), 32);
  assert.equal(viewport.allowedScale(1.5, PHOTO, STAGE), 1.5);
  const tiny = { width: 10, height: 10 }; // already shown larger than that
  assert.equal(viewport.allowedScale(1e9, tiny, STAGE), 60);
});

test("revealing moves only what is out of sight", () => {
  const view = { scale: 1, x: 1000, y: 1000 };
  assert.deepEqual(viewport.revealed(view, { x: 1500, y: 1300 }, STAGE, 48), view);
  assert.deepEqual(viewport.revealed(view, { x: 2500, y: 1300 }, STAGE, 48), {
    scale: 1,
    x: 2500 - (1000 - 48),
    y: 1000,
  });
});

test("on a stage smaller than two margins a place is revealed in the middle", () => {
  const small = { width: 80, height: 60 };
  const view = viewport.revealed({ scale: 2, x: 0, y: 0 }, { x: 500, y: 400 }, small, 48);
  assert.deepEqual(viewport.toStage(view, { x: 500, y: 400 }), { x: 40, y: 30 });
});
