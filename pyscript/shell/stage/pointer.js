// Mouse, pen and touch on the photo → clicks, boxes, points that move, and hovers, in photo pixels.
import { cursorOf, gripAt, resized, shifted } from "./handles.js";
import { isEraser, isOpposite } from "./held.js";

/** @typedef {import("./viewport.js").Place} Place */
/**
 * Where a pointer went down on the page, on the stage and in the photo; what it gripped there, and the box of
 * that moment.
 * @typedef {{
 *   button: number,
 *   page: Place,
 *   stage: Place,
 *   photo: Place,
 *   grip: import("./handles.js").Grip | null,
 *   point: Place,
 *   box: import("./marks.js").Box | null,
 *   canDraw: boolean,
 *   excludes: boolean,
 *   isDragged: boolean,
 * }} Press
 */

const STILL = 8; // CSS pixels; who moves further does not click
const STILL_ON_GRIP = 3; // with a mouse, where dragging is what one expects
const LONG_PRESS = 500; // ms, as on phones

/**
 * A point is selected by a click on it, moved by dragging, and deleted by right-click, Alt-click, Ctrl-click
 * on a Mac or, with a finger, a long press. The box is changed by dragging a side or a corner, whatever the mode.
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   view: ReturnType<typeof import("./view.js").createView>,
 *   label: () => number,
 *   draws: () => boolean,
 *   onBox: (from: Place, to: Place, isDone: boolean) => void,
 *   onDragDropped: () => void,
 *   onClick: (x: number, y: number, label: number, isMore: boolean) => void,
 *   onHover: (point: Place | null) => void,
 *   onPointMove: (index: number, to: Place, isDone: boolean) => void,
 *   onPointDelete: (index: number) => void,
 *   onPointSelect: (index: number) => void,
 * }} handlers
 */
export function listenPointer(
  canvas,
  { view, label, draws, onBox, onDragDropped, onClick, onHover, ...points },
) {
  /** @type {Press | null} */
  let pressed = null;
  let longPress = 0;

  /** Forget the press, and what was being dragged; tells whether there was something. */
  function cancel() {
    const wasDragged = pressed?.isDragged ?? false;
    forget();
    if (wasDragged) onDragDropped();
    return wasDragged;
  }

  function forget() {
    clearTimeout(longPress);
    pressed = null;
  }

  /** @param {PointerEvent} event */
  function gripOf(event) {
    const { viewport } = view;
    return viewport && gripAt(view.grips, viewport, view.place(event), event.pointerType === "touch");
  }

  /** @param {Press} press @param {PointerEvent} event @param {boolean} isDone */
  function drag(press, event, isDone) {
    const { viewport, photo } = view;
    if (!viewport || !photo) return;
    const now = view.place(event);
    const by = {
      x: (now.x - press.stage.x) / viewport.scale,
      y: (now.y - press.stage.y) / viewport.scale,
    };
    if (press.grip?.kind === "point") {
      points.onPointMove(press.grip.index, shifted(press.point, by, photo), isDone);
    } else if (press.grip && press.box) {
      const [x0, y0, x1, y1] = resized(press.box, press.grip, by, photo);
      onBox({ x: x0, y: y0 }, { x: x1, y: y1 }, isDone);
    } else onBox(press.photo, view.photoPixel(event), isDone);
  }

  /** @param {PointerEvent} event */
  function hover(event) {
    const grip = gripOf(event);
    const hovered = grip?.kind === "point" ? grip.index : null;
    if (hovered !== view.scene.hovered) view.show({ hovered });
    canvas.style.cursor = cursorOf(grip, view.scene.box);
    onHover(!grip && view.isOnPhoto(event) ? view.photoPixel(event) : null);
  }

  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("pointerdown", (event) => {
    if ((event.button !== 0 && event.button !== 2) || isEraser(event)) return;
    const grip = gripOf(event);
    const canDraw = event.button === 0 && draws();
    if (!canDraw && !grip && !view.isOnPhoto(event)) return; // a box may begin beside the photo
    pressed = {
      button: event.button,
      page: { x: event.clientX, y: event.clientY },
      stage: view.place(event),
      photo: view.photoPixel(event),
      grip,
      point: grip?.kind === "point" ? view.scene.points[grip.index] : { x: 0, y: 0 },
      box: view.scene.box,
      canDraw,
      excludes: isOpposite(event),
      isDragged: false,
    };
    if (canDraw || grip) canvas.setPointerCapture(event.pointerId); // a drag may go on beyond the photo's edge
    if (grip?.kind === "point" && event.pointerType === "touch") {
      longPress = setTimeout(() => {
        forget();
        points.onPointDelete(grip.index);
      }, LONG_PRESS);
    }
  });
  canvas.addEventListener(
    "touchstart",
    (event) => {
      if (pressed?.grip && event.cancelable) event.preventDefault(); // it moves, not the page
    },
    { passive: false },
  );
  canvas.addEventListener("pointermove", (event) => {
    if (!pressed) {
      if (event.pointerType !== "touch") hover(event);
      return;
    }
    if (!pressed.grip && !pressed.canDraw) return hover(event);
    pressed.isDragged ||= pressed.button === 0 && hasMoved(event, pressed);
    if (!pressed.isDragged) return;
    clearTimeout(longPress);
    drag(pressed, event, false);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    const press = pressed;
    if (press.isDragged || (press.button === 0 && (press.grip || press.canDraw) && hasMoved(event, press))) {
      forget();
      return drag(press, event, true);
    }
    forget();
    if (hasMoved(event, press)) return; // a drag or a scroll is not a click
    const excludes = press.excludes || isOpposite(event); // a key may be let go first, or pressed late
    if (press.grip?.kind === "point") {
      return excludes ? points.onPointDelete(press.grip.index) : points.onPointSelect(press.grip.index);
    }
    if (!view.isOnPhoto(event)) return;
    const { x, y } = view.photoPixel(event);
    onClick(x, y, excludes ? 0 : label(), event.shiftKey);
  });
  canvas.addEventListener("pointercancel", cancel);
  canvas.addEventListener("pointerleave", () => {
    if (view.scene.hovered !== null) view.show({ hovered: null });
    onHover(null);
  });
  return { cancel };
}

/** @param {PointerEvent} event @param {Press} press */
function hasMoved(event, { page, grip }) {
  const still = grip && event.pointerType !== "touch" ? STILL_ON_GRIP : STILL;
  return Math.hypot(event.clientX - page.x, event.clientY - page.y) > still;
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
