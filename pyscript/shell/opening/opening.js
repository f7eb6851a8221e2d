// Opening a photo: its pixels, its embedding and the engine, each as soon as it can be had.

import generated from "#generated";
import { ClickcutError } from "../words/texts.js";
import { follow, UNTOUCHED } from "./history.js";
import { complete } from "./masks.js";
import { refusalOf, sizeOf } from "./photo_head.js";
import { scaledDown } from "./scaling.js";
import { decodeByServer, decodePhoto, fetchEmbedding, openPhoto, requestEmbedding } from "./source.js";
import { stateOf } from "./state.js";

/**
 * An open photo; `parts` are the embeddings of what is looked at closer, by its corners.
 * @typedef {{
 *   address: string, name: string, blob: Blob, bitmap: ImageBitmap, embedding: Uint8Array, sha256: string,
 *   notes: readonly string[], history: import("./history.js").History, hasContinued: boolean,
 *   state: import("./state.js").SessionState, masks: import("./masks.js").Mask[], parts: Map<string, Uint8Array>,
 * }} Opened
 */

const MOST = generated.photoLimits.megapixels * generated.photoLimits.megapixel; // pixels

/**
 * @typedef {{
 *   embedding: string | Uint8Array | Promise<Uint8Array> | null, api: string | null, address?: string,
 *   sha256?: string, parts?: Map<string, Uint8Array>, signal: AbortSignal,
 *   encodeHere: ((photo: Blob, bitmap: ImageBitmap) => Promise<Uint8Array>) | null,
 *   openEmbedding: (bytes: Uint8Array, bitmap: ImageBitmap, photo: Blob | string) => Promise<import("../worker/seat.js").Answer>,
 *   onBitmap: (bitmap: ImageBitmap) => void, onStage: import("./source.js").OnStage,
 * }} Options
 *   `sha256` is the photo's, where its file isn't at hand; `encodeHere` makes the embedding where there is none; with it no photo is sent to the `api`, whatever it would be sent for
 */

/**
 * @param {string | Blob} photo @param {Options} options
 * @returns {Promise<Opened>}
 */
export async function open(photo, options) {
  const { embedding, encodeHere, signal, onStage } = options;
  const here = embedding === null ? encodeHere : null;
  const api = encodeHere ? null : options.api;
  const source = await openPhoto(photo, { signal, onStage });
  const refusal = await refusalOf(source.blob);
  if (refusal && api !== null) throw refusal;
  const ways = {
    ...options,
    address: options.address ?? (typeof photo === "string" ? photo : ""),
    here,
    api,
  };
  try {
    return await openFile(source, ways);
  } catch (thrown) {
    const { code, values } = /** @type {ClickcutError} */ (thrown);
    if (code === "photo-undecodable" && refusal) throw refusal;
    if (code !== "too-many-pixels" || embedding !== null || api === null) throw thrown;
    onStage("scaling");
    const blob = await scaledDown(source.blob, Number(values.limit), signal);
    if (!blob) throw thrown;
    const opened = await openFile({ ...source, blob }, ways);
    return { ...opened, notes: [...opened.notes, "scaled-down"] };
  }
}

/**
 * @param {{blob: Blob, name: string}} source
 * @param {Options & {address: string, here: Options["encodeHere"]}} ways
 * @returns {Promise<Opened>}
 */
async function openFile(
  source,
  { embedding, here, api, signal, openEmbedding, onBitmap, onStage, ...known },
) {
  const context = { signal, onStage };
  const elsewhere = here ? null : encodedElsewhere(embedding, api, source.blob, context);
  elsewhere?.catch(() => {}); // awaited below; until then another failure may come first
  const size = embedding === null && elsewhere ? await sizeOf(source.blob) : null;
  if (size && size.width * size.height > MOST) await elsewhere; // it is not decoded to be refused
  let { bitmap, blob } = await decodePhoto(source.blob, api, context).catch(async (error) => {
    // The encoder looks closer than the browser does: its reason, when it has one, is the better one.
    if (error.code !== "photo-undecodable") await elsewhere;
    throw error;
  });
  signal.throwIfAborted();
  onBitmap(bitmap);
  const bytes = /** @type {Uint8Array} */ (await (here ? here(blob, bitmap) : elsewhere));
  signal.throwIfAborted();
  // Not what the embedding claims: its maker could have named any photo.
  const identity = known.sha256 ?? source.blob;
  const told = await openEmbedding(bytes, bitmap, identity).catch(async (error) => {
    // The encoder and this browser see different pictures; then the encoder's pixels count.
    if (!["embedding-photo", "embedding-picture"].includes(error.code) || embedding !== null || api === null)
      throw error;
    ({ bitmap, blob } = await decodeByServer(source.blob, api, context));
    onBitmap(bitmap);
    return openEmbedding(bytes, bitmap, identity);
  });
  const { notes, sha256 } = told;
  const [state, masks] = [stateOf(told), complete(told.masks, [])];
  const history = follow(UNTOUCHED, told.step);
  const opened = {
    address: known.address,
    name: source.name,
    blob,
    bitmap,
    embedding: bytes,
    sha256,
    notes,
    state,
    masks,
    history,
    parts: known.parts ?? new Map(),
  };
  return { ...opened, hasContinued: false };
}

/**
 * @param {string | Uint8Array | Promise<Uint8Array> | null} embedding @param {string | null} api @param {Blob} blob
 * @param {import("./source.js").Context} context
 */
function encodedElsewhere(embedding, api, blob, context) {
  if (embedding !== null) return fetchEmbedding(embedding, context);
  if (api === null) return Promise.reject(new ClickcutError("no-encoder"));
  return requestEmbedding(api, blob, context);
}
