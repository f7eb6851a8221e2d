// Paints a mask over the photo, smooth at any size: logits in, RGBA out.
// Nothing is decided here; where the logit is above zero is inside.

const [OUTSIDE, INSIDE, EDGE] = [0, 1, 2];
const OPAQUE = 0.5 - 1 / 512; // from here on alpha − 0.5 is 255 of 255

/** rgb 0–255, alpha 0–1, width in pixels. @typedef {{fill: [number, number, number, number], line: number}} Ink */
/**
 * Where the image lies on the mask, in mask pixels: its upper left corner, and the size of one of its pixels.
 * @typedef {{left: number, top: number, across: number, down: number}} Section
 */

/**
 * Fill an image with the mask's tint, and a white line with a dark edge where it ends; with no line it ends softly,
 * and one that fades as its values say, which are alpha − 0.5.
 *
 * Bilinear interpolation, as in upsample.onnx; a pixel's distance to the edge is its logit over the
 * length of the gradient, so the line has one width everywhere. Few pixels are near the edge: between two
 * rows of mask pixels it is found out once which those are, and all others are filled in runs.
 * @param {ImageData} image  of which only the part that lies on the photo is painted
 * @param {{logits: Float32Array, extent: import("#protocol").Extent, fades?: boolean}} mask  logits of a square
 * @param {Section} section
 * @param {Ink} ink
 * @param {readonly number[] | null} [around]  left, top, width and height, in pixels of the image, of what is filled where
 *   there is no mask
 */
export function paintMask(image, { logits, extent, fades = false }, section, ink, around = null) {
  const { width, height } = image;
  const words = new Uint32Array(image.data.buffer);
  const side = Math.sqrt(logits.length);
  // As in upsample.onnx: the next is part padding, and a line between it and the photo would frame the photo.
  const [lastRow, lastColumn] = extent.map((length) => Math.max(1, Math.floor(length) - 1));
  const [r, g, b, a] = ink.fill;
  const inside = pack(r, g, b, a * 255);
  const showsAlpha = fades && ink.line === 0;
  const { across: stepX, down: stepY } = section;
  const reach = Math.ceil((ink.line + 1.5) * Math.max(stepX, stepY)); // of a line, in mask pixels
  const rows = span(section.top, stepY, extent[0], height);
  const { from, to } = span(section.left, stepX, extent[1], width);
  const { first, starts, weight } = columns(from, to, section, lastColumn, side);
  // Runs of mask pixels from left to right: where each ends, and what it is.
  const ends = new Uint16Array(side);
  const kinds = new Uint8Array(side);
  let count = 0;
  let seen = -1;
  words.fill(0, 0, rows.from * width);
  words.fill(0, rows.to * width);
  for (let y = rows.from; y < rows.to; y++) {
    const source = clamp((y + 0.5) * stepY + section.top - 0.5, lastRow);
    const top = Math.min(Math.floor(source), lastRow - 1);
    if (top !== seen) findRuns(top * side);
    seen = top;
    const row = y * width;
    const fy = source - top;
    words.fill(0, row, row + from);
    words.fill(0, row + to, row + width);
    for (let run = 0, left = first; run < count; run++) {
      const end = ends[run];
      if (kinds[run] !== EDGE) {
        words.fill(kinds[run] === INSIDE ? inside : 0, row + starts[left], row + starts[end]);
        left = end;
      }
      for (; left < end; left++) paintEdge(row, top * side + left, fy, left);
    }
  }

  if (around) fillAround(around);

  /** @param {readonly number[]} filled */
  function fillAround([left, top, across, down]) {
    const [start, stop] = [left, left + across].map((x) => clamp(Math.round(x), width));
    const [first, last] = [top, top + down].map((y) => clamp(Math.round(y), height));
    for (let y = first; y < last; y++) {
      const row = y * width;
      const isBeside = y >= rows.from && y < rows.to && from < to;
      words.fill(inside, row + start, row + (isBeside ? Math.min(from, stop) : stop));
      if (isBeside) words.fill(inside, row + Math.max(start, to), row + stop);
    }
  }

  /** @param {number} row  index of its first logit */
  function findRuns(row) {
    count = 0;
    for (let left = first; starts[left] < to; left++) {
      const i = row + left;
      const a = logits[i];
      const b = logits[i + 1];
      const c = logits[i + side];
      const d = logits[i + side + 1];
      // |dx| + |dy| is at least the gradient's length: beyond this no line can reach.
      const steepest = Math.max(Math.abs(b - a), Math.abs(d - c)) * stepX + Math.abs(c - a) * stepY;
      const far = showsAlpha ? OPAQUE : (ink.line + 1.5) * steepest;
      let kind = Math.min(a, b, c, d) > far ? INSIDE : Math.max(a, b, c, d) < -far ? OUTSIDE : EDGE;
      // Logits also come near zero without an edge, where the decoder is unsure.
      if (kind === EDGE && !showsAlpha && !hasEdge(row / side, left)) kind = a > 0 ? INSIDE : OUTSIDE;
      if (count === 0 || kinds[count - 1] !== kind) kinds[count++] = kind;
      ends[count - 1] = left + 1;
    }
  }

  /** Tell whether an edge is as near to a mask pixel as a line reaches. @param {number} row @param {number} column */
  function hasEdge(row, column) {
    const isInside = /** @type {number} */ (logits[row * side + column]) > 0;
    const [up, down] = [Math.max(0, row - reach), Math.min(lastRow, row + 1 + reach)];
    const [left, right] = [Math.max(0, column - reach), Math.min(lastColumn, column + 1 + reach)];
    for (let y = up; y <= down; y++)
      for (let x = left; x <= right; x++)
        if (/** @type {number} */ (logits[y * side + x]) > 0 !== isInside) return true;
    return false;
  }

  /** @param {number} row @param {number} i @param {number} fy @param {number} left */
  function paintEdge(row, i, fy, left) {
    const slope = logits[i + side] - logits[i];
    const from = logits[i] + slope * fy;
    const rise = logits[i + 1] + (logits[i + side + 1] - logits[i + 1]) * fy - from;
    const length = Math.sqrt((rise * stepX) ** 2 + (slope * stepY) ** 2) || 1e-9; // hypot is five times slower
    for (let x = starts[left]; x < starts[left + 1]; x++) {
      const value = from + rise * weight[x];
      words[row + x] = showsAlpha
        ? pack(r, g, b, 255 * a * clamp(value + 0.5, 1))
        : edge(value / length, ink, inside);
    }
  }
}

