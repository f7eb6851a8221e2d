// What PNG files are made of (https://www.w3.org/TR/png-3/): straight RGBA or grey, 8 bits. Compressing is the caller's.
import { checksum } from "./checksum.js";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOUR_TYPES = { 1: 0, 4: 6 }; // by channels: grey, red green blue alpha
const UP = 2; // with it, the least compression makes smaller files than the greatest without: docs/exports.md

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * Join a file whose pixels and profile are compressed.
 * @param {{width: number, height: number, channels: 1 | 4}} picture @param {Bytes} pixels  of `filtered`
 * @param {{profile: Bytes | null, text: string | null}} about  an ICC profile; Latin-1, after its keyword and a zero
 * @returns {Bytes[]} the file's parts
 */
export function pngParts({ width, height, channels }, pixels, { profile, text }) {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits
  header.setUint8(9, COLOUR_TYPES[channels]);
  return [
    SIGNATURE,
    ...chunk("IHDR", new Uint8Array(header.buffer)),
    ...(profile ? chunk("iCCP", latin1("ICC Profile\0\0"), profile) : []),
    ...(text ? chunk("tEXt", latin1(text)) : []),
    ...chunk("IDAT", pixels),
    ...chunk("IEND"),
  ];
}

/**
 * Rows as differences to the row above (9.2), four bytes at a time: without their highest bits none borrows of the next.
 * @param {import("./picture.js").Picture} picture
 */
export function filtered({ width, channels, data }) {
  const length = width * channels;
  const rows = new Uint8Array(data.length + data.length / length);
  const padded = (length + 3) & ~3;
  let [above, row] = [new Uint8Array(padded), new Uint8Array(padded)];
  const difference = new Uint8Array(padded);
  const differences = new Uint32Array(difference.buffer);
  for (let from = 0, to = 0; from < data.length; from += length, to += length) {
    row.set(data.subarray(from, from + length));
    const [fours, foursAbove] = [new Uint32Array(row.buffer), new Uint32Array(above.buffer)];
    for (let i = 0; i < fours.length; i++) {
      const [a, b] = [fours[i], foursAbove[i]];
      differences[i] = ((a | 0x80808080) - (b & 0x7f7f7f7f)) ^ ((a ^ ~b) & 0x80808080);
    }
    rows[to++] = UP;
    rows.set(difference.subarray(0, length), to);
    [above, row] = [row, above];
  }
  return rows;
}

/** @param {string} type @param {...Bytes} parts */
function chunk(type, ...parts) {
  const name = latin1(type);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [fourBytes(length), name, ...parts, fourBytes(checksum(name, ...parts))];
}

/** @param {number} value */
function fourBytes(value) {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** @param {string} text */
function latin1(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
