// The photo itself, blurred, as what is behind an object: in a file, and on the stage.
import generated from "#generated";
import { ClickcutError } from "../words/texts.js";

/**
 * @param {OffscreenCanvasRenderingContext2D} context @param {ImageBitmap} photo
 * @param {number} left @param {number} top  where in the photo the canvas begins, in its pixels
 * @param {number} [scale]  canvas pixels by photo pixel
 */
export function drawBlurred(context, photo, left, top, scale = 1) {
  if (!("filter" in context)) throw new ClickcutError("blur-unavailable");
  const [width, height] = [photo.width * scale, photo.height * scale];
  const deviation = Math.max(width, height) * generated.blurShare;
  const beyond = 3 * deviation; // or the frame's edges would be blurred into transparency
  const [x, y] = [-left * scale, -top * scale];
  context.drawImage(photo, x, y, width, height); // what the blur leaves of transparency shows it
  context.filter = `blur(${deviation}px)`;
  context.drawImage(photo, x - beyond, y - beyond, width + 2 * beyond, height + 2 * beyond);
  context.filter = "none";
}
