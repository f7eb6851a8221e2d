// Opening a photo: its pixels, its embedding and the engine, each as soon as it can be had.
import { follow, UNTOUCHED } from "./history.js";
import { complete } from "./masks.js";
import { decodeByServer, decodePhoto, fetchEmbedding, openPhoto, requestEmbedding } from "./source.js";
import { ClickcutError } from "./texts.js";

/**
 * An open photo.
 * @typedef {{
 *   address: string, name: string, blob: Blob, bitmap: ImageBitmap, embedding: Uint8Array, sha256: string,
 *   notes: string[], history: import("./history.js").History, hasContinued: boolean,
 *   answer: import("./seat.js").Answered<import("./masks.js").Mask>,
 * }} Opened
 */

/**
 * @param {string | Blob} photo
 * @param {{
 *   embedding: string | Uint8Array | Promise<Uint8Array> | null, api: string | null, address?: string,
 *   signal: AbortSignal,
 *   openEmbedding: (bytes: Uint8Array, bitmap: ImageBitmap) => Promise<import("./seat.js").Answer>,
 *   onBitmap: (bitmap: ImageBitmap) => void, onStage: (stage: any) => void,
 * }} options
 * @returns {Promise<Opened>}
 */
export async function open(photo, { embedding, api, signal, openEmbedding, onBitmap, onStage, ...known }) {
  const context = { signal, onStage };
  const source = await openPhoto(photo, context);
  const wanted = embedding === null ? encode(api, source.blob, context) : fetchEmbedding(embedding, context);
  wanted.catch(() => {}); // awaited below; until then another failure may come first
  let { bitmap, blob } = await decodePhoto(source.blob, api, context).catch(async (error) => {
    // The encoder looks closer than the browser does: its reason, when it has one, is the better one.
    if (error.code !== "photo-undecodable") await wanted;
    throw error;
  });
  signal.throwIfAborted();
  onBitmap(bitmap);
  const bytes = await wanted;
  signal.throwIfAborted();
  const told = await openEmbedding(bytes, bitmap).catch(async (error) => {
    // Some files are turned by the encoder and not by this browser; then the encoder's pixels count.
    if (error.code !== "embedding-photo" || embedding !== null || api === null) throw error;
    ({ bitmap, blob } = await decodeByServer(source.blob, api, context));
    onBitmap(bitmap);
    return openEmbedding(bytes, bitmap);
  });
  const address = known.address ?? (typeof photo === "string" ? photo : "");
  const { notes, sha256 } = told;
  const answer = { ...told, masks: complete(told.masks, []) };
  const history = follow(UNTOUCHED, told.step);
  const opened = {
    address,
    name: source.name,
    blob,
    bitmap,
    embedding: bytes,
    sha256,
    notes,
    answer,
    history,
  };
  return { ...opened, hasContinued: false };
}

/** @param {string | null} api @param {Blob} blob @param {any} context */
function encode(api, blob, context) {
  if (api === null) return Promise.reject(new ClickcutError("no-encoder"));
  return requestEmbedding(api, blob, context);
}
