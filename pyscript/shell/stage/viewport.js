// Which part of the photo the stage shows: arithmetic between two frames. Knows no page and no canvas.

/** @typedef {{x: number, y: number}} Place */
/** @typedef {{width: number, height: number}} Size */
/**
 * `scale` is CSS pixels of the stage by photo pixel; `x` and `y` are the place in the photo that lies at the
 * stage's upper left corner. Places in the photo count from its outer corner: pixel 0 reaches from 0 to 1.
 * @typedef {{readonly scale: number, readonly x: number, readonly y: number}} Viewport
 */

const LARGEST = 32; // CSS pixels by photo pixel
const SMALLEST = 1 / 4; // of what fits

/** The whole photo in the middle of the stage. @param {Size} photo @param {Size} stage @returns {Viewport} */
export function fitted(photo, stage) {
  const scale = Math.min(stage.width / photo.width, stage.height / photo.height);
  return {
    scale,
    x: (photo.width - stage.width / scale) / 2,
    y: (photo.height - stage.height / scale) / 2,
  };
}

/** @param {Viewport} viewport @param {Place} place  on the stage @returns {Place} */
export function toPhoto({ scale, x, y }, place) {
  return { x: x + place.x / scale, y: y + place.y / scale };
}

/** @param {Viewport} viewport @param {Place} place  in the photo @returns {Place} */
export function toStage({ scale, x, y }, place) {
  return { x: (place.x - x) * scale, y: (place.y - y) * scale };
}

/**
 * What lies at `from` on the stage comes to `to`: a drag, with another scale a pinch, at one place a zoom.
 * @param {Viewport} viewport @param {Place} from @param {Place} to @param {number} [scale] @returns {Viewport}
 */
export function moved(viewport, from, to, scale = viewport.scale) {
  const under = toPhoto(viewport, from);
  return { scale, x: under.x - to.x / scale, y: under.y - to.y / scale };
}

/** @param {number} scale @param {Size} photo @param {Size} stage */
export function allowedScale(scale, photo, stage) {
  const fit = fitted(photo, stage).scale;
  return clamp(scale, fit * SMALLEST, Math.max(LARGEST, fit));
}

/**
 * Along each side at least half of the photo, or half of the stage if that is less, stays filled: so every
 * pixel can be brought to the middle, and the photo can't be lost.
 * @param {Viewport} viewport @param {Size} photo @param {Size} stage @returns {Viewport}
 */
export function limited({ scale, x, y }, photo, stage) {
  const along = (/** @type {number} */ start, /** @type {number} */ length, /** @type {number} */ room) => {
    const least = Math.min(length, room / scale) / 2;
    return clamp(start, least - room / scale, length - least);
  };
  return { scale, x: along(x, photo.width, stage.width), y: along(y, photo.height, stage.height) };
}

/**
 * Move as little as shows a place with a margin around it.
 * @param {Viewport} viewport @param {Place} place  in the photo
 * @param {Size} stage @param {number} margin  CSS pixels
 * @returns {Viewport}
 */
export function revealed(viewport, place, stage, margin) {
  const at = toStage(viewport, place);
  const inside = (/** @type {number} */ value, /** @type {number} */ room) =>
    room > 2 * margin ? clamp(value, margin, room - margin) : room / 2;
  return moved(viewport, at, { x: inside(at.x, stage.width), y: inside(at.y, stage.height) });
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
