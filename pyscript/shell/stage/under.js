// What lies under the marks: the photo; or, on another backdrop, what a file would hold.
import generated from "#generated";
import { drawBackdrop, onCanvas } from "./backdrop.js";
import { drawPhoto } from "./photo.js";

/** @typedef {import("./layers.js").Frame} Frame */
/**
 * Rows of a part of the real cut-out, in photo pixels. `density` is its pixels by photo pixel, and `key` the mask's that
 * it is of. `subject` is the box of all in it that is not wholly cut away.
 * @typedef {{
 *   key: string, bitmap: ImageBitmap, part: Box, top: number, bottom: number, density: number, subject: Box | null,
 * }} Rendering
 */
/** Photo pixels. @typedef {import("./marks.js").Box} Box */
/** @typedef {import("./layers.js").Mask & {key: string, bbox: Box | null}} Mask */
/** Photo pixels around the object, and whether a square is shown. @typedef {{margin: number, isSquare: boolean}} Crop */
/**
 * What is shown of the one object that a file would hold: its mask, what becomes of it where that is known, and how
 * much of the photo the file shows.
 * @typedef {{mask: Mask, renderings: readonly Rendering[], box: Box, shadow: number}} Subject  `shadow`: its radius, 0 for none
 */

/** @param {ReturnType<typeof import("./layers.js").createLayers>["alpha"]} alphaOf */
export function createUnder(alphaOf) {
  const canvas = new OffscreenCanvas(1, 1);
  const object = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /** @param {Frame} frame @param {ImageBitmap} bitmap @param {Subject} subject */
  function drawObject(frame, bitmap, { mask, renderings }) {
    const { width, height } = frame;
    if (canvas.width === width && canvas.height === height) object.clearRect(0, 0, width, height);
    else Object.assign(canvas, { width, height });
    if (!renderings.some((each) => covers(each, frame))) {
      drawPhoto(object, frame, bitmap);
      object.globalCompositeOperation = "destination-in";
      object.drawImage(alphaOf(frame, [mask]), 0, 0);
      object.globalCompositeOperation = "source-over";
    }
    for (const { bitmap, part, top, bottom } of renderings) {
      const rows = /** @type {Box} */ ([part[0], top, part[2], bottom]);
      const [x, y, across, down] = onCanvas(frame, rows);
      const [fromX, fromY] = [Math.round(x), Math.round(y)];
      object.clearRect(fromX, fromY, Math.round(x + across) - fromX, Math.round(y + down) - fromY);
      drawPhoto(object, frame, bitmap, rows);
    }
  }

  return {
    /**
     * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {ImageBitmap} bitmap  the photo
     * @param {Subject | null} subject  null for the photo alone @param {import("./backdrop.js").Backdrop} backdrop
     */
    paint(context, frame, bitmap, subject, backdrop) {
      context.clearRect(0, 0, frame.width, frame.height);
      if (!subject) return drawPhoto(context, frame, bitmap);
      drawObject(frame, bitmap, subject);
      context.save();
      context.beginPath();
      context.rect(...onCanvas(frame, subject.box));
      context.clip();
      if (backdrop.veil < 1) drawPhoto(context, frame, bitmap);
      context.globalAlpha = backdrop.veil;
      drawBackdrop(context, frame, backdrop, subject.box);
      context.globalAlpha = 1;
      if (subject.shadow) castShadow(context, subject.shadow * frame.viewport.scale * frame.ratio);
      context.drawImage(canvas, 0, 0);
      context.restore();
    },
  };
}

/** Put a shadow under what is drawn next. @param {CanvasRenderingContext2D} context @param {number} radius  in its pixels */
function castShadow(context, radius) {
  context.shadowColor = `rgb(0 0 0 / ${generated.shadow.opacity / 255})`;
  context.shadowBlur = 2 * radius + 1; // twice the deviation: three boxes of that width have half of it
  context.shadowOffsetY = radius;
}

/** Whether a rendering has all that is seen. @param {Rendering} rendering @param {Frame} frame */
function covers({ part, top, bottom }, frame) {
  const seen = seenOf(frame);
  return part[0] <= 0 && part[2] >= frame.photo.width && top <= seen.top && bottom >= seen.bottom;
}

/** Whether a rendering has all rows of its part. @param {Pick<Rendering, "part" | "top" | "bottom">} rendering */
export function isWhole({ part, top, bottom }) {
  return top <= part[1] && bottom >= part[3];
}

/** What is seen of the photo. @param {Frame} frame @returns {import("#protocol").Seen} */
export function seenOf({ viewport: { scale, y }, ratio, photo, height }) {
  const density = scale * ratio;
  const within = (/** @type {number} */ row) => Math.min(Math.max(row, 0), photo.height);
  return { density, top: within(y), bottom: within(y + height / density) };
}

/** The box of all that is not wholly cut away, as far as it is known. @param {Pick<Subject, "mask" | "renderings">} subject */
function foundOf({ mask, renderings }) {
  const whole = mask.isSurrounded ? null : renderings.find(isWhole);
  return whole?.subject ?? mask.bbox;
}

/** A shadow's radius in photo pixels, as `ExportOptions.shadow_radius` has it in Python. @param {Pick<Subject, "mask" | "renderings">} subject */
export function shadowOf(subject) {
  const [x0, y0, x1, y1] = foundOf(subject) ?? [0, 0, 0, 0];
  return Math.max(1, Math.floor(Math.max(x1 - x0, y1 - y0) / generated.shadow.part));
}

/**
 * How much of the photo a file shows, as `ExportOptions.box` has it in Python; a square may reach beyond it.
 * @param {Pick<Subject, "mask" | "renderings">} subject @param {Crop | null} crop  null for all of it
 * @param {import("./viewport.js").Size} photo @returns {Box}
 */
export function boxOf(subject, crop, { width, height }) {
  const found = foundOf(subject);
  if (!crop || !found) return [0, 0, width, height];
  const [x0, y0, x1, y1] = found;
  const { margin, isSquare } = crop;
  if (isSquare) {
    const side = Math.min(Math.max(x1 - x0, y1 - y0) + 2 * margin, Math.max(width, height));
    const [left, top] = [Math.floor((x0 + x1 - side) / 2), Math.floor((y0 + y1 - side) / 2)];
    return [left, top, left + side, top + side];
  }
  return [
    Math.max(0, x0 - margin),
    Math.max(0, y0 - margin),
    Math.min(width, x1 + margin),
    Math.min(height, y1 + margin),
  ];
}
