// How an AVIF says that it is to be turned: not with EXIF, but with properties of its items (ISO/IEC 23008-12, 6.5.10
// and 6.5.12).

/** EXIF's numbers by quarter turns against the clock, without a mirror and with one across each axis after them. */
const NUMBERS = { none: [1, 8, 3, 6], rows: [4, 5, 2, 7], columns: [2, 7, 4, 5] };

/** As EXIF numbers it. @param {Uint8Array} bytes */
export function inAvif(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = { start: 0, end: bytes.length };
  const meta = child(view, whole, "meta");
  const properties = meta && child(view, { ...meta, start: meta.start + 4 }, "iprp");
  const container = properties && child(view, properties, "ipco");
  if (!container) return 1;
  const [turn, mirror] = ["irot", "imir"].map((name) => child(view, container, name));
  const angle = turn ? view.getUint8(turn.start) & 3 : 0;
  const axis = mirror ? /** @type {const} */ (["rows", "columns"])[view.getUint8(mirror.start) & 1] : "none";
  return NUMBERS[axis][angle];
}

/** @typedef {{start: number, end: number}} Span */

/** The inside of the first box of a name. @param {DataView} view @param {Span} around @param {string} name @returns {Span | null} */
function child(view, { start, end }, name) {
  for (let at = start; at + 8 <= end; ) {
    const size = view.getUint32(at);
    const stop = size === 0 ? end : at + size;
    if (stop > end || stop < at + 8) return null; // of more than 4 GB, or damaged
    const found = String.fromCharCode(...[4, 5, 6, 7].map((place) => view.getUint8(at + place)));
    if (found === name) return stop > at + 8 ? { start: at + 8, end: stop } : null;
    at = stop;
  }
  return null;
}
