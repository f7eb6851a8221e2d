// Paints a mask over the photo, smooth at any size: logits in, RGBA out.
// Nothing is decided here; where the logit is above zero is inside.

/** @typedef {{fill: [number, number, number, number], line: number}} Ink  rgb 0–255, alpha 0–1, width in pixels */

/**
 * Fill an image with the mask's tint, and a white line with a dark edge where it ends.
 *
 * Bilinear interpolation, as in upsample.onnx; a pixel's distance to the edge is its logit over the
 * length of the gradient, so the line has one width everywhere.
 * @param {ImageData} image
 * @param {{logits: Float32Array, side: number, extent: [height: number, width: number]}} mask
 * @param {Ink} ink
 */
export function paintMask(image, { logits, side, extent }, ink) {
  const { width, height } = image;
  const words = new Uint32Array(image.data.buffer);
  const [r, g, b, a] = ink.fill;
  const inside = pack(r, g, b, a * 255);
  const stepX = extent[1] / width;
  const stepY = extent[0] / height;
  const { left, right, weight } = columns(width, stepX, side);
  const reach = ink.line + 1.5;
  const value = new Float32Array(side);
  const slope = new Float32Array(side);
  for (let y = 0; y < height; y++) {
    const source = clamp((y + 0.5) * stepY - 0.5, side - 1);
    const top = Math.min(Math.floor(source), side - 2);
    const fy = source - top;
    for (let x = 0, i = top * side; x < side; x++, i++) {
      const difference = logits[i + side] - logits[i];
      value[x] = logits[i] + difference * fy;
      slope[x] = difference * stepY;
    }
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const from = value[left[x]];
      const difference = value[right[x]] - from;
      const logit = from + difference * weight[x];
      const gradient = Math.abs(difference * stepX) + Math.abs(slope[left[x]]);
      // |dx| + |dy| is at least the gradient's length: beyond this no line can reach.
      if (Math.abs(logit) > reach * gradient) {
        words[row + x] = logit > 0 ? inside : 0;
      } else {
        const length = Math.hypot(difference * stepX, slope[left[x]]);
        words[row + x] = edge(logit / (length || 1e-9), ink, inside);
      }
    }
  }
}

/**
 * @param {number} distance  pixels into the mask; negative outside
 * @param {Ink} ink
 * @param {number} inside
 */
function edge(distance, ink, inside) {
  const half = ink.line / 2;
  const white = Math.min(1, Math.max(0, half + 0.5 - Math.abs(distance)));
  if (white > 0) return pack(255 * white, 255 * white, 255 * white, 255 * Math.max(white, 0.45));
  if (distance > 0) return inside;
  const dark = Math.min(1, Math.max(0, half + 1.5 + distance));
  return pack(0, 0, 0, 115 * dark);
}

/** @param {number} width @param {number} step @param {number} side */
function columns(width, step, side) {
  const left = new Uint16Array(width);
  const right = new Uint16Array(width);
  const weight = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const source = clamp((x + 0.5) * step - 0.5, side - 1);
    left[x] = Math.min(Math.floor(source), side - 2);
    right[x] = left[x] + 1;
    weight[x] = source - left[x];
  }
  return { left, right, weight };
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
