// Where something can lie on the stage and cover none of what is selected: arithmetic, without page or canvas.
import { toStage } from "./viewport.js";

/** @typedef {import("./viewport.js").Size} Size */
/** CSS pixels from the stage's upper left corner. @typedef {{x: number, y: number, width: number, height: number}} Area */
/**
 * Rows of a square, what of it is photo, and the part of the photo that it is of.
 * @typedef {{logits: Float32Array, extent: import("#protocol").Extent, part: import("#protocol").Box}} Mask
 */

const GAP = 10; // CSS pixels to the stage's border

/**
 * The box around what a mask covers; null for an empty one.
 * @param {Float32Array} logits  of a square of mask pixels, in rows
 * @param {import("#protocol").Extent} extent  height and width in mask pixels of what is photo
 * @returns {{left: number, top: number, right: number, bottom: number} | null}  in mask pixels
 */
export function boundsOf(logits, [rows, columns]) {
  const side = Math.sqrt(logits.length);
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (/** @type {number} */ (logits[row * side + column]) > 0) {
        left = Math.min(left, column);
        right = Math.max(right, Math.min(column + 1, columns));
        top = Math.min(top, row);
        bottom = Math.min(row + 1, rows);
      }
  return right > left ? { left, top, right, bottom } : null;
}

/** The box around what a mask covers, on the stage; null for an empty one. @param {Mask} mask @param {import("./viewport.js").Viewport} viewport @returns {Area | null} */
export function areaOf({ logits, extent: [rows, columns], part: [x0, y0, x1, y1] }, viewport) {
  const covered = boundsOf(logits, [rows, columns]);
  if (!covered) return null;
  const { left, top, right, bottom } = covered;
  const [across, down] = [(x1 - x0) / columns, (y1 - y0) / rows];
  const from = toStage(viewport, { x: x0 + left * across, y: y0 + top * down });
  const to = toStage(viewport, { x: x0 + right * across, y: y0 + bottom * down });
  return { ...from, width: to.x - from.x, height: to.y - from.y };
}

/**
 * The first place along the stage's border where nothing is covered: lying, or else upright, which is the same with
 * width and height exchanged.
 * @param {readonly Area[]} areas @param {Size} size  of what is to lie there @param {Size} stage
 * @returns {{x: number, y: number, isUpright: boolean} | null}  null where there is none
 */
export function freePlace(areas, size, stage) {
  for (const isUpright of [false, true]) {
    const [width, height] = isUpright ? [size.height, size.width] : [size.width, size.height];
    const [right, bottom] = [stage.width - width - GAP, stage.height - height - GAP];
    if (right < GAP || bottom < GAP) continue;
    const places = isUpright
      ? [GAP, right].flatMap((x) => [bottom, GAP, (GAP + bottom) / 2].map((y) => ({ x, y })))
      : [bottom, GAP].flatMap((y) => [GAP, right, (GAP + right) / 2].map((x) => ({ x, y })));
    const found = places.find((place) => !areas.some((area) => meet(area, { ...place, width, height })));
    if (found) return { ...found, isUpright };
  }
  return null;
}

/** @param {Area} a @param {Area} b */
function meet(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
