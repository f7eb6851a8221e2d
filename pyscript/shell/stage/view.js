// The photo and what is drawn over it, seen through a viewport. It decides nothing about masks and points.
import { createCamera } from "./camera.js";
import { canvasSize } from "./canvas_size.js";
import { areaOf, freePlace } from "./free_place.js";
import { createLayers } from "./layers.js";
import {
  drawBox,
  drawBrush,
  drawCrosshair,
  drawMarker,
  drawOutside,
  drawSplit,
  drawStroke,
  PREVIEW_COLOUR,
} from "./marks.js";
import { drawPhoto } from "./photo.js";
import { createPlane } from "./plane.js";
import { boxOf, createUnder, seenOf, shadowOf } from "./under.js";

/** @typedef {import("./viewport.js").Place} Place */
/** @typedef {import("./layers.js").Frame} Frame */
/** @typedef {readonly import("./free_place.js").Mask[]} Offered */
/** A place of the page. @typedef {{clientX: number, clientY: number}} Pointer */
/**
 * All that is drawn over the photo, in photo pixels. `selected` and `hovered` are places in `points`. A preview
 * stands in for the active mask, renderings for the mask that they are of, and a map for all of it.
 * @typedef {{
 *   masks: readonly import("./under.js").Mask[],
 *   renderings: readonly import("./under.js").Rendering[],
 *   preview: import("./layers.js").Preview | null,
 *   points: readonly import("./marks.js").Marker[],
 *   box: import("./marks.js").Box | null,
 *   isBoxDrawn: boolean,
 *   selected: number | null,
 *   hovered: number | null,
 *   crosshair: Place | null,
 *   strokes: readonly import("./brush.js").Stroke[],
 *   brush: import("./marks.js").Brush | null,
 *   map: ((context: CanvasRenderingContext2D, frame: Frame) => void) | null,
 * }} Scene
 */

/** @type {Scene} */
const NOTHING = {
  masks: [],
  renderings: [],
  preview: null,
  points: [],
  box: null,
  isBoxDrawn: false,
  selected: null,
  hovered: null,
  crosshair: null,
  strokes: [],
  brush: null,
  map: null,
};

/**
 * @param {HTMLElement} stage @param {HTMLCanvasElement} photoCanvas @param {HTMLCanvasElement} overlay
 * @param {(scale: number) => void} [onZoom]  told the CSS pixels by photo pixel
 */
