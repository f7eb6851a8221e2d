// Which part of the photo is drawn, and where on the canvas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawPhoto } from "../../../pyscript/shell/stage/photo.js";
import { near } from "../near.js";

const PHOTO = { width: 4000, height: 3000 };
/** @typedef {import("../../../pyscript/shell/stage/marks.js").Box} Box */
const WHOLE = /** @type {Box} */ ([0, 0, PHOTO.width, PHOTO.height]);
const CANVAS = { width: 1500, height: 900 };

/** What is asked of the canvas. @param {import("../../../pyscript/shell/stage/viewport.js").Viewport} viewport @param {number} ratio */
function drawn(viewport, ratio, bitmap = PHOTO, shown = WHOLE) {
  /** @type {number[]} */
  let part = [];
  const context = {
    imageSmoothingEnabled: true,
    drawImage: (/** @type {any} */ _, /** @type {number[]} */ ...given) => (part = given),
  };
  drawPhoto(
    /** @type {any} */ (context),
    { viewport, ratio, photo: PHOTO, ...CANVAS },
    /** @type {any} */ (bitmap),
    shown,
  );
  const [left, top, across, down, ...on] = part;
  return { left, top, right: left + across, bottom: top + down, on, smooths: context.imageSmoothingEnabled };
}

const VIEWS = [
  { scale: 0.2, x: -500, y: 0 },
  { scale: 1, x: 1000, y: 1200 },
  { scale: 7.3, x: 3900.4, y: 2950.6 },
  { scale: 32, x: 17.25, y: -3.5 },
];

test("all that is in sight is drawn with its neighbours, and little beside", () => {
  for (const viewport of VIEWS) {
    for (const ratio of [1, 1.5, 3]) {
      const { left, top, right, bottom } = drawn(viewport, ratio);
      const density = viewport.scale * ratio;
      const end = { x: viewport.x + CANVAS.width / density, y: viewport.y + CANVAS.height / density };
      assert.ok(
        left <= Math.max(0, viewport.x - 1 / density) && top <= Math.max(0, viewport.y - 1 / density),
      );
      assert.ok(right >= Math.min(PHOTO.width, end.x + 1 / density));
      assert.ok(bottom >= Math.min(PHOTO.height, end.y + 1 / density));
      assert.ok(left >= 0 && top >= 0 && right <= PHOTO.width && bottom <= PHOTO.height);
      assert.ok(right - left <= CANVAS.width / density + 2 * (2 + 2 / density) + 2);
    }
  }
});

test("what is drawn lies where the viewport says", () => {
  for (const viewport of VIEWS) {
    const { left, top, right, bottom, on } = drawn(viewport, 1.5);
    const density = viewport.scale * 1.5;
    near(on, [
      (left - viewport.x) * density,
      (top - viewport.y) * density,
      (right - left) * density,
      (bottom - top) * density,
    ]);
  }
});

test("from four canvas pixels on a photo pixel is a square", () => {
  assert.equal(drawn({ scale: 3.99, x: 0, y: 0 }, 1).smooths, true);
  assert.equal(drawn({ scale: 4, x: 0, y: 0 }, 1).smooths, false);
  assert.equal(drawn({ scale: 2, x: 0, y: 0 }, 2).smooths, false);
});

test("rows of a smaller picture lie where the photo's do", () => {
  const rows = /** @type {Box} */ ([0, 1200, PHOTO.width, 1800]);
  const { left, top, right, bottom, on } = drawn(VIEWS[1], 1, { width: 2000, height: 300 }, rows);
  const [x, y, across, down] = on;
  near(x, 2 * left - VIEWS[1].x);
  near(y, rows[1] + 2 * top - VIEWS[1].y);
  near(across, 2 * (right - left));
  near(down, 2 * (bottom - top));
  assert.deepEqual([top, bottom], [0, 300]);
});