/**
 * @param {number} distance  pixels into the mask; negative outside
 * @param {Ink} ink
 * @param {number} inside
 */
function edge(distance, ink, inside) {
  if (ink.line === 0) return soft(distance, ink);
  const half = ink.line / 2;
  const white = Math.min(1, Math.max(0, half + 0.5 - Math.abs(distance)));
  if (white > 0) return pack(255 * white, 255 * white, 255 * white, 255 * Math.max(white, 0.45));
  if (distance > 0) return inside;
  const dark = Math.min(1, Math.max(0, half + 1.5 + distance));
  return pack(0, 0, 0, 115 * dark);
}

/** @param {number} distance @param {Ink} ink */
function soft(distance, { fill: [r, g, b, a] }) {
  return pack(r, g, b, 255 * a * Math.min(1, Math.max(0, distance + 0.5)));
}

/**
 * The pixels whose centres lie on the photo.
 * @param {number} start @param {number} step @param {number} length  of the photo, in mask pixels
 * @param {number} most
 */
function span(start, step, length, most) {
  const from = Math.ceil(clamp(-start / step - 0.5, most));
  return { from, to: Math.max(from, Math.ceil(clamp((length - start) / step - 0.5, most))) };
}

/**
 * For each mask pixel the first pixel to the right of its centre, and for each pixel its way to the next.
 * @param {number} from @param {number} to @param {Section} section @param {number} last  that holds photo
 * @param {number} side
 */
function columns(from, to, { left: origin, across }, last, side) {
  const starts = new Uint16Array(side).fill(to);
  const weight = new Float32Array(to);
  let first = 0;
  for (let x = to - 1; x >= from; x--) {
    const source = clamp((x + 0.5) * across + origin - 0.5, last);
    first = Math.min(Math.floor(source), last - 1);
    starts.fill(x, 0, first + 1);
    weight[x] = source - first;
  }
  return { first, starts, weight };
}

/** @param {number} value @param {number} most */
function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}

/**
 * RGBA in the byte order of ImageData on little-endian machines, which all browsers run on.
 * @param {number} r @param {number} g @param {number} b @param {number} a
 */
function pack(r, g, b, a) {
  return ((a << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
