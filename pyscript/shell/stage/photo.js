// Draws the part of the photo that a viewport shows.

const CRISP = 4; // canvas pixels by photo pixel, from where on pixels are shown as what they are

/**
 * Only the visible part is handed over: browsers keep smaller copies of a large bitmap by themselves (a
 * 48-megapixel photo takes 0.1 s the first time and 10 ms from then on), but time goes with what is drawn.
 * @param {CanvasRenderingContext2D} context  clear
 * @param {import("./layers.js").Frame} frame @param {ImageBitmap} bitmap
 */
export function drawPhoto(context, { viewport: { x, y, scale }, ratio, photo, width, height }, bitmap) {
  const density = scale * ratio;
  // What is interpolated at the rim needs its neighbours.
  const rim = 1 + Math.ceil(1 / density);
  const left = Math.max(0, Math.floor(x) - rim);
  const top = Math.max(0, Math.floor(y) - rim);
  const across = Math.min(photo.width, Math.ceil(x + width / density) + rim) - left;
  const down = Math.min(photo.height, Math.ceil(y + height / density) + rim) - top;
  context.imageSmoothingEnabled = density < CRISP;
  context.imageSmoothingQuality = "high";
  context.drawImage(
    bitmap,
    left,
    top,
    across,
    down,
    (left - x) * density,
    (top - y) * density,
    across * density,
    down * density,
  );
}
