// What a file's first bytes tell: its format, by the same tables as the server's, and its size. No pixel is decoded.
import generated from "#generated";
import { ClickcutError } from "../words/texts.js";

const { head: HEAD, raw: RAW, signatures: SIGNATURES, brands: BRANDS } = generated.photoFormats;
const MOST = 2 ** 20; // bytes; a JPEG has its size behind its profile and its small picture

/** As it is stored, before it is turned. @typedef {{width: number, height: number}} Size */

/**
 * Why a file can't be a photo: told from its first bytes, before anything is sent. Null where it may be one.
 * @param {Blob} file
 */
export async function refusalOf(file) {
  if (file.size === 0) return new ClickcutError("empty-photo");
  const format = formatOf(await read(file, HEAD));
  if (format === RAW) return new ClickcutError("raw-photo");
  return format === null ? new ClickcutError("not-a-photo") : null;
}

/** What a file says of its size; null where that isn't at hand. @param {Blob} file @returns {Promise<Size | null>} */
export async function sizeOf(file) {
  const bytes = await read(file, MOST);
  const format = formatOf(bytes);
  const size = Object.hasOwn(SIZES, format ?? "") ? SIZES[/** @type {keyof typeof SIZES} */ (format)] : null;
  try {
    return size?.(bytes, new DataView(bytes.buffer)) ?? null;
  } catch {
    return null; // it ends too early
  }
}

/** See clickcut_core/files/photo_format.py. @param {Uint8Array} bytes @returns {string | null} */
export function formatOf(bytes) {
  const known = SIGNATURES.find(({ parts }) => parts.every((part) => has(bytes, part.at, part.bytes)));
  if (known) return known.format;
  if (!has(bytes, 4, "ftyp")) return null;
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), HEAD);
  const places = [8];
  for (let at = 16; at < length; at += 4) places.push(at);
  const isOf = (/** @type {string[]} */ brands) =>
    brands.some((brand) => places.some((at) => has(bytes, at, brand)));
  return Object.entries(BRANDS).find(([, brands]) => isOf(brands))?.[0] ?? null;
}

/** @typedef {(bytes: Uint8Array, view: DataView) => Size | null} Reader */

const SIZES = {
  /** @type {Reader} https://www.w3.org/TR/png-3/#11IHDR */
  png: (_, view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  /** @type {Reader} */
  gif: (_, view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  /** @type {Reader} */
  bmp: (_, view) =>
    view.getUint32(14, true) === 12
      ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
      : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) },
  /** @type {Reader} https://developers.google.com/speed/webp/docs/riff_container */
  webp(bytes, view) {
    const of = (/** @type {number} */ at) => 1 + (view.getUint32(at, true) & 0xffffff);
    if (has(bytes, 12, "VP8X")) return { width: of(24), height: of(27) };
    const bits = view.getUint32(21, true);
    if (has(bytes, 12, "VP8L")) return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  },
  /** The first frame header (ITU-T T.81, B.2.2). @type {Reader} */
  jpeg(bytes, view) {
    for (let at = 2; at + 9 <= bytes.length; ) {
      const marker = bytes[at + 1];
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (bytes[at] !== 0xff || marker === 0xff) at += 1;
      else if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      else at += marker >= 0xd0 && marker <= 0xd8 ? 2 : 2 + view.getUint16(at + 2);
    }
    return null;
  },
  /** Of HEIC that is the size of its blocks. @type {Reader} */
  avif: largestExtent,
};

/** The largest `ispe` (ISO/IEC 23008-12, 6.5.3): a large picture is made of tiles, which have theirs. @type {Reader} */
function largestExtent(bytes, view) {
  /** @type {Size | null} */
  let largest = null;
  for (let at = bytes.indexOf(0x69); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf(0x69, at + 1)) {
    if (!has(bytes, at, "ispe")) continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}

/** @param {Blob} file @param {number} most */
async function read(file, most) {
  const bytes = await file
    .slice(0, most)
    .arrayBuffer()
    .catch(() => {
      throw new ClickcutError("file-unreadable");
    });
  return new Uint8Array(bytes);
}

/** @param {Uint8Array} bytes @param {number} at @param {string} text  Latin-1 */
function has(bytes, at, text) {
  for (let place = 0; place < text.length; place++)
    if (bytes[at + place] !== text.charCodeAt(place)) return false;
  return true;
}
