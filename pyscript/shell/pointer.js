// Mouse, pen and touch on the photo → clicks and hovers in photo pixels.

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   pixel: (event: PointerEvent) => {x: number, y: number},
 *   label: () => number,
 *   onClick: (x: number, y: number, label: number) => void,
 *   onHover: (point: {x: number, y: number} | null) => void,
 * }} handlers
 */
export function listenPointer(canvas, { pixel, label, onClick, onHover }) {
  /** @type {{x: number, y: number} | null} */
  let pressed = null;
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("pointerdown", (event) => {
    pressed = event.button === 0 || event.button === 2 ? { x: event.clientX, y: event.clientY } : null;
  });
  canvas.addEventListener("pointercancel", () => {
    pressed = null;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    pressed = null;
    if (moved > 8) return; // a drag or a scroll is not a click
    const { x, y } = pixel(event);
    const excludes = event.button === 2 || event.altKey;
    onClick(x, y, excludes ? 0 : label());
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") onHover(pixel(event));
  });
  canvas.addEventListener("pointerleave", () => onHover(null));
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
