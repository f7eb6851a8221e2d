// What is behind the cut-out, as far as its file reaches.
import { toStage } from "./viewport.js";

const SQUARE = 10; // CSS pixels, of the checkerboard
const SHADES = ["#ffffff", "#cfcfcf"];

/**
 * `kind` is `photo`, `transparent` (or `checkerboard`), `blur`, `picture` or a CSS colour. The image is the blurred
 * photo, which covers the photo, or the picture, which fills the file's frame. `veil` is how much of the photo it hides.
 * @typedef {{kind: string, image: ImageBitmap | null, veil: number}} Backdrop
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./layers.js").Frame} frame @param {Omit<Backdrop, "veil">} backdrop
 * @param {import("./marks.js").Box} box  the file's frame, in photo pixels
 */
export function drawBackdrop(context, frame, { kind, image }, box) {
  const { ratio, photo } = frame;
  const [x, y, width, height] = onCanvas(frame, box);
  if (image && kind === "blur") {
    context.imageSmoothingEnabled = true;
    context.drawImage(image, ...onCanvas(frame, [0, 0, photo.width, photo.height]));
  } else if (image && kind === "picture") {
    const scale = Math.max(width / image.width, height / image.height);
    const [across, down] = [image.width * scale, image.height * scale];
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, x + (width - across) / 2, y + (height - down) / 2, across, down);
  } else {
    const isClear = kind === "transparent" || kind === "checkerboard";
    context.fillStyle = isClear ? (checkerboard(context, ratio) ?? SHADES[0]) : kind;
    context.fillRect(x, y, width, height);
  }
}

/**
 * Left, top, width and height on the canvas.
 * @param {import("./layers.js").Frame} frame @param {import("./marks.js").Box} box  in photo pixels
 * @returns {[number, number, number, number]}
 */
export function onCanvas({ viewport, ratio }, [x0, y0, x1, y1]) {
  const from = toStage(viewport, { x: x0, y: y0 });
  const to = toStage(viewport, { x: x1, y: y1 });
  return [from.x * ratio, from.y * ratio, (to.x - from.x) * ratio, (to.y - from.y) * ratio];
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
