// Mouse, pen and touch on the photo → clicks, boxes and hovers in photo pixels.

/** @typedef {{x: number, y: number}} Place */
/** @typedef {{page: Place, photo: Place, canDraw: boolean}} Press */

const STILL = 8; // CSS pixels; who moves further does not click

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   pixel: (event: PointerEvent) => Place,
 *   isOnPhoto: (event: PointerEvent) => boolean,
 *   label: () => number,
 *   draws: () => boolean,
 *   onBox: (from: Place, to: Place, isDone: boolean) => void,
 *   onBoxDropped: () => void,
 *   onClick: (x: number, y: number, label: number) => void,
 *   onHover: (point: {x: number, y: number} | null) => void,
 * }} handlers
 */
export function listenPointer(
  canvas,
  { pixel, isOnPhoto, label, draws, onBox, onBoxDropped, onClick, onHover },
) {
  /** Where the pointer went down, on the page and in the photo. @type {(Press & {isDrawn: boolean}) | null} */
  let pressed = null;
  const hasMoved = (/** @type {PointerEvent} */ event, /** @type {Press} */ { page }) =>
    Math.hypot(event.clientX - page.x, event.clientY - page.y) > STILL;

  /** Forget the press, and the box that was being drawn; tells whether there was one. */
  function cancel() {
    const wasDrawn = pressed?.isDrawn ?? false;
    pressed = null;
    if (wasDrawn) onBoxDropped();
    return wasDrawn;
  }

  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 && event.button !== 2) return;
    const canDraw = event.button === 0 && draws();
    if (!canDraw && !isOnPhoto(event)) return; // a box may begin beside the photo
    const page = { x: event.clientX, y: event.clientY };
    pressed = { page, photo: pixel(event), canDraw, isDrawn: false };
    if (canDraw) canvas.setPointerCapture(event.pointerId); // a box may be drawn beyond the photo's edge
  });
  canvas.addEventListener("pointercancel", cancel);
  canvas.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    const press = pressed;
    const isDrag = hasMoved(event, press);
    if (isDrag && press.canDraw) {
      pressed = null;
      return onBox(press.photo, pixel(event), true);
    }
    cancel();
    if (isDrag || !isOnPhoto(event)) return; // a drag or a scroll is not a click
    const { x, y } = pixel(event);
    const excludes = event.button === 2 || event.altKey;
    onClick(x, y, excludes ? 0 : label());
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pressed?.canDraw) {
      pressed.isDrawn ||= hasMoved(event, pressed);
      if (pressed.isDrawn) onBox(pressed.photo, pixel(event), false);
    } else if (event.pointerType !== "touch") onHover(isOnPhoto(event) ? pixel(event) : null);
  });
  canvas.addEventListener("pointerleave", () => onHover(null));
  return { cancel };
}

/**
 * One hover at a time; of those that arrive meanwhile only the newest counts.
 * @param {(point: {x: number, y: number}) => Promise<unknown>} run
 */
export function newestWins(run) {
  /** @type {{x: number, y: number} | null} */
  let next = null;
  let busy = false;
  return async (/** @type {{x: number, y: number} | null} */ point) => {
    next = point;
    if (busy) return;
    busy = true;
    try {
      while (next) {
        const now = next;
        next = null;
        await run(now);
      }
    } finally {
      busy = false;
    }
  };
}
