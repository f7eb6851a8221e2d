// Whether a canvas gives back what was drawn: some browsers, and extensions, give noise to pages that might want to
// recognise their visitor. https://bugzilla.mozilla.org/show_bug.cgi?id=967895
import { ClickcutError } from "../words/texts.js";

const SIDE = 64;

/** Asked once in each thread. @type {boolean | undefined} */
let isHonest;

/** @returns {boolean} */
export function isCanvasHonest() {
  isHonest ??= givesBack();
  return isHonest;
}

/** Refuse to read pixels that aren't the photo's. */
export function checkCanvas() {
  if (!isCanvasHonest()) throw new ClickcutError("canvas-blocked");
}

/** Draw a pattern in every colour, as photos are drawn, and compare. */
function givesBack() {
  const pattern = new ImageData(SIDE, SIDE);
  for (let place = 0; place < pattern.data.length; place++)
    pattern.data[place] = place % 4 === 3 ? 0xff : (place * 167) & 0xff;
  try {
    const [drawn, read] = [contextOf(), contextOf()];
    drawn.putImageData(pattern, 0, 0);
    read.drawImage(drawn.canvas, 0, 0);
    const found = read.getImageData(0, 0, SIDE, SIDE).data;
    return found.every((value, place) => value === pattern.data[place]);
  } catch {
    return false;
  }
}

function contextOf() {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  return /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
}
