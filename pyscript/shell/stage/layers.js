// Masks as layers over the photo: each is painted anew only when it, its ink or the view has changed.
import { onCanvas } from "./backdrop.js";
import { paintMask } from "./painter.js";

/** @typedef {import("./painter.js").Ink} Ink */
/**
 * Logits of a part of the photo, and how much of their square that is. The colour is `#rrggbb`.
 * @typedef {{
 *   logits: Float32Array, extent: import("#protocol").Extent, part: import("./marks.js").Box, colour: string,
 * }} Preview
 */
/**
 * The topmost last; the active one lies over all. Of one that fades, the logits are alpha − 0.5. Beyond the part, all or
 * nothing belongs to it.
 * @typedef {Preview & {isActive: boolean, isInverted?: boolean, fades?: boolean, isSurrounded?: boolean}} Mask
 */
/**
 * One look at the photo; another look is another object. `ratio` is canvas pixels by CSS pixel, `width` and
 * `height` are the canvas's.
 * @typedef {{
 *   readonly viewport: import("./viewport.js").Viewport,
 *   readonly ratio: number,
 *   readonly photo: import("./viewport.js").Size,
 *   readonly width: number,
 *   readonly height: number,
 * }} Frame
 */

/** How strong the fill is, and how wide the line in CSS pixels. */
const INKS = /** @type {const} */ ({
  active: { alpha: 0.42, line: 1.6 },
  preview: { alpha: 0.24, line: 1.6 },
  other: { alpha: 0.3, line: 0.9 },
  solid: { alpha: 1, line: 0 },
});

export function createLayers() {
  const active = createSheet();
  const others = createPile("other");
  const solid = createPile("solid");

  return {
    /**
     * The active mask, or a preview in its place, over all others.
     * @param {CanvasRenderingContext2D} context @param {Frame} frame
     * @param {readonly Mask[]} masks @param {Preview | null} preview
     */
    paint(context, frame, masks, preview) {
      const first = masks.find((mask) => mask.isActive);
      if (preview) context.putImageData(active(frame, preview, "preview"), 0, 0);
      else if (first) context.putImageData(active(frame, first, "active"), 0, 0);
      else context.clearRect(0, 0, frame.width, frame.height);
      const rest = masks.filter((mask) => mask !== first);
      if (rest.length === 0) return;
      context.globalCompositeOperation = "destination-over";
      context.drawImage(others(frame, rest), 0, 0);
      context.globalCompositeOperation = "source-over";
    },
    /** All masks together, opaque. @param {Frame} frame @param {readonly Mask[]} masks */
    alpha: (frame, masks) => solid(frame, masks),
  };
}

/** One mask on an image of its own, kept until another is asked for. */
function createSheet() {
  /** @type {ImageData | null} */
  let image = null;
  let painted = "";
  /** @type {unknown[]} */
  let from = [];

  /** @param {Frame} frame @param {Preview & Partial<Mask>} mask @param {keyof typeof INKS} kind */
  return (frame, { logits, extent, part, colour, isInverted = false, fades = false, isSurrounded }, kind) => {
    const { viewport, ratio, photo, width, height } = frame;
    const key = `${kind} ${colour} ${isInverted} ${fades} ${isSurrounded}`;
    if (image?.width !== width || image.height !== height) {
      image = new ImageData(width, height);
      from = [];
    }
    if (from[0] !== frame || from[1] !== logits || painted !== key) {
      const { alpha, line } = INKS[kind];
      const [left, top, right, bottom] = part;
      const [down, across] = [extent[0] / (bottom - top), extent[1] / (right - left)];
      const density = viewport.scale * ratio;
      const around = isSurrounded ? onCanvas(frame, [0, 0, photo.width, photo.height]) : null;
      paintMask(
        image,
        { logits: isInverted ? logits.map((logit) => -logit) : logits, extent, fades },
        {
          left: (viewport.x - left) * across,
          top: (viewport.y - top) * down,
          across: across / density,
          down: down / density,
        },
        { fill: [...rgb(colour), alpha], line: line * ratio },
        around,
      );
      from = [frame, logits];
      painted = key;
    }
    return image;
  };
}

/** Several masks on one canvas. @param {keyof typeof INKS} kind */
function createPile(kind) {
  const sheet = createSheet();
  const [canvas, single] = [new OffscreenCanvas(1, 1), new OffscreenCanvas(1, 1)];
  const [context, page] = [canvas, single].map(
    (each) => /** @type {OffscreenCanvasRenderingContext2D} */ (each.getContext("2d")),
  );
  /** @type {Frame | null} */
  let seen = null;
  /** @type {readonly Mask[]} */
  let before = [];

  /** @param {Frame} frame @param {readonly Mask[]} masks */
  return (frame, masks) => {
    const isSame = before.length === masks.length && masks.every((mask, i) => equal(mask, before[i]));
    if (seen === frame && isSame) return canvas;
    for (const each of [canvas, single]) {
      each.width = frame.width; // clears it, too
      each.height = frame.height;
    }
    for (const mask of masks) {
      page.putImageData(sheet(frame, mask, kind), 0, 0);
      context.drawImage(single, 0, 0);
    }
    seen = frame;
    before = masks;
    return canvas;
  };
}

/** @param {Mask} a @param {Mask} b */
function equal(a, b) {
  return a.logits === b.logits && a.isInverted === b.isInverted && a.colour === b.colour;
}

/** @param {string} colour @returns {[number, number, number]} */
function rgb(colour) {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
