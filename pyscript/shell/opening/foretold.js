// What a photo may be about, as a file beside it tells: read and drawn while the runtime still comes.
import { model } from "../words/texts.js";
import { wholeOf } from "./masks.js";

const FORMAT = "clickcut-proposals/1";

/** @typedef {import("#protocol").ProposalsFile} ProposalsFile */
/** @typedef {import("#protocol").Proposal} Proposal */
/**
 * A proposal with its mask: inside above 0, outside below.
 * @typedef {{
 *   proposal: Proposal, logits: Float32Array, extent: import("#protocol").Extent, part: import("#protocol").Box,
 * }} Offer
 */
/** @typedef {{sha256: string, photo: import("#protocol").PhotoSize, isSure: boolean, offers: readonly Offer[]}} Foretold */

/**
 * Read a file of proposals; null of one that can't be had, is of another version or model, or makes no sense: then they
 * are made anew. @param {string} address @returns {Promise<Foretold | null>}
 */
export async function fetchForetold(address) {
  try {
    const response = await fetch(address);
    return response.ok ? foretoldOf(await response.json()) : null;
  } catch {
    return null;
  }
}

/** @param {ProposalsFile} file @returns {Foretold | null} */
export function foretoldOf(file) {
  if (file?.format !== FORMAT || file.model !== model) return null;
  const { photo, sha256, extent, isSure, proposals } = file;
  const part = wholeOf(photo);
  const offers = proposals.map(({ runs, ...proposal }) => {
    const logits = rounded(drawn(runs, Math.ceil(extent[0]), Math.ceil(extent[1])));
    return { proposal, logits, extent, part };
  });
  return { sha256, photo, isSure: isSure && offers.length > 0, offers };
}

/** @param {readonly number[]} runs  outside and inside by turns @param {number} rows @param {number} columns */
function drawn(runs, rows, columns) {
  const side = Math.max(rows, columns); // a mask is square, and the photo's longer side fills it
  const logits = new Float32Array(side * side).fill(-1);
  let [place, isInside] = [0, false];
  for (const length of runs) {
    const stop = Math.min(place + length, rows * columns);
    for (; isInside && place < stop; place++)
      logits[Math.floor(place / columns) * side + (place % columns)] = 1;
    place = stop;
    isInside = !isInside;
  }
  return logits;
}

/** Means of nine, so that a border goes between pixels instead of along them. @param {Float32Array} plane */
function rounded(plane) {
  return [1, Math.sqrt(plane.length)].reduce((from, step) => {
    const last = from.length - 1;
    return from.map((value, place) => {
      const [before, after] = [from[Math.max(0, place - step)], from[Math.min(last, place + step)]];
      return /** @type {number} */ (before + value + /** @type {number} */ (after)) / 3;
    });
  }, plane);
}

/**
 * The smallest of the masks that a place lies in.
 * @template {Offer} One @param {readonly One[]} offers @param {{x: number, y: number}} at  photo pixel
 */
export function smallestAt(offers, { x, y }) {
  const hit = offers.filter(({ logits, extent: [height, width], part: [, , across, down] }) => {
    const column = Math.floor(((x + 0.5) * width) / across);
    const row = Math.floor(((y + 0.5) * height) / down);
    return /** @type {number} */ (logits[row * Math.sqrt(logits.length) + column]) > 0;
  });
  return hit.sort((one, other) => one.proposal.area - other.proposal.area)[0] ?? null;
}
