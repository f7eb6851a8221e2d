// How large the canvases over a stage are, on the page and in pixels of their own.

const MOST_PIXELS = 4_000_000; // an overlay any larger costs time and shows no more
// Of the screen's pixels so many eighths are drawn, along each side. The canvases' sides are whole pixels of the
// page, of the screen and of the canvas: browsers would round them otherwise, by as much as half a pixel.
const EIGHTHS = 8;

/**
 * `ratio` is canvas pixels by CSS pixel; `width` and `height` are CSS pixels, `across` and `down` the canvas's.
 * @param {import("./viewport.js").Size} stage  CSS pixels @param {number} density  screen pixels by CSS pixel
 */
export function canvasSize(stage, density) {
  const affordable = Math.sqrt(MOST_PIXELS / (stage.width * stage.height)) / density;
  const drawn = Math.min(EIGHTHS, Math.max(1, Math.floor(EIGHTHS * affordable)));
  const ratio = (drawn / EIGHTHS) * density;
  const step = drawn === EIGHTHS ? EIGHTHS : EIGHTHS * EIGHTHS;
  const whole = (/** @type {number} */ side) => step * Math.ceil(side / step);
  const [width, height] = [whole(stage.width), whole(stage.height)];
  return { ratio, width, height, across: Math.round(width * ratio), down: Math.round(height * ratio) };
}
