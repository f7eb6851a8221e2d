// What lies under the marks: the photo; or, on another backdrop, what a file would hold.
import { drawBackdrop } from "./backdrop.js";
import { drawPhoto } from "./photo.js";

/** @typedef {import("./layers.js").Frame} Frame */
/**
 * Rows of the real cut-out, in photo pixels. `density` is its pixels by photo pixel, and `key` the mask's that it is of.
 * @typedef {{key: string, bitmap: ImageBitmap, top: number, bottom: number, density: number}} Rendering
 */
/**
 * What is shown of the one object that a file would hold: its mask, and where that is known what becomes of it.
 * @typedef {{mask: import("./layers.js").Mask, renderings: readonly Rendering[]}} Subject
 */

/** @param {ReturnType<typeof import("./layers.js").createLayers>["alpha"]} alphaOf */
export function createUnder(alphaOf) {
  const canvas = new OffscreenCanvas(1, 1);
  const object = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /** @param {Frame} frame @param {ImageBitmap} bitmap @param {Subject} subject */
  function drawObject(frame, bitmap, { mask, renderings }) {
    canvas.width = frame.width; // clears it, too
    canvas.height = frame.height;
    if (!renderings.some((each) => covers(each, frame))) {
      drawPhoto(object, frame, bitmap);
      object.globalCompositeOperation = "destination-in";
      object.drawImage(alphaOf(frame, [mask]), 0, 0);
      object.globalCompositeOperation = "source-over";
    }
    for (const { bitmap, top, bottom } of renderings) {
      const density = frame.viewport.scale * frame.ratio;
      const from = Math.round((top - frame.viewport.y) * density);
      object.clearRect(0, from, frame.width, Math.round((bottom - frame.viewport.y) * density) - from);
      drawPhoto(object, frame, bitmap, { top, bottom });
    }
  }

  return {
    /**
     * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {ImageBitmap} bitmap  the photo
     * @param {Subject | null} subject  null for the photo alone @param {string} backdrop
     */
    paint(context, frame, bitmap, subject, backdrop) {
      context.clearRect(0, 0, frame.width, frame.height);
      if (!subject) return drawPhoto(context, frame, bitmap);
      drawObject(frame, bitmap, subject);
      drawBackdrop(context, frame, backdrop);
      context.drawImage(canvas, 0, 0);
    },
  };
}

/** Whether a rendering has all rows that are seen. @param {Rendering} rendering @param {Frame} frame */
function covers({ top, bottom }, frame) {
  const seen = seenOf(frame);
  return top <= seen.top && bottom >= seen.bottom;
}

/** What is seen of the photo. @param {Frame} frame @returns {import("#protocol").Seen} */
export function seenOf({ viewport: { scale, y }, ratio, photo, height }) {
  const density = scale * ratio;
  const within = (/** @type {number} */ row) => Math.min(Math.max(row, 0), photo.height);
  return { density, top: within(y), bottom: within(y + height / density) };
}
