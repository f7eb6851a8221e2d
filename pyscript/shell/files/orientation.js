// How a photo's file says that it is to be turned, and which of that counts: as browsers have it, and the encoder.
import { inAvif } from "./avif_orientation.js";
import { checksum } from "./checksum.js";

const SHORT = 3;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;
/** What comes after so many parts of a file doesn't count: the encoder looks no further. */
const MOST_PARTS = 1 << 16;

/** Where in a file it is said. @typedef {"jpeg" | "png" | "late" | "webp" | "avif"} Kind  `late` is in a PNG, after the pixels */
/** EXIF's number, 1 to 8, as it is written, and as it counts. @typedef {{kind: Kind, written: number, counts: number}} Said */

/**
 * What a file says of it. The first EXIF of a JPEG counts, and the first sound one of a PNG before its pixels; that of a
 * WebP or after a PNG's pixels, XMP, and what isn't one SHORT from 1 to 8, count nowhere.
 * @param {Uint8Array} bytes @returns {Said | null}  null of other formats, which their decoders turn
 */
export function orientationOf(bytes) {
  if (starts(bytes, 0, "\xff\xd8")) return inJpeg(bytes);
  if (starts(bytes, 0, "\x89PNG\r\n\x1a\n")) return inPng(bytes);
  if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) return inWebp(bytes);
  if (starts(bytes, 4, "ftypavif")) {
    const written = inAvif(bytes);
    return { kind: "avif", written, counts: written };
  }
  return null;
}

/** Segments before the first scan (ITU-T T.81, annex B). @param {Uint8Array} bytes @returns {Said} */
function inJpeg(bytes) {
  const view = viewOf(bytes);
  let parts = 0;
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at)) {
    parts += 1;
    const marker = bytes[at + 1];
    if (marker === 0xda || marker === 0xd9) break;
    if (marker === 0xff) at += 1;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const end = at + 2 + view.getUint16(at + 2);
      const data = bytes.subarray(at + 4, Math.max(end, at + 4));
      if (marker === 0xe1 && starts(data, 0, "Exif\0")) {
        const written = inExif(data.subarray(6));
        return { kind: "jpeg", written, counts: parts > MOST_PARTS ? UPRIGHT : written };
      }
      at = Math.max(end, at + 4);
    }
  }
  return { kind: "jpeg", written: UPRIGHT, counts: UPRIGHT };
}

/** @param {Uint8Array} bytes @returns {Said} */
function inPng(bytes) {
  const view = viewOf(bytes);
  let isLate = false;
  let parts = 0;
  for (let at = 8; at + 8 <= bytes.length; ) {
    parts += 1;
    const end = at + 8 + view.getUint32(at);
    if (starts(bytes, at + 4, "IDAT")) isLate = true;
    if (starts(bytes, at + 4, "eXIf") && end + 4 <= bytes.length) {
      const isSound = view.getUint32(end) === checksum(bytes.subarray(at + 4, end));
      const written = inExif(bytes.subarray(at + 8, end));
      const counts = isLate || parts > MOST_PARTS ? UPRIGHT : written;
      if (isSound) return { kind: isLate ? "late" : "png", written, counts };
    }
    at = end + 4;
  }
  return { kind: "png", written: UPRIGHT, counts: UPRIGHT };
}

/** @param {Uint8Array} bytes @returns {Said} */
function inWebp(bytes) {
  const view = viewOf(bytes);
  let written = UPRIGHT;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const start = at + 8 + (starts(bytes, at + 8, "Exif\0\0") ? 6 : 0);
    if (starts(bytes, at, "EXIF")) written = inExif(bytes.subarray(start, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return { kind: "webp", written, counts: UPRIGHT };
}

/** The first directory of a TIFF block (TIFF 6.0, section 2). @param {Uint8Array} block */
function inExif(block) {
  const isLittle = starts(block, 0, "II*\0");
  if (!isLittle && !starts(block, 0, "MM\0*")) return UPRIGHT;
  const view = viewOf(block);
  try {
    const first = view.getUint32(4, isLittle);
    const count = view.getUint16(first, isLittle);
    for (let at = first + 2; at < first + 2 + 12 * count; at += 12) {
      const [tag, type, values] = [
        view.getUint16(at, isLittle),
        view.getUint16(at + 2, isLittle),
        view.getUint32(at + 4, isLittle),
      ];
      if (tag !== ORIENTATION || type !== SHORT || values !== 1) continue;
      const value = view.getUint16(at + 8, isLittle);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    }
  } catch {
    // it ends too early
  }
  return UPRIGHT;
}

/** @param {Uint8Array} bytes @param {number} at @param {string} text  Latin-1 */
function starts(bytes, at, text) {
  return [...text].every((letter, place) => bytes[at + place] === letter.charCodeAt(0));
}

/** @param {Uint8Array} bytes */
function viewOf({ buffer, byteOffset, byteLength }) {
  return new DataView(buffer, byteOffset, byteLength);
}
