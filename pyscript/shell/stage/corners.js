// Which corner of the stage may be covered: arithmetic over what lies there. Knows no page and no canvas.
import { toStage } from "./viewport.js";

/** @typedef {import("./viewport.js").Size} Size */
/**
 * Rows of a square, what of it is photo, and the part of the photo that it is of.
 * @typedef {{logits: Float32Array, extent: import("#protocol").Extent, part: import("#protocol").Box}} Mask
 */
/** @typedef {{viewport: import("./viewport.js").Viewport, stage: Size}} Seen */

/**
 * What is to lie there, in CSS pixels from the stage's border: how far it reaches from the side, from above where it
 * lies there, and from below.
 * @typedef {{across: number, above: number, below: number}} Cover
 */

/** In the order in which they are taken; the fourth corner is the zoom's. */
const CORNERS = /** @type {const} */ (["bottom-left", "top-left", "top-right"]);
/** @typedef {(typeof CORNERS)[number]} Corner */

/**
 * The first corner in which nothing of the masks is covered; if there is none, the one where least is.
 * @param {readonly Mask[]} masks @param {Seen} seen @param {Cover} cover @returns {Corner}
 */
export function freestCorner(masks, { viewport, stage }, { across, above, below }) {
  const hidden = { "bottom-left": 0, "top-left": 0, "top-right": 0 };
  for (const { logits, extent, part } of masks) {
    const [rows, columns] = extent;
    const [left, top, right, bottom] = part;
    const side = Math.sqrt(logits.length);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        if (/** @type {number} */ (logits[row * side + column]) <= 0) continue;
        const place = {
          x: left + ((column + 0.5) * (right - left)) / columns,
          y: top + ((row + 0.5) * (bottom - top)) / rows,
        };
        const { x, y } = toStage(viewport, place);
        if (x < 0 || y < 0 || x >= stage.width || y >= stage.height) continue;
        const [isLeft, isRight] = [x < across, x >= stage.width - across];
        if (isLeft && y >= stage.height - below) hidden["bottom-left"]++;
        if (isLeft && y < above) hidden["top-left"]++;
        if (isRight && y < above) hidden["top-right"]++;
      }
  }
  return CORNERS.reduce((best, corner) => (hidden[corner] < hidden[best] ? corner : best));
}
