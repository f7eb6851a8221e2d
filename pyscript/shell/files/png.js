// Writes PNG files, with the same bytes in every browser.
import { zlibSync } from "fflate";
import { filtered, pngParts } from "./png_parts.js";

const COMPRESSION = { level: /** @type {const} */ (1), mem: /** @type {const} */ (4) }; // tables that a processor's cache holds

/** @typedef {import("./png_parts.js").Bytes} Bytes */

/**
 * @param {import("./picture.js").Picture} picture
 * @param {{profile: Bytes | null, text: string | null}} about  an ICC profile; Latin-1, after its keyword and a zero
 * @returns {Bytes[]} the file's parts
 */
export function writePng(picture, { profile, text }) {
  const pixels = zlibSync(filtered(picture), COMPRESSION);
  return pngParts(picture, pixels, { profile: profile && zlibSync(profile), text });
}
