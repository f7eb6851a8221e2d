// The keyboard's pointer: a crosshair on the photo, moved by keys, that clicks. It decides nothing about masks.

/** @typedef {import("./viewport.js").Place} Place */

const STEPS = 40; // of which the visible width is made
/** Every key that would scroll the page moves the crosshair instead, by so many steps across and down. */
const MOVES = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-10, 0],
  End: [10, 0],
  PageUp: [0, -10],
  PageDown: [0, 10],
});

/**
 * @param {HTMLElement} stage
 * @param {{
 *   view: ReturnType<typeof import("./view.js").createView>,
 *   draws: () => boolean,
 *   onClick: (x: number, y: number, isOpposite: boolean) => void,
 *   onBox: (from: Place, to: Place, isDone: boolean) => void,
 *   onBoxDropped: () => void,
 *   onPointDelete: (index: number) => void,
 *   onMove: (pixel: Place) => void,
 * }} handlers  `draws`: Enter sets corners of a box; `isOpposite`: Shift or Alt was held
 */
export function createCrosshair(stage, { view, draws, onClick, onBox, onBoxDropped, onPointDelete, onMove }) {
  /** The box's first corner, once it is set. @type {Place | null} */
  let corner = null;

  /** @param {Place} to */
  function show({ x, y }) {
    const { photo } = view;
    if (!photo) return;
    const pixel = { x: within(x, photo.width), y: within(y, photo.height) };
    view.show({ crosshair: pixel });
    view.reveal(pixel.x, pixel.y);
    if (corner) onBox(corner, pixel, false);
    onMove(pixel);
  }

  function showInMiddle() {
    const { viewport } = view;
    if (!viewport) return;
    corner = null;
    show({
      x: viewport.x + stage.clientWidth / viewport.scale / 2,
      y: viewport.y + stage.clientHeight / viewport.scale / 2,
    });
  }

  /** @param {KeyboardEvent} event */
  function move({ key, shiftKey }) {
    const { crosshair } = view.scene;
    const { viewport } = view;
    if (!crosshair || !viewport) return showInMiddle();
    const step = shiftKey ? 1 : Math.max(1, Math.round(stage.clientWidth / viewport.scale / STEPS));
    const [across, down] = MOVES[key];
    show({ x: crosshair.x + across * step, y: crosshair.y + down * step });
  }

  /** @param {KeyboardEvent} event */
  function press({ shiftKey, altKey }) {
    const { crosshair } = view.scene;
    if (!crosshair) return showInMiddle();
    const isOpposite = shiftKey || altKey;
    if (!draws() || isOpposite) return onClick(crosshair.x, crosshair.y, isOpposite);
    const from = corner;
    corner = from ? null : crosshair;
    onBox(from ?? crosshair, crosshair, from !== null);
  }

  function remove() {
    const { points, selected } = view.scene;
    const index = selected ?? points.findLastIndex((point) => !point.pending);
    if (index >= 0) onPointDelete(index);
  }

  /** Let go of a box that was begun; tells whether there was one. */
  function forget() {
    const wasDrawing = corner !== null;
    corner = null;
    if (wasDrawing) onBoxDropped();
    return wasDrawing;
  }

  return {
    forget,
    /** Take a key that was pressed on the stage itself; tells whether it was meant for the crosshair. @param {KeyboardEvent} event */
    take(event) {
      if (event.target !== stage || event.ctrlKey || event.metaKey || !view.photo) return false;
      if (event.key === "Enter") press(event);
      else if (event.altKey) return false;
      else if (Object.hasOwn(MOVES, event.key)) move(event);
      else if (event.key === "Delete" || event.key === "Backspace") remove();
      else if (event.key === "Escape" && view.scene.crosshair) {
        view.show({ crosshair: null });
        forget();
      } else return false;
      return true;
    },
  };
}

/** @param {number} value @param {number} length */
function within(value, length) {
  return Math.min(Math.max(Math.floor(value), 0), length - 1);
}
