// Zooming and panning by wheel, keys, mouse and two fingers. It knows nothing of clicks and boxes.

/** @typedef {import("./viewport.js").Place} Place */

/** `actual` is pixel on pixel of the screen. @typedef {"in" | "out" | "fit" | "actual" | "toggle"} Way */

const STEP = 1.5; // of a key or a button
/** Digits from 1 on are the objects'. */
export const KEYS = /** @type {Record<string, "in" | "out" | "toggle">} */ ({
  "+": "in",
  "=": "in",
  "-": "out",
  0: "toggle",
});
const WHEEL = { plain: 0.0022, pinch: 0.01 }; // powers of e by CSS pixel; browsers send a pinch as Ctrl and little steps
const FASTEST = 60; // CSS pixels a pinch event may count for: Ctrl with a mouse's wheel sends a hundred and more
const LINE = 16; // CSS pixels, for wheels that count in lines

/**
 * Takes its events before anyone else on the canvas; `onTake` is told when it begins, for a press that turns
 * out to be the first of two fingers.
 *
 * A plain wheel belongs to the page as long as there is something to scroll: it zooms once the photo has the
 * focus, or where nothing around scrolls. With Ctrl, as a trackpad's pinch is sent, it always zooms. One
 * finger is left to the page, too.
 * @param {HTMLElement} stage  has the focus when keys are meant for the photo
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   view: ReturnType<typeof import("./view.js").createView>,
 *   isFull: () => boolean,
 *   onTake: () => void,
 * }} handlers  `isFull`: keys and the plain wheel count
 */
export function listenNavigation(stage, canvas, { view, isFull, onTake }) {
  /** Fingers on the photo, by pointer. @type {Map<number, Place>} */
  const fingers = new Map();
  let pinches = false;
  let isSpaceHeld = false;
  /** @type {{pointer: number, place: Place} | null} */
  let drag = null;

  const listen = (
    /** @type {"pointerdown" | "pointermove" | "pointerup" | "pointercancel"} */ type,
    /** @type {(event: PointerEvent) => boolean} */ take,
  ) =>
    canvas.addEventListener(
      type,
      (event) => {
        if (take(event)) event.stopImmediatePropagation();
      },
      { capture: true },
    );

  listen("pointerdown", (event) => {
    if (event.pointerType === "touch") {
      fingers.set(event.pointerId, view.place(event));
      if (fingers.size === 2) {
        pinches = true;
        onTake();
      }
      return pinches;
    }
    if (event.button !== 1 && !(event.button === 0 && isSpaceHeld)) return drag !== null;
    canvas.setPointerCapture(event.pointerId);
    drag = { pointer: event.pointerId, place: view.place(event) };
    onTake();
    showHand();
    return true;
  });

  listen("pointermove", (event) => {
    const place = view.place(event);
    if (drag?.pointer === event.pointerId) {
      view.move(drag.place, place);
      drag.place = place;
      return true;
    }
    if (!fingers.has(event.pointerId)) return isSpaceHeld;
    const before = spread(fingers);
    fingers.set(event.pointerId, place);
    if (pinches && fingers.size === 2 && view.viewport) {
      const after = spread(fingers);
      view.move(before.middle, after.middle, (view.viewport.scale * after.distance) / before.distance);
    }
    return pinches;
  });

  const end = (/** @type {PointerEvent} */ event) => {
    if (drag?.pointer === event.pointerId) {
      drag = null;
      showHand();
      return true;
    }
    fingers.delete(event.pointerId);
    const wasPinch = pinches;
    if (fingers.size === 0) pinches = false; // the finger that stays longer is no click
    return wasPinch;
  };
  listen("pointerup", end);
  listen("pointercancel", end);

  for (const type of /** @type {const} */ (["touchstart", "touchmove"])) {
    const keep = (/** @type {TouchEvent} */ event) => {
      if (pinches && event.cancelable) event.preventDefault(); // the page must not scroll along
    };
    canvas.addEventListener(type, keep, { passive: false });
  }
  canvas.addEventListener("mousedown", (event) => {
    if (event.button === 1) event.preventDefault(); // no scrolling by itself
  });

  canvas.addEventListener(
    "wheel",
    (event) => {
      const pinch = event.ctrlKey || event.metaKey;
      if (!view.viewport || event.altKey || event.shiftKey || event.deltaY === 0) return;
      if (!pinch && !(isFull() && (stage.matches(":focus") || !isInScroller(stage)))) return;
      event.preventDefault();
      const pixels = event.deltaY * [1, LINE, canvas.clientHeight][event.deltaMode];
      const steps = pinch ? Math.max(-FASTEST, Math.min(pixels, FASTEST)) : pixels;
      const factor = Math.exp(-steps * (pinch ? WHEEL.pinch : WHEEL.plain));
      view.zoom(view.viewport.scale * factor, view.place(event));
    },
    { passive: false },
  );

  listenGestures(canvas, view);

  stage.addEventListener("keydown", (event) => {
    if (!isFull() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      if (event.target !== stage) return; // it presses a button
      isSpaceHeld = true;
      showHand();
    } else if (Object.hasOwn(KEYS, event.key)) navigate(view, KEYS[event.key]);
    else return;
    event.preventDefault();
  });
  const release = () => {
    isSpaceHeld = false;
    showHand();
  };
  stage.addEventListener("keyup", (event) => {
    if (event.key === " ") release();
  });
  stage.addEventListener("blur", release);

  function showHand() {
    stage.toggleAttribute("data-can-pan", isSpaceHeld);
    stage.toggleAttribute("data-pans", drag !== null);
  }
}