export function createView(stage, photoCanvas, overlay, onZoom = () => {}) {
  const plane = createPlane(stage);
  const layers = createLayers();
  const under = createUnder(layers.alpha);
  /** @type {ImageBitmap | null} */
  let bitmap = null;
  let scene = NOTHING;
  let size = { width: 0, height: 0 }; // the stage's; asking the page would cost a layout at each click
  /** What is seen; null while there is no photo or no room. @type {Frame | null} */
  let frame = null;
  /** @type {import("./backdrop.js").Backdrop} */
  let backdrop = { kind: "photo", image: null, veil: 1 };
  /** Where a file is cropped. @type {import("./under.js").Crop | null} */
  let crop = null;
  let hasShadow = false;
  let isPlain = false;
  /** How much of the stage's width shows the plain photo. @type {number | null} */
  let split = null;
  let scheduled = 0;
  const camera = createCamera(() => {
    if (!frame) return;
    look(frame.ratio);
    scheduled ||= requestAnimationFrame(draw);
  });

  function layout() {
    const style = getComputedStyle(stage); // before any transform, and not rounded
    size = { width: Number.parseFloat(style.width) || 0, height: Number.parseFloat(style.height) || 0 };
    camera.resize(size);
    if (!camera.viewport) {
      frame = null;
      return clear();
    }
    const { ratio, width, height, across, down } = canvasSize(size, devicePixelRatio);
    for (const canvas of [photoCanvas, overlay]) {
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.width = across;
      canvas.height = down;
    }
    look(ratio);
    draw();
  }

  /** @param {number} ratio */
  function look(ratio) {
    const { viewport, photo } = camera;
    if (!viewport || !photo) return;
    frame = Object.freeze({ viewport, ratio, photo, width: overlay.width, height: overlay.height });
    onZoom(viewport.scale);
  }

  function draw() {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
    drawUnder();
    drawOverlay();
  }

  function clear() {
    for (const canvas of [photoCanvas, overlay])
      contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
  }

  /** What a file would hold, where that is what is looked at. */
  function subject() {
    if (isPlain || scene.map || backdrop.kind === "photo") return null;
    return chosen();
  }

  /** @returns {import("./under.js").Subject | null} */
  function chosen() {
    const mask = scene.masks.find(({ isActive }) => isActive) ?? scene.masks.at(-1);
    if (!mask || !frame) return null;
    const renderings = scene.renderings.filter(({ key }) => key === mask.key);
    const known = { mask, renderings };
    const shadow = hasShadow ? shadowOf(known) : 0;
    return { ...known, box: boxOf(known, crop, frame.photo), shadow };
  }

  function drawUnder() {
    if (!frame || !bitmap) return;
    const context = contextOf(photoCanvas);
    const shown = subject();
    under.paint(context, frame, bitmap, shown, backdrop);
    if (split === null || !shown) return;
    context.save();
    context.beginPath();
    context.rect(0, 0, splitOn(frame, split), frame.height);
    context.clip();
    context.clearRect(0, 0, frame.width, frame.height);
    drawPhoto(context, frame, bitmap);
    context.restore();
  }

  function drawOverlay() {
    if (!frame) return;
    const over = contextOf(overlay);
    if (isPlain || scene.map) {
      over.clearRect(0, 0, frame.width, frame.height);
      if (!isPlain) scene.map?.(over, frame);
      return;
    }
    const { masks, preview, points, box, isBoxDrawn, selected, hovered, crosshair, strokes, brush } = scene;
    const isCut = subject() !== null; // then marks would lie on what is to be judged
    const outside = isCut ? null : crop && chosen();
    layers.paint(over, frame, backdrop.kind === "photo" ? masks : [], preview);
    const { colour } = masks.find(({ isActive }) => isActive) ?? { colour: PREVIEW_COLOUR };
    if (outside) drawOutside(over, frame, outside.box);
    for (const stroke of strokes) drawStroke(over, frame, stroke, colour);
    if (box && (isBoxDrawn || !isCut)) drawBox(over, frame, box);
    for (const [index, point] of points.entries()) {
      const isSelected = index === selected;
      if (isCut && !point.pending && !isSelected) continue;
      drawMarker(over, frame, point, { isHovered: index === hovered, isSelected });
    }
    if (crosshair) drawCrosshair(over, frame, crosshair);
    if (brush) drawBrush(over, frame, brush);
    if (split !== null) drawSplit(over, frame, splitOn(frame, split));
  }

  /** Where the canvas is split: it may reach a little beyond the stage. @param {Frame} frame @param {number} at */
  const splitOn = ({ ratio }, at) => Math.round(at * size.width * ratio);

  const resizes = new ResizeObserver(layout);

  return {
    /** @param {ImageBitmap | null} next */
    showPhoto(next) {
      bitmap = next;
      frame = null;
      scene = NOTHING;
      camera.open(next);
      if (next) stage.style.setProperty("--photo-ratio", `${next.width} / ${next.height}`);
      stage.toggleAttribute("data-photo", next !== null);
      layout();
    },
    /** Change what is drawn over the photo; what is not named stays. @param {Partial<Scene>} changes */
    show(changes) {
      const { masks, renderings, map } = scene;
      scene = { ...scene, ...changes };
      const isSame = scene.masks === masks && scene.renderings === renderings && !scene.map === !map;
      if (backdrop.kind !== "photo" && !isSame) drawUnder();
      drawOverlay();
    },
    /** @param {string} kind @param {ImageBitmap | null} [image]  see `Backdrop` */
    setBackdrop(kind, image = null) {
      backdrop = { ...backdrop, kind, image };
      draw();
    },
    /** Let the photo be seen through the backdrop. @param {number} veil  how much of it is hidden, up to 1 */
    setVeil(veil) {
      if (veil === backdrop.veil) return;
      backdrop = { ...backdrop, veil };
      draw();
    },
    get backdrop() {
      return backdrop.kind;
    },
    /** Show how a file is framed. @param {import("./under.js").Crop | null} wanted  null for all of the photo @param {boolean} shadow */
    setFraming(wanted, shadow) {
      const isSame = crop?.margin === wanted?.margin && crop?.isSquare === wanted?.isSquare;
      if (isSame && shadow === hasShadow) return;
      [crop, hasShadow] = [wanted, shadow];
      draw();
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
    get split() {
      return split;
    },
    /** The open photo's size. */
    get photo() {
      return frame?.photo ?? null;
    },
    get scene() {
      return scene;
    },
    /** What of the photo a file's cut-out is looked at; null while there is none, or it is not looked at. */
    get seen() {
      return frame && subject() ? seenOf(frame) : null;
    },
    /** What a pointer can grip: what is not seen, it can't. @returns {Pick<Scene, "points" | "box">} */
    get grips() {
      return scene.map || subject() ? { points: [], box: null } : scene;
    },
    /** What the stage shows; null without a photo. */
    get viewport() {
      return frame?.viewport ?? null;
    },
    /** Whether the whole photo is shown, at any size of the stage. */
    get isFitted() {
      return camera.isFitted;
    },
    fit: camera.fit,
    /** @param {number} scale  CSS pixels by photo pixel @param {Place} [at]  stays under the same place of the stage */
    zoom: (scale, at) => camera.zoom(scale, at),
    /** What is at `from` on the stage comes to `to`. @param {Place} from @param {Place} to @param {number} [scale] */
    move: (from, to, scale) => camera.move(from, to, scale),
    /** Pan so far that a photo pixel is in sight. @param {number} x @param {number} y */
    reveal: (x, y) => camera.reveal(x, y),
    /**
     * Where something can lie on the stage and covers none of the masks, nor what lies there else.
     * @param {Offered} masks @param {import("./viewport.js").Size} wanted @param {import("./free_place.js").Area[]} taken
     */
    freePlace(masks, wanted, taken) {
      const areas = masks.flatMap((mask) => (frame && areaOf(mask, frame.viewport)) ?? []);
      return freePlace([...areas, ...taken], wanted, size);
    },
    /** The place on the stage under a pointer. @param {Pointer} event */
    place: (event) => plane.locate(event, size),
    /** The photo pixel nearest to a pointer. @param {Pointer} event */
    photoPixel: (event) => camera.pixel(plane.locate(event, size)),
    /** Where a pointer is, in photo pixels that are whole at their centres, on the photo or beside it. @param {Pointer} event */
    photoPlace: (event) => camera.photoPlace(plane.locate(event, size)),
    /** Whether a pointer is on the photo. @param {Pointer} event */
    isOnPhoto: (event) => camera.isOnPhoto(plane.locate(event, size)),
    connect: () => resizes.observe(stage),
    disconnect() {
      resizes.disconnect();
      cancelAnimationFrame(scheduled);
      scheduled = 0;
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
