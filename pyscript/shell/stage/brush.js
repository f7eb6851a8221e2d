// The round brush: mouse, pen or finger on the photo → strokes in photo pixels, and how they look until then.

import { isEraser, isOpposite } from "./held.js";

/** @typedef {import("./viewport.js").Place} Place */
/** Photo pixels, whole at their centres. @typedef {{path: Place[], radius: number, adds: boolean}} Stroke */

const STEP = 1.25;
const USUAL = 1 / 40; // of the photo's longer side
const LARGEST = 1 / 2;
const SMALLEST = 0.5; // photo pixels
const PEEK = 900; // ms for which a new size is shown where no pointer is

/**
 * Takes the pointer's events before whoever listens for clicks, while there is something to paint with. A pen's
 * eraser is that at any time: it erases, whatever the tool.
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   view: ReturnType<typeof import("./view.js").createView>,
 *   paints: (isEraser: boolean) => "brush" | "erase" | null,
 *   onStroke: (stroke: Stroke) => Promise<unknown>,
 * }} handlers  what a pen's eraser, or else the tool, does; a stroke is seen until `onStroke` is done
 */
export function listenBrush(canvas, { view, paints, onStroke }) {
  let longest = 0;
  let radius = 0;
  /** @type {{pointer: number, stroke: Stroke} | null} */
  let drawing = null;
  /** @type {Stroke[]} */
  let waiting = [];
  /** Where the brush is seen. @type {Place | null} */
  let at = null;

  const adds = (/** @type {PointerEvent} */ event) =>
    !isEraser(event) && (paints(false) === "brush") !== isOpposite(event);

  function show(isAdding = paints(false) === "brush") {
    const strokes = drawing ? [...waiting, drawing.stroke] : waiting;
    const brush =
      at && (drawing || paints(false)) ? { ...at, radius, adds: drawing?.stroke.adds ?? isAdding } : null;
    view.show({ preview: null, strokes, brush });
  }

  /** @type {ReturnType<typeof setTimeout> | null} */
  let peeking = null;

  /** For whom changes the size by a button: the brush in the middle of the stage, for a moment. */
  function peek() {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    come(view.photoPlace({ clientX: left + width / 2, clientY: top + height / 2 }));
    peeking = setTimeout(leave, PEEK);
  }

  /** @param {Place | null} place  where the brush is seen now */
  function come(place) {
    if (peeking) clearTimeout(peeking);
    peeking = null;
    at = place;
  }

  function leave() {
    come(null);
    show();
  }

  function cancel() {
    const wasDrawing = drawing !== null;
    drawing = null;
    if (wasDrawing) show();
    return wasDrawing;
  }

  /** @param {Stroke} stroke */
  async function finish(stroke) {
    waiting = [...waiting, stroke];
    show();
    try {
      await onStroke(stroke);
    } finally {
      waiting = waiting.filter((other) => other !== stroke);
      show();
    }
  }

  /** @param {keyof HTMLElementEventMap} type @param {(event: PointerEvent) => void} take */
  function listen(type, take) {
    const listener = (/** @type {Event} */ event) => {
      if (!drawing && !paints(isEraser(/** @type {PointerEvent} */ (event)))) return;
      event.stopImmediatePropagation();
      take(/** @type {PointerEvent} */ (event));
    };
    canvas.addEventListener(type, listener, { capture: true });
  }

  listen("pointerdown", (event) => {
    if (drawing || !(event.button === 0 || event.button === 2 || isEraser(event))) return;
    const place = view.photoPlace(event);
    come(place);
    drawing = { pointer: event.pointerId, stroke: { path: [place], radius, adds: adds(event) } };
    show();
    canvas.setPointerCapture(event.pointerId);
  });
  listen("pointermove", (event) => {
    come(view.photoPlace(event));
    if (drawing?.pointer === event.pointerId) {
      const passed = event.getCoalescedEvents?.() ?? [];
      const places = (passed.length ? passed : [event]).map((each) => view.photoPlace(each));
      drawing.stroke.path.push(...places);
    }
    show(adds(event));
  });
  listen("pointerup", (event) => {
    if (drawing?.pointer !== event.pointerId) return;
    const { stroke } = drawing;
    drawing = null;
    if (event.pointerType === "touch") come(null);
    void finish(stroke);
  });
  canvas.addEventListener(
    "touchstart",
    (event) => {
      if (drawing && event.cancelable) event.preventDefault(); // a pen's eraser must not scroll the page
    },
    { passive: false },
  );
  listen("pointercancel", () => void cancel());
  listen("pointerleave", leave);

  return {
    /** A stroke of one place. @param {Place} place @param {boolean} isOpposite  erases instead of painting, or paints */
    dab(place, isOpposite) {
      void finish({ path: [place], radius, adds: (paints(false) === "brush") !== isOpposite });
    },
    /** Forget the stroke that is being drawn; tells whether there was one. */
    cancel,
    show,
    /** @param {{width: number, height: number} | null} photo */
    reset(photo) {
      drawing = null;
      waiting = [];
      longest = Math.max(photo?.width ?? 0, photo?.height ?? 0);
      radius = longest * USUAL;
    },
    /** @param {1 | -1} direction */
    resize(direction) {
      radius = Math.min(Math.max(radius * STEP ** direction, SMALLEST), longest * LARGEST);
      if (view.viewport && (!at || peeking)) peek();
      show();
    },
  };
}
