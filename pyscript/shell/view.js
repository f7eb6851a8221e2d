// The photo and what is drawn over it, seen through a viewport. It decides nothing about masks and points.
import { drawBackdrop } from "./backdrop.js";
import { createLayers } from "./layers.js";
import {
  drawBox,
  drawBrush,
  drawCrosshair,
  drawMarker,
  drawSplit,
  drawStroke,
  PREVIEW_COLOUR,
} from "./marks.js";
import { drawPhoto } from "./photo.js";
import { createPlane } from "./plane.js";
import { allowedScale, fitted, limited, moved, revealed, toPhoto } from "./viewport.js";

/** @typedef {import("./viewport.js").Place} Place */
/** @typedef {import("./viewport.js").Viewport} Viewport */
/** @typedef {import("./layers.js").Frame} Frame */
/**
 * All that is drawn over the photo, in photo pixels. `points` are all there are, `selected` and `hovered` are
 * places in them. A preview stands in for the active mask.
 * @typedef {{
 *   masks: readonly import("./layers.js").Mask[],
 *   preview: import("./layers.js").Preview | null,
 *   points: readonly import("./marks.js").Marker[],
 *   box: import("./marks.js").Box | null,
 *   selected: number | null,
 *   hovered: number | null,
 *   crosshair: Place | null,
 *   strokes: readonly import("./brush.js").Stroke[],
 *   brush: import("./marks.js").Brush | null,
 * }} Scene
 */

const MOST_PIXELS = 4_000_000; // an overlay any larger costs time and shows no more
// Of the screen's pixels so many eighths are drawn, along each side. The canvases' sides are whole pixels of the
// page, of the screen and of the canvas: browsers would round them otherwise, by as much as half a pixel.
const EIGHTHS = 8;
const MARGIN = 48; // CSS pixels around what is revealed

/** @type {Scene} */
const NOTHING = {
  masks: [],
  preview: null,
  points: [],
  box: null,
  selected: null,
  hovered: null,
  crosshair: null,
  strokes: [],
  brush: null,
};

/**
 * @param {HTMLElement} stage @param {HTMLCanvasElement} photoCanvas @param {HTMLCanvasElement} overlay
 * @param {(scale: number) => void} [onZoom]  told the CSS pixels by photo pixel
 */
