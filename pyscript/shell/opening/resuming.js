// What is gone on with: a photo that was kept, or a cut-out that is brought back, by the recipe in its file and the
// photo that it was made from. What goes on, and how, is for the session to say.
import { hexSha256 } from "../files/sha256.js";
import { ClickcutError } from "../words/texts.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "clickcut\0";

/** @typedef {import("#protocol").ReadRecipe} Recipe */

/**
 * The recipe's text in a PNG's tEXt chunk (https://www.w3.org/TR/png-3/#5Chunk-layout). Pixels are not decoded.
 * @param {Blob} file @returns {Promise<string | null>}
 */
export async function readRecipe(file) {
  const start = new Uint8Array(await file.slice(0, SIGNATURE.length).arrayBuffer());
  if (SIGNATURE.some((byte, place) => start[place] !== byte)) return null;
  const bytes = await file.arrayBuffer();
  const view = new DataView(bytes);
  const text = (/** @type {number} */ offset, /** @type {number} */ length) =>
    new TextDecoder("latin1").decode(new Uint8Array(bytes, offset, length));
  for (let offset = SIGNATURE.length; offset + 8 <= bytes.byteLength; ) {
    const length = view.getUint32(offset);
    const data = offset + 8;
    if (data + length > bytes.byteLength) return null;
    if (text(offset + 4, 4) === "tEXt" && length >= KEYWORD.length) {
      if (text(data, KEYWORD.length) === KEYWORD) {
        return text(data + KEYWORD.length, length - KEYWORD.length);
      }
    }
    offset = data + length + 4; // a checksum follows
  }
  return null;
}

/**
 * The recipe's text at an address: of a cut-out that has one inside, or of the text alone.
 * @param {string} address @returns {Promise<string>}
 */
export async function fetchRecipe(address) {
  const url = new URL(address, document.baseURI).href;
  const response = await fetch(url).catch(() => null);
  const file = response?.ok ? await response.blob().catch(() => null) : null;
  if (!file) throw new ClickcutError("recipe-unreachable", { url });
  const recipe = await readRecipe(file);
  if (recipe === null && file.type.startsWith("image/"))
    throw new ClickcutError("recipe-missing", { file: url });
  return recipe ?? file.text();
}

/**
 * What a recipe says of where a photo is: its path here; nothing of other sites, and no query, which may hold a
 * secret.
 * @param {string} address
 */
export function sitePath(address) {
  const { origin, pathname, protocol, search } = new URL(address, document.baseURI);
  const isHere = address !== "" && origin === location.origin && protocol.startsWith("http");
  return isHere && search === "" ? pathname : "";
}

/**
 * The photo itself, if it is where the recipe says and still the same. A file from anywhere can say so: hence no
 * cookies and no redirect.
 * @param {Recipe["photo"]} photo @param {AbortSignal} signal @returns {Promise<File | null>}
 */
async function fetchPhoto({ sha256, name, address = "" }, signal) {
  const url = new URL(address || "/", location.origin);
  if (!address || url.origin !== location.origin || !crypto.subtle) return null;
  try {
    const response = await fetch(url, { signal, credentials: "omit", redirect: "error" });
    if (!response.ok) return null;
    const blob = await response.blob();
    if ((await hexSha256(await blob.arrayBuffer())) !== sha256) return null;
    return new File([blob], name, { type: blob.type });
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/**
 * How a photo is opened, and where more of them may be. `again` says who encodes it anew; null where pictures can't be
 * compared, so that nothing would be gained.
 * @typedef {{
 *   open: (photo: Blob, where: import("./loader.js").From) => Promise<import("./opening.js").Opened>,
 *   memory: import("./loader.js").Remembers, signal: AbortSignal,
 *   again: Pick<import("./loader.js").Where, "api"> | null,
 * }} Way
 */

/**
 * The recipe in a file, if it has one.
 * @param {Blob} file @param {import("../worker/seat.js").Seat | null} seat
 */
export async function recipeIn(file, seat) {
  const text = await readRecipe(file);
  if (text === null || !seat) return null;
  await seat.started;
  return seat.readRecipe(text);
}

/**
 * Open a kept photo from what is kept alone; one that can't be read any more is as if it had never been. An embedding
 * that doesn't say what it was made of is of a version that turned some photos otherwise. A photo of the visitor's is
 * encoded anew then, once, by whoever did it; until that is possible it isn't opened, and stays. One that has an
 * address is opened from there when it is asked for.
 * @param {import("./memory.js").Kept | null | undefined} kept @param {Way} way
 */
export async function openKept(kept, { open, memory, signal, again }) {
  signal.throwIfAborted();
  if (!kept) return null;
  const { id, blob, name, address, embedding, parts } = kept;
  const header = headerOf(embedding);
  const isVague = again !== null && !header.includes('"fingerprint":');
  if (isVague && address) return null;
  /** @type {{encoder?: "device"}} */
  const who = header.includes('"encoder":"device"') ? { encoder: "device" } : {};
  const closer = parts instanceof Map ? parts : new Map(); // of a page from before there were any
  const from = isVague
    ? { ...again, ...who, embedding: null, address }
    : { embedding, address, sha256: id, api: null, parts: closer };
  return open(new File([blob], name, { type: blob.type }), from).catch((error) => {
    if (signal.aborted) throw error;
    if (/^(photo|embedding)-|-photo$/.test(error.code)) memory.drop(id);
    else if (!isVague || !/^(no-encoder|server-unreachable|encoder-unreachable)$/.test(error.code))
      throw error;
    return null;
  });
}

/** An embedding's header, as it is written: see docs/embedding-file.md. @param {Uint8Array} embedding */
function headerOf(embedding) {
  if (embedding.length < 8) return "";
  const length = new DataView(embedding.buffer, embedding.byteOffset).getUint32(0, true);
  return new TextDecoder().decode(embedding.subarray(8, 8 + length));
}

/**
 * Open the photo that a cut-out was made from: kept here, or on this site.
 * @param {Recipe} recipe @param {string | null} api @param {Way} way
 */
export async function openPhotoOf({ photo }, api, way) {
  const kept = await openKept(await way.memory.photo(photo.sha256), way);
  if (kept || api === null) return kept;
  const file = await fetchPhoto(photo, way.signal);
  way.signal.throwIfAborted();
  return file && way.open(file, { api, embedding: null, address: photo.address });
}
