// What is behind the cut-out in a preview, as far as the photo reaches.
import { toStage } from "./viewport.js";

const SQUARE = 10; // CSS pixels, of the checkerboard
const SHADES = ["#ffffff", "#cfcfcf"];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./layers.js").Frame} frame @param {string} kind  `checkerboard` or a CSS colour
 */
export function drawBackdrop(context, { viewport, ratio, photo }, kind) {
  const from = toStage(viewport, { x: 0, y: 0 });
  const to = toStage(viewport, { x: photo.width, y: photo.height });
  context.fillStyle = kind === "checkerboard" ? (checkerboard(context, ratio) ?? SHADES[0]) : kind;
  context.fillRect(from.x * ratio, from.y * ratio, (to.x - from.x) * ratio, (to.y - from.y) * ratio);
}

/** @param {CanvasRenderingContext2D} context @param {number} ratio */
function checkerboard(context, ratio) {
  const side = Math.round(SQUARE * ratio);
  const tile = new OffscreenCanvas(2 * side, 2 * side);
  const squares = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext("2d"));
  squares.fillStyle = SHADES[0];
  squares.fillRect(0, 0, 2 * side, 2 * side);
  squares.fillStyle = SHADES[1];
  squares.fillRect(side, 0, side, side);
  squares.fillRect(0, side, side, side);
  return context.createPattern(tile, "repeat");
}