export function createView(stage, photoCanvas, overlay, onZoom = () => {}) {
  const plane = createPlane(stage);
  const layers = createLayers();
  /** @type {ImageBitmap | null} */
  let bitmap = null;
  let scene = NOTHING;
  let size = { width: 0, height: 0 }; // the stage's; asking the page would cost a layout at each click
  /** What is seen; null while there is no photo or no room. @type {Frame | null} */
  let frame = null;
  /** What is behind the objects: `photo`, or what `drawBackdrop` knows. */
  let backdrop = "photo";
  let isPlain = false;
  /** How much of the stage's width shows the plain photo. @type {number | null} */
  let split = null;
  let isFitted = true;
  let scheduled = 0;

  function layout() {
    const style = getComputedStyle(stage); // before any transform, and not rounded
    const before = size;
    size = { width: Number.parseFloat(style.width) || 0, height: Number.parseFloat(style.height) || 0 };
    if (!bitmap || size.width * size.height === 0) {
      frame = null;
      return clear();
    }
    const affordable = Math.sqrt(MOST_PIXELS / (size.width * size.height)) / devicePixelRatio;
    const drawn = Math.min(EIGHTHS, Math.max(1, Math.floor(EIGHTHS * affordable)));
    const ratio = (drawn / EIGHTHS) * devicePixelRatio;
    const step = drawn === EIGHTHS ? EIGHTHS : EIGHTHS * EIGHTHS;
    const whole = (/** @type {number} */ side) => step * Math.ceil(side / step);
    for (const canvas of [photoCanvas, overlay]) {
      canvas.style.width = `${whole(size.width)}px`;
      canvas.style.height = `${whole(size.height)}px`;
      canvas.width = Math.round(whole(size.width) * ratio);
      canvas.height = Math.round(whole(size.height) * ratio);
    }
    const middle = { x: size.width / 2, y: size.height / 2 };
    const viewport =
      frame && !isFitted
        ? moved(frame.viewport, { x: before.width / 2, y: before.height / 2 }, middle)
        : fitted(bitmap, size);
    look(viewport, ratio, bitmap);
    draw();
  }

  /** @param {Viewport} viewport @param {number} ratio @param {ImageBitmap} photo */
  function look(viewport, ratio, photo) {
    viewport = limited(viewport, photo, size);
    if (viewport.scale * devicePixelRatio === 1) {
      viewport = { ...viewport, x: Math.round(viewport.x), y: Math.round(viewport.y) }; // pixel on pixel
    }
    frame = Object.freeze({
      viewport: Object.freeze(viewport),
      ratio,
      photo: { width: photo.width, height: photo.height },
      width: overlay.width,
      height: overlay.height,
    });
    onZoom(viewport.scale);
  }

  /** @param {Viewport} viewport @param {boolean} [fits] */
  function turnTo(viewport, fits = false) {
    if (!frame || !bitmap) return;
    isFitted = fits;
    look(viewport, frame.ratio, bitmap);
    scheduled ||= requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
    drawUnder();
    drawOverlay();
  }

  function clear() {
    for (const canvas of [photoCanvas, overlay]) context(canvas).clearRect(0, 0, canvas.width, canvas.height);
  }

  /** The photo; or, on another backdrop, the objects alone, once there are some. */
  function drawUnder() {
    if (!frame || !bitmap) return;
    const under = context(photoCanvas);
    under.clearRect(0, 0, frame.width, frame.height);
    drawPhoto(under, frame, bitmap);
    if (isPlain || backdrop === "photo" || scene.masks.length === 0) return;
    under.globalCompositeOperation = "destination-in";
    under.drawImage(layers.alpha(frame, scene.masks), 0, 0);
    under.globalCompositeOperation = "destination-over";
    drawBackdrop(under, frame, backdrop);
    under.globalCompositeOperation = "source-over";
    if (split === null) return;
    under.save();
    under.beginPath();
    under.rect(0, 0, Math.round(split * frame.width), frame.height);
    under.clip();
    under.clearRect(0, 0, frame.width, frame.height);
    drawPhoto(under, frame, bitmap);
    under.restore();
  }

  function drawOverlay() {
    if (!frame) return;
    const over = context(overlay);
    if (isPlain) return over.clearRect(0, 0, frame.width, frame.height);
    const { masks, preview, points, box, selected, hovered, crosshair, strokes, brush } = scene;
    layers.paint(over, frame, backdrop === "photo" ? masks : [], preview);
    const { colour } = masks.find(({ isActive }) => isActive) ?? { colour: PREVIEW_COLOUR };
    for (const stroke of strokes) drawStroke(over, frame, stroke, colour);
    if (box) drawBox(over, frame, box);
    for (const [index, point] of points.entries()) {
      drawMarker(over, frame, point, { isHovered: index === hovered, isSelected: index === selected });
    }
    if (crosshair) drawCrosshair(over, frame, crosshair);
    if (brush) drawBrush(over, frame, brush);
    if (split !== null) drawSplit(over, frame, Math.round(split * frame.width));
  }

  const resizes = new ResizeObserver(layout);

  return {
    /** @param {ImageBitmap | null} next */
    showPhoto(next) {
      bitmap = next;
      frame = null;
      scene = NOTHING;
      isFitted = true;
      if (next) stage.style.setProperty("--photo-ratio", `${next.width} / ${next.height}`);
      stage.toggleAttribute("data-photo", next !== null);
      layout();
    },
    /** Change what is drawn over the photo; what is not named stays. @param {Partial<Scene>} changes */
    show(changes) {
      const { masks } = scene;
      scene = { ...scene, ...changes };
      if (backdrop !== "photo" && scene.masks !== masks) drawUnder();
      drawOverlay();
    },
    /** What is behind the objects: `photo`, `checkerboard` or a CSS colour. @param {string} kind */
    setBackdrop(kind) {
      backdrop = kind;
      draw();
    },
    get backdrop() {
      return backdrop;
    },
    /** The photo with nothing over it, for as long as that is wanted. @param {boolean} wanted */
    showPlain(wanted) {
      isPlain = wanted;
      draw();
    },
    /** Before and after, side by side. @param {number | null} position  from 0 to 1 of the stage's width */
    showSplit(position) {
      split = position;
      draw();
    },
    /** The open photo's size. */
    get photo() {
      return frame?.photo ?? null;
    },
    get scene() {
      return scene;
    },
    /** What the stage shows; null without a photo. */
    get viewport() {
      return frame?.viewport ?? null;
    },
    /** Whether the whole photo is shown, at any size of the stage. */
    get isFitted() {
      return isFitted;
    },
    fit() {
      if (bitmap) turnTo(fitted(bitmap, size), true);
    },
    /** @param {number} scale  CSS pixels by photo pixel @param {Place} [at]  stays under the same place of the stage */
    zoom(scale, at = { x: size.width / 2, y: size.height / 2 }) {
      if (frame) this.move(at, at, scale);
    },
    /** What is at `from` on the stage comes to `to`. @param {Place} from @param {Place} to @param {number} [scale] */
    move(from, to, scale = frame?.viewport.scale ?? 1) {
      if (frame && bitmap) turnTo(moved(frame.viewport, from, to, allowedScale(scale, bitmap, size)));
    },
    /** Pan so far that a photo pixel is in sight. @param {number} x @param {number} y */
    reveal(x, y) {
      if (!frame) return;
      const next = revealed(frame.viewport, { x: x + 0.5, y: y + 0.5 }, size, MARGIN);
      if (next.x !== frame.viewport.x || next.y !== frame.viewport.y) turnTo(next);
    },
    /** The place on the stage under a pointer. @param {{clientX: number, clientY: number}} event */
    place: (event) => plane.locate(event, size),
    /** The photo pixel nearest to a pointer. @param {{clientX: number, clientY: number}} event */
    photoPixel(event) {
      const { x, y } = frame ? toPhoto(frame.viewport, this.place(event)) : { x: 0, y: 0 };
      const { width, height } = bitmap ?? { width: 1, height: 1 };
      return {
        x: Math.min(Math.max(Math.floor(x), 0), width - 1),
        y: Math.min(Math.max(Math.floor(y), 0), height - 1),
      };
    },
    /**
     * Where a pointer is, in photo pixels that are whole at their centres, on the photo or beside it.
     * @param {{clientX: number, clientY: number}} event
     */
    photoPlace(event) {
      const { x, y } = frame ? toPhoto(frame.viewport, this.place(event)) : { x: 0, y: 0 };
      return { x: x - 0.5, y: y - 0.5 };
    },
    /** Whether a pointer is on the photo. @param {{clientX: number, clientY: number}} event */
    isOnPhoto(event) {
      if (!frame) return false;
      const { x, y } = toPhoto(frame.viewport, this.place(event));
      return x >= 0 && y >= 0 && x < frame.photo.width && y < frame.photo.height;
    },
    connect: () => resizes.observe(stage),
    disconnect() {
      resizes.disconnect();
      cancelAnimationFrame(scheduled);
      scheduled = 0;
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function context(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
