// Draws the map over the photo: each place in the colour of the smallest shape there, and one shape lifted.
import { contoursOf } from "./contours.js";

/** @typedef {import("../editing/everything.js").Shape} Shape */
/** @typedef {import("../stage/layers.js").Frame} Frame */
/**
 * @typedef {{
 *   shapes: readonly Shape[], colours: ReadonlyMap<string, string>, lifted: string | null,
 *   taken: ReadonlyMap<string, number>,
 * }} Map  `lifted` is a key, as are those of the maps
 */

const FILL = 0.45;
const DIMMED = 0.4; // of that, while another one is lifted
const VEIL = "rgb(0 0 0 / 0.45)"; // over the photo then
const RADIUS = 9; // CSS pixels, of the mark on what is taken

export function createMapPainter() {
  /** @type {WeakMap<Float32Array, Path2D>} */
  const paths = new WeakMap();

  /** In photo pixels. @param {Shape} shape */
  function pathOf({ logits, extent, part: [left, top, right, bottom] }) {
    const known = paths.get(logits);
    if (known) return known;
    const path = new Path2D();
    const [across, down] = [(right - left) / extent[1], (bottom - top) / extent[0]];
    for (const line of contoursOf(logits, extent)) {
      const place = (/** @type {number} */ at) =>
        /** @type {const} */ ([left + line[at] * across, top + line[at + 1] * down]);
      path.moveTo(...place(0));
      for (let at = 2; at < line.length; at += 2) path.lineTo(...place(at));
      path.closePath();
    }
    paths.set(logits, path);
    return path;
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Map} map */
  return (context, { viewport, ratio, photo }, { shapes, colours, lifted, taken }) => {
    const density = viewport.scale * ratio;
    const wide = (/** @type {number} */ pixels) => (pixels * ratio) / density; // CSS pixels
    context.save();
    context.setTransform(density, 0, 0, density, -viewport.x * density, -viewport.y * density);
    context.beginPath();
    context.rect(0, 0, photo.width, photo.height);
    context.clip();
    context.lineJoin = "round";

    /** @param {Shape} shape @param {number} strength @param {number} line */
    function draw(shape, strength, line) {
      const path = pathOf(shape);
      context.globalCompositeOperation = "destination-out";
      context.globalAlpha = 1;
      context.fill(path, "evenodd");
      context.globalCompositeOperation = "source-over";
      context.globalAlpha = strength;
      context.fillStyle = colours.get(shape.key) ?? "#ffffff";
      context.fill(path, "evenodd");
      context.globalAlpha = strength < FILL ? 0.5 : 1;
      for (const [width, colour] of /** @type {const} */ ([
        [line + 1.6, "rgb(0 0 0 / 0.55)"],
        [line, "#ffffff"],
      ])) {
        context.lineWidth = wide(width);
        context.strokeStyle = colour;
        context.stroke(path);
      }
    }

    const high = shapes.find(({ key }) => key === lifted);
    const below = high ? FILL * DIMMED : FILL;
    for (const shape of layered(shapes)) if (shape !== high) draw(shape, below, 1.2);
    context.globalAlpha = 1;
    if (high) {
      context.globalCompositeOperation = "destination-over";
      context.fillStyle = VEIL;
      context.fillRect(0, 0, photo.width, photo.height);
      draw(high, FILL, 2.4);
    }
    context.globalAlpha = 1;
    for (const { key, proposal } of shapes)
      if (taken.has(key)) drawTick(context, proposal.x + 0.5, proposal.y + 0.5, wide);
    context.restore();
  };
}

/** As they lie, the topmost last: the smaller above the larger. @template {{proposal: {area: number}}} Shape @param {readonly Shape[]} shapes */
export function layered(shapes) {
  return [...shapes].sort((one, other) => other.proposal.area - one.proposal.area);
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {(pixels: number) => number} wide */
function drawTick(context, x, y, wide) {
  context.beginPath();
  context.arc(x, y, wide(RADIUS), 0, 2 * Math.PI);
  context.fillStyle = "#1763d6";
  context.fill();
  context.lineWidth = wide(2);
  context.strokeStyle = "#ffffff";
  context.stroke();
  context.beginPath();
  context.moveTo(x - wide(4), y);
  context.lineTo(x - wide(1), y + wide(3.5));
  context.lineTo(x + wide(4.5), y - wide(3.5));
  context.stroke();
}
