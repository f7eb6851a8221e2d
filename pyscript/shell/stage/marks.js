// What is drawn over the masks: points, the box, the crosshair. To be seen on any photo.
import { toStage } from "./viewport.js";

/** @typedef {import("./layers.js").Frame} Frame */
/** @typedef {{x: number, y: number, label: number, pending?: boolean}} Marker */
/** A round brush at a place, in photo pixels. @typedef {{x: number, y: number, radius: number, adds: boolean}} Brush */
/** Photo pixels. @typedef {import("#protocol").Box} Box */

/** Of what belongs to no object yet. */
export const PREVIEW_COLOUR = "#2684ff";
const RADIUS = 7.5; // CSS pixels

/** White dashes on a dark line. @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Box} box */
export function drawBox(context, frame, [x0, y0, x1, y1]) {
  const { ratio } = frame;
  const from = onCanvas(frame, { x: Math.min(x0, x1), y: Math.min(y0, y1) });
  const to = onCanvas(frame, { x: Math.max(x0, x1) + 1, y: Math.max(y0, y1) + 1 });
  const [left, top] = [middle(from.x), middle(from.y)];
  const sides = /** @type {const} */ ([left, top, middle(to.x) - left, middle(to.y) - top]);
  context.lineWidth = 3 * ratio;
  context.strokeStyle = "rgb(0 0 0 / 0.6)";
  context.strokeRect(...sides);
  context.lineWidth = 1.5 * ratio;
  context.strokeStyle = "#fff";
  context.setLineDash([7 * ratio, 5 * ratio]);
  context.strokeRect(...sides);
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Marker} marker
 * @param {{isHovered: boolean, isSelected: boolean}} look
 */
export function drawMarker(context, frame, { x, y, label, pending }, { isHovered, isSelected }) {
  const { ratio } = frame;
  const { x: cx, y: cy } = onCanvas(frame, { x: x + 0.5, y: y + 0.5 });
  if (isHovered || isSelected) {
    ring(context, cx, cy, (RADIUS + 4) * ratio, 4.5 * ratio, "rgb(0 0 0 / 0.55)");
    ring(context, cx, cy, (RADIUS + 4) * ratio, 2 * ratio, isSelected ? "#ffd54a" : "#fff");
  }
  context.globalAlpha = pending ? 0.55 : 1;
  context.beginPath();
  context.arc(cx, cy, RADIUS * ratio, 0, 2 * Math.PI);
  context.fillStyle = label === 1 ? "#1763d6" : "#c62828";
  context.fill();
  context.lineWidth = 2 * ratio;
  context.strokeStyle = "#fff";
  context.stroke();
  context.beginPath();
  context.moveTo(cx - 3.5 * ratio, cy);
  context.lineTo(cx + 3.5 * ratio, cy);
  if (label === 1) {
    context.moveTo(cx, cy - 3.5 * ratio);
    context.lineTo(cx, cy + 3.5 * ratio);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * What a stroke will add or erase.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {import("./brush.js").Stroke} stroke
 * @param {string} colour  #rrggbb, of what it adds to
 */
export function drawStroke(context, frame, { path, radius, adds }, colour) {
  context.beginPath();
  for (const place of [path[0], ...path]) {
    const { x, y } = onCanvas(frame, { x: place.x + 0.5, y: place.y + 0.5 });
    context.lineTo(x, y);
  }
  context.lineWidth = 2 * radius * frame.viewport.scale * frame.ratio;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = `${adds ? colour : "#c62828"}73`;
  context.stroke();
}

/** As large as what it paints. @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Brush} brush */
export function drawBrush(context, frame, { x, y, radius, adds }) {
  const { ratio, viewport } = frame;
  const { x: cx, y: cy } = onCanvas(frame, { x: x + 0.5, y: y + 0.5 });
  const around = radius * viewport.scale * ratio;
  ring(context, cx, cy, around, 3 * ratio, "rgb(0 0 0 / 0.6)");
  ring(context, cx, cy, around, 1.5 * ratio, adds ? "#fff" : "#ff8a80");
}

/**
 * Where the keyboard's next point would go; the pixel itself stays free.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame @param {import("./viewport.js").Place} pixel
 */
export function drawCrosshair(context, frame, { x, y }) {
  const { ratio } = frame;
  const { x: cx, y: cy } = onCanvas(frame, { x: x + 0.5, y: y + 0.5 });
  for (const [width, colour] of /** @type {const} */ ([
    [5, "rgb(0 0 0 / 0.7)"],
    [2, "#fff"],
  ])) {
    const [inner, outer] = [5 * ratio, 18 * ratio];
    context.beginPath();
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      context.moveTo(cx + dx * inner, cy + dy * inner);
      context.lineTo(cx + dx * outer, cy + dy * outer);
    }
    context.lineWidth = width * ratio;
    context.lineCap = "round";
    context.strokeStyle = colour;
    context.stroke();
    context.lineCap = "butt";
    ring(context, cx, cy, 12 * ratio, width * ratio * 0.75, colour);
  }
}

/** Dim what a file does not show. @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Box} box */
export function drawOutside(context, frame, [x0, y0, x1, y1]) {
  const [from, to] = [onCanvas(frame, { x: x0, y: y0 }), onCanvas(frame, { x: x1, y: y1 })];
  const { width, height } = frame.photo;
  const [start, end] = [onCanvas(frame, { x: 0, y: 0 }), onCanvas(frame, { x: width, y: height })];
  context.beginPath();
  context.rect(start.x, start.y, end.x - start.x, end.y - start.y);
  context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
  context.fillStyle = "rgb(0 0 0 / 0.5)";
  context.fill("evenodd");
}

/** Between before and after; before is without anything. @param {CanvasRenderingContext2D} context @param {Frame} frame @param {number} x */
export function drawSplit(context, { ratio, height }, x) {
  context.clearRect(0, 0, x, height);
  context.fillStyle = "rgb(0 0 0 / 0.55)";
  context.fillRect(x - 2 * ratio, 0, 4 * ratio, height);
  context.fillStyle = "#fff";
  context.fillRect(x - ratio, 0, 2 * ratio, height);
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius @param {number} width @param {string} colour */
function ring(context, x, y, radius, width, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/** Of a canvas pixel: a thin line between two would be grey instead of white. @param {number} value */
function middle(value) {
  return Math.floor(value) + 0.5;
}

/** @param {Frame} frame @param {import("./viewport.js").Place} place  in the photo */
function onCanvas({ viewport, ratio }, place) {
  const { x, y } = toStage(viewport, place);
  return { x: x * ratio, y: y * ratio };
}
