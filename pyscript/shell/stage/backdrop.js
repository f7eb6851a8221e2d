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
    drawOnward(context, image, onCanvas(frame, [0, 0, photo.width, photo.height]), [x, y, width, height]);
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

/**
 * Draw a picture; around it, as far as a frame reaches, its outermost pixels go on.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {ImageBitmap | OffscreenCanvas} image
 * @param {[number, number, number, number]} at  left, top, width and height of the picture
 * @param {[number, number, number, number]} frame  the same of what is to be filled
 */
export function drawOnward(context, image, at, frame) {
  /** Where each part comes from, and where it goes, in one direction. @param {0 | 1} axis @param {number} length */
  const parts = (axis, length) => {
    const [start, stop] = [at[axis], at[axis] + at[axis + 2]];
    const before = Math.max(0, start - frame[axis]);
    const behind = Math.max(0, frame[axis] + frame[axis + 2] - stop);
    return [
      [0, 1, start - before, before],
      [length - 1, 1, stop, behind],
      [0, length, start, stop - start],
    ].filter(([, , , extent]) => extent > 0);
  };
  for (const [top, rows, y, height] of parts(1, image.height))
    for (const [left, columns, x, width] of parts(0, image.width))
      context.drawImage(image, left, top, columns, rows, x, y, width, height);
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
