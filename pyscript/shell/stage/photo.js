// Draws the part of a photo, or of what was made of it, that a viewport shows.

const CRISP = 4; // canvas pixels by photo pixel, from where on pixels are shown as what they are

/**
 * Only the visible part is handed over: browsers keep smaller copies of a large bitmap by themselves (a
 * 48-megapixel photo takes 0.1 s the first time and 10 ms from then on), but time goes with what is drawn.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context  clear
 * @param {import("./layers.js").Frame} frame @param {ImageBitmap} bitmap
 * @param {import("./marks.js").Box} [part]  of the photo, that the bitmap shows
 */
export function drawPhoto(context, frame, bitmap, part = [0, 0, frame.photo.width, frame.photo.height]) {
  const { viewport, ratio, width, height } = frame;
  const [left, top, right, bottom] = part;
  const density = viewport.scale * ratio;
  const across = along(viewport.x - left, density, width, bitmap.width, right - left);
  const down = along(viewport.y - top, density, height, bitmap.height, bottom - top);
  if (across.length <= 0 || down.length <= 0) return;
  context.imageSmoothingEnabled = density < CRISP;
  context.imageSmoothingQuality = "high";
  context.drawImage(
    bitmap,
    across.start,
    down.start,
    across.length,
    down.length,
    across.to,
    down.to,
    across.by,
    down.by,
  );
}

/**
 * What of a bitmap is drawn along one axis, and where to.
 * @param {number} seen  the place in the photo at the canvas's edge @param {number} density @param {number} room
 * @param {number} pixels  the bitmap's @param {number} extent  in photo pixels, of what it shows
 */
function along(seen, density, room, pixels, extent) {
  const size = extent / pixels; // of one of its pixels
  // What is interpolated at the rim needs its neighbours.
  const rim = 1 + Math.ceil(1 / (density * size));
  const start = Math.max(0, Math.floor(seen / size) - rim);
  const length = Math.min(pixels, Math.ceil((seen + room / density) / size) + rim) - start;
  return { start, length, to: (start * size - seen) * density, by: length * size * density };
}
