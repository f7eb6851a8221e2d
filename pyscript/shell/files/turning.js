// Turns pictures, pixel by pixel, as EXIF numbers the ways (CIPA DC-008, 4.6.5).

/** @typedef {import("./picture.js").Picture} Picture */

/** What undoes each way: all but the quarter turns undo themselves. @param {number} orientation */
export function inverse(orientation) {
  return { 6: 8, 8: 6 }[orientation] ?? orientation;
}

/** Where a pixel of the upright picture is in the stored one. @type {Record<number, (x: number, y: number, right: number, bottom: number) => [number, number]>} */
const SOURCES = {
  1: (x, y) => [x, y],
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, _, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, _, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};

/** The upright picture of one that is stored like that. @param {Picture} picture  RGBA @param {number} orientation @returns {Picture} */
export function turned({ width, height, channels, data }, orientation) {
  const [across, down] = orientation > 4 ? [height, width] : [width, height];
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const result = new Uint32Array(width * height);
  const source = SOURCES[orientation];
  for (let y = 0, at = 0; y < down; y++) {
    const [startX, startY] = source(0, y, width - 1, height - 1);
    const [nextX, nextY] = source(1, y, width - 1, height - 1);
    const step = nextX - startX + (nextY - startY) * width;
    for (let from = startX + startY * width, x = 0; x < across; x++, from += step)
      result[at++] = pixels[from];
  }
  return { width: across, height: down, channels, data: new Uint8Array(result.buffer) };
}
