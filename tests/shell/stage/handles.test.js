// What of the prompts a pointer grips, and what becomes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cursorOf, gripAt, resized, shifted } from "../../../pyscript/shell/stage/handles.js";

/** @typedef {import("../../../pyscript/shell/stage/marks.js").Box} Box */

const PHOTO = { width: 600, height: 400 };
const VIEW = { scale: 2, x: 10, y: 20 };
/** @type {Box} */
const BOX = [100, 50, 300, 250];

/** The grip at a photo's place. @param {Parameters<typeof gripAt>[0]} scene @param {number} x @param {number} y @param {number} [off]  CSS pixels to the right @param {boolean} [isTouch] */
const grip = (scene, x, y, off = 0, isTouch = false) =>
  gripAt(scene, VIEW, { x: (x - VIEW.x) * VIEW.scale + off, y: (y - VIEW.y) * VIEW.scale }, isTouch);

const POINTS = [
  { x: 100, y: 100, label: 1 },
  { x: 103, y: 100, label: 0 },
];

test("a point is gripped around its pixel's middle, by a finger from further away", () => {
  const scene = { points: POINTS.slice(0, 1), box: null };
  assert.deepEqual(grip(scene, 100.5, 100.5, 11), { kind: "point", index: 0 });
  assert.equal(grip(scene, 100.5, 100.5, 11.1), null);
  assert.deepEqual(grip(scene, 100.5, 100.5, 22, true), { kind: "point", index: 0 });
  assert.equal(grip(scene, 100.5, 100.5, 22.1, true), null);
});

test("of points that lie together the newest is gripped, but none that waits for its answer", () => {
  assert.deepEqual(grip({ points: POINTS, box: null }, 101, 100), { kind: "point", index: 1 });
  const waiting = [POINTS[0], { ...POINTS[1], pending: true }];
  assert.deepEqual(grip({ points: waiting, box: null }, 101, 100), { kind: "point", index: 0 });
});

test("a point goes before the box's side that it lies on", () => {
  assert.deepEqual(grip({ points: POINTS, box: BOX }, 100, 100)?.kind, "point");
});

test("sides and corners of the box are gripped, from either side of the line", () => {
  const scene = { points: [], box: BOX };
  assert.deepEqual(grip(scene, 301, 150, 6), { kind: "box", x: 2, y: null });
  assert.deepEqual(grip(scene, 301, 150, -6), { kind: "box", x: 2, y: null });
  assert.equal(grip(scene, 301, 150, 6.1), null);
  assert.deepEqual(grip(scene, 301, 150, 14, true), { kind: "box", x: 2, y: null });
  assert.deepEqual(grip(scene, 200, 50), { kind: "box", x: null, y: 1 });
  assert.deepEqual(grip(scene, 100, 251), { kind: "box", x: 0, y: 3 });
  assert.equal(grip(scene, 200, 150), null, "its inside is no grip");
  assert.equal(grip(scene, 100, 300), null, "nor is the line beyond the corner");
});

test("a box that was drawn to the left and up is gripped by what is seen", () => {
  const scene = { points: [], box: /** @type {Box} */ ([300, 250, 100, 50]) };
  assert.deepEqual(grip(scene, 100, 150), { kind: "box", x: 2, y: null });
  assert.deepEqual(grip(scene, 301, 251), { kind: "box", x: 0, y: 1 });
});

test("a dragged side moves alone, as far as the photo reaches, and beyond the other side", () => {
  assert.deepEqual(
    resized(BOX, { kind: "box", x: 2, y: null }, { x: -60, y: 999 }, PHOTO),
    [100, 50, 240, 250],
  );
  assert.deepEqual(
    resized(BOX, { kind: "box", x: null, y: 1 }, { x: 9, y: 39.6 }, PHOTO),
    [100, 90, 300, 250],
  );
  assert.deepEqual(resized(BOX, { kind: "box", x: 0, y: 3 }, { x: -500, y: 500 }, PHOTO), [0, 50, 300, 399]);
  assert.deepEqual(
    resized(BOX, { kind: "box", x: 2, y: null }, { x: -250, y: 0 }, PHOTO),
    [100, 50, 50, 250],
  );
  assert.deepEqual(BOX, [100, 50, 300, 250], "the box itself is left as it was");
});

test("a dragged point goes to whole pixels of the photo", () => {
  assert.deepEqual(shifted({ x: 10, y: 20 }, { x: 3.4, y: -3.6 }, PHOTO), { x: 13, y: 16 });
  assert.deepEqual(shifted({ x: 10, y: 20 }, { x: 9e9, y: -9e9 }, PHOTO), { x: 599, y: 0 });
});

test("the cursor tells which way a grip moves", () => {
  const cursor = (/** @type {any} */ x, /** @type {any} */ y, box = BOX) =>
    cursorOf({ kind: "box", x, y }, box);
  assert.equal(cursorOf(null, BOX), "");
  assert.equal(cursorOf({ kind: "point", index: 0 }, null), "move");
  assert.equal(cursor(null, 1), "ns-resize");
  assert.equal(cursor(2, null), "ew-resize");
  assert.deepEqual([cursor(0, 1), cursor(2, 3)], ["nwse-resize", "nwse-resize"]);
  assert.deepEqual([cursor(2, 1), cursor(0, 3)], ["nesw-resize", "nesw-resize"]);
  assert.equal(cursor(0, 1, [300, 50, 100, 250]), "nesw-resize", "of a box drawn to the left");
});