/**
 * Safari tells of a trackpad's pinch by events of its own, and would zoom the page. On a touchscreen it does so, too,
 * beside the fingers, which are counted already.
 * https://developer.mozilla.org/docs/Web/API/GestureEvent
 * @typedef {MouseEvent & {scale: number}} Gesture  the scale since its start
 * @param {HTMLCanvasElement} canvas @param {ReturnType<typeof import("./view.js").createView>} view
 */
function listenGestures(canvas, view) {
  let before = 1;
  let fingers = 0;
  for (const type of ["touchstart", "touchend", "touchcancel"])
    canvas.addEventListener(type, (event) => {
      fingers = /** @type {TouchEvent} */ (event).touches.length;
    });
  for (const type of ["gesturestart", "gesturechange"])
    canvas.addEventListener(type, (event) => {
      const gesture = /** @type {Gesture} */ (event);
      const { scale } = gesture;
      event.preventDefault();
      if (type === "gesturestart") before = 1;
      if (fingers === 0 && view.viewport)
        view.zoom((view.viewport.scale * scale) / before, view.place(gesture));
      before = scale;
    });
}

/** @param {ReturnType<typeof import("./view.js").createView>} view @param {Way} way */
export function navigate(view, way) {
  const scale = view.viewport?.scale ?? 1;
  const next = way === "toggle" ? (view.isFitted ? "actual" : "fit") : way;
  if (next === "in") view.zoom(scale * STEP);
  else if (next === "out") view.zoom(scale / STEP);
  else if (next === "actual") view.zoom(1 / devicePixelRatio);
  else view.fit();
}

/** @param {Map<number, Place>} fingers */
function spread(fingers) {
  const [a, b = a] = fingers.values();
  return {
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
  };
}

/** Whether the page, or anything between it and the node, has something to scroll. @param {Element} node */
function isInScroller(node) {
  /** @type {Node | null} */
  let at = node.parentNode;
  for (; at; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null)) {
    if (!(at instanceof Element) || at.scrollHeight <= at.clientHeight) continue;
    const { overflowY } = getComputedStyle(at);
    const isPage = at === document.scrollingElement;
    if (overflowY === "auto" || overflowY === "scroll" || (isPage && overflowY !== "hidden")) return true;
  }
  return false;
}
