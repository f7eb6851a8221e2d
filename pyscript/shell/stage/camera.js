// What a stage shows of the open photo, and which photo pixel lies where. It knows no page and no canvas.
import { allowedScale, fitted, limited, moved, revealed, toPhoto } from "./viewport.js";

/** @typedef {import("./viewport.js").Place} Place */
/** @typedef {import("./viewport.js").Size} Size */
/** @typedef {import("./viewport.js").Viewport} Viewport */

const MARGIN = 48; // CSS pixels around what is revealed

/** @param {() => void} onTurn  told when another part of the photo is to be seen, but not of `open` and `resize` */
export function createCamera(onTurn) {
  /** @type {Size | null} */
  let photo = null;
  let stage = { width: 0, height: 0 };
  /** Null while there is no photo or no room. @type {Viewport | null} */
  let viewport = null;
  let isFitted = true;

  const middle = () => ({ x: stage.width / 2, y: stage.height / 2 });

  /** @param {Viewport} wanted @param {Size} size  of the photo */
  function look(wanted, size) {
    const { scale, x, y } = limited(wanted, size, stage);
    const isPixelOnPixel = scale * devicePixelRatio === 1;
    viewport = Object.freeze(
      isPixelOnPixel ? { scale, x: Math.round(x), y: Math.round(y) } : { scale, x, y },
    );
  }

  /** @param {Viewport} wanted @param {boolean} [fits] */
  function turnTo(wanted, fits = false) {
    if (!viewport || !photo) return;
    isFitted = fits;
    look(wanted, photo);
    onTurn();
  }

  /** @param {Place} place  on the stage */
  const under = (place) => (viewport ? toPhoto(viewport, place) : { x: 0, y: 0 });

  return {
    /** Nothing is seen of it until the stage's size is told again. @param {Size | null} next */
    open(next) {
      photo = next && { width: next.width, height: next.height };
      viewport = null;
      isFitted = true;
    },
    /** A photo that was fitted stays so; of another one the middle stays. @param {Size} size  of the stage, CSS pixels */
    resize(size) {
      const before = middle();
      stage = size;
      if (!photo || size.width * size.height === 0) viewport = null;
      else look(viewport && !isFitted ? moved(viewport, before, middle()) : fitted(photo, size), photo);
    },
    get photo() {
      return photo;
    },
    get viewport() {
      return viewport;
    },
    /** Whether the whole photo is shown, at any size of the stage. */
    get isFitted() {
      return isFitted;
    },
    fit() {
      if (photo) turnTo(fitted(photo, stage), true);
    },
    /** @param {number} scale  CSS pixels by photo pixel @param {Place} [at]  stays under the same place of the stage */
    zoom(scale, at = middle()) {
      this.move(at, at, scale);
    },
    /** What is at `from` on the stage comes to `to`. @param {Place} from @param {Place} to @param {number} [scale] */
    move(from, to, scale = viewport?.scale ?? 1) {
      if (viewport && photo) turnTo(moved(viewport, from, to, allowedScale(scale, photo, stage)));
    },
    /** Pan so far that a photo pixel is in sight. @param {number} x @param {number} y */
    reveal(x, y) {
      if (!viewport) return;
      const next = revealed(viewport, { x: x + 0.5, y: y + 0.5 }, stage, MARGIN);
      if (next.x !== viewport.x || next.y !== viewport.y) turnTo(next);
    },
    /** The photo pixel nearest to a place of the stage. @param {Place} place */
    pixel(place) {
      const { x, y } = under(place);
      const { width, height } = photo ?? { width: 1, height: 1 };
      return {
        x: Math.min(Math.max(Math.floor(x), 0), width - 1),
        y: Math.min(Math.max(Math.floor(y), 0), height - 1),
      };
    },
    /** A place of the stage in photo pixels that are whole at their centres, on the photo or beside it. @param {Place} place */
    photoPlace(place) {
      const { x, y } = under(place);
      return { x: x - 0.5, y: y - 0.5 };
    },
    /** Whether a place of the stage is on the photo. @param {Place} place */
    isOnPhoto(place) {
      if (!viewport || !photo) return false;
      const { x, y } = under(place);
      return x >= 0 && y >= 0 && x < photo.width && y < photo.height;
    },
  };
}
