// What of the prompts a pointer can grip: points, and the box's sides and corners. Arithmetic only.
import { toStage } from "./viewport.js";

/** @typedef {import("./viewport.js").Place} Place */
/** @typedef {import("./marks.js").Box} Box */
/** Places in the box's array: of the side that moves along x, and along y. @typedef {{kind: "box", x: 0 | 2 | null, y: 1 | 3 | null}} Sides */
/** @typedef {{kind: "point", index: number} | Sides} Grip */

/** CSS pixels around a point's centre, and on either side of the box's line. */
const REACH = { mouse: { point: 11, line: 6 }, touch: { point: 22, line: 14 } };

/**
 * @param {{points: readonly import("./marks.js").Marker[], box: Box | null}} scene
 * @param {import("./viewport.js").Viewport} viewport @param {Place} place  on the stage
 * @param {boolean} isTouch
 * @returns {Grip | null}
 */
export function gripAt({ points, box }, viewport, place, isTouch) {
  const reach = isTouch ? REACH.touch : REACH.mouse;
  const index = points.findLastIndex(({ x, y, pending }) => {
    const at = toStage(viewport, { x: x + 0.5, y: y + 0.5 });
    return !pending && Math.hypot(at.x - place.x, at.y - place.y) <= reach.point;
  });
  if (index >= 0) return { kind: "point", index };
  return box && sidesAt(box, viewport, place, reach.line);
}

/** @param {Box} box @param {import("./viewport.js").Viewport} viewport @param {Place} place @param {number} reach */
function sidesAt(box, viewport, place, reach) {
  const from = toStage(viewport, { x: Math.min(box[0], box[2]), y: Math.min(box[1], box[3]) });
  const to = toStage(viewport, { x: Math.max(box[0], box[2]) + 1, y: Math.max(box[1], box[3]) + 1 });
  const isOutside = (/** @type {"x" | "y"} */ axis) =>
    place[axis] < from[axis] - reach || place[axis] > to[axis] + reach;
  if (isOutside("x") || isOutside("y")) return null;
  const near = (/** @type {"x" | "y"} */ axis) => {
    const [before, after] = [Math.abs(place[axis] - from[axis]), Math.abs(place[axis] - to[axis])];
    return Math.min(before, after) > reach ? null : before < after ? "first" : "last";
  };
  const [across, down] = [near("x"), near("y")];
  if (!across && !down) return null;
  const isTurned = { x: box[0] > box[2], y: box[1] > box[3] };
  return /** @type {Sides} */ ({
    kind: "box",
    x: across && ((across === "first") === isTurned.x ? 2 : 0),
    y: down && ((down === "first") === isTurned.y ? 3 : 1),
  });
}

/**
 * The box with its gripped sides moved, as far as the photo reaches.
 * @param {Box} box @param {Sides} sides @param {Place} by  photo pixels
 * @param {import("./viewport.js").Size} photo @returns {Box}
 */
export function resized(box, { x, y }, by, photo) {
  const next = /** @type {[number, number, number, number]} */ ([...box]);
  if (x !== null) next[x] = within(box[x] + by.x, photo.width);
  if (y !== null) next[y] = within(box[y] + by.y, photo.height);
  return next;
}

/** A pixel's place in the photo, moved. @param {Place} point @param {Place} by @param {import("./viewport.js").Size} photo */
export function shifted({ x, y }, by, photo) {
  return { x: within(x + by.x, photo.width), y: within(y + by.y, photo.height) };
}

/** The cursor over a grip. @param {Grip | null} grip @param {Box | null} box */
export function cursorOf(grip, box) {
  if (!grip) return "";
  if (grip.kind === "point") return "move";
  if (grip.x === null) return "ns-resize";
  if (grip.y === null || !box) return "ew-resize";
  const isLeft = box[grip.x] === Math.min(box[0], box[2]);
  const isTop = box[grip.y] === Math.min(box[1], box[3]);
  return isLeft === isTop ? "nwse-resize" : "nesw-resize";
}

/** @param {number} value @param {number} length */
function within(value, length) {
  return Math.min(Math.max(Math.round(value), 0), length - 1);
}
