// Where a photo and its embedding come from: files, addresses, the encoder's HTTP API.
import generated from "#generated";
import { inMemory } from "../files/bytes.js";
import { hexSha256 } from "../files/sha256.js";
import { upright } from "../files/upright.js";
import { ClickcutError, model } from "../words/texts.js";
import { readData } from "./dropped.js";
import { sizeOf } from "./photo_head.js";
import { send } from "./sending.js";

const MOST_TRIES = 6; // of a busy server, each after the seconds that it names
const { megabyte: MEGABYTE, megapixel: MEGAPIXEL } = generated.photoLimits;

/** @typedef {(stage: "loading-photo" | "sending" | "scaling" | "encoding" | "server-busy", loaded?: number, total?: number) => void} OnStage  with bytes */
/** @typedef {{signal: AbortSignal, onStage: OnStage}} Context */

/**
 * @param {string | Blob} photo  an address, a Blob or a File
 * @param {Context} context
 * @returns {Promise<{blob: Blob, name: string}>}
 */
export async function openPhoto(photo, { signal, onStage }) {
  if (photo instanceof Blob)
    return { blob: await inMemory(photo), name: /** @type {File} */ (photo).name ?? "photo" };
  onStage("loading-photo");
  const url = new URL(photo, document.baseURI);
  if (url.protocol === "data:") return { blob: readData(url), name: "photo" };
  const unreachable =
    url.origin === globalThis.origin
      ? unlessAborted("photo-unreachable", { url: photo })
      : unlessAborted("photo-elsewhere", { site: url.host || url.protocol });
  const response = await fetch(url, { signal }).catch(unreachable);
  if (!response.ok) throw new ClickcutError("photo-unreachable", { url: photo });
  if (/^text\/html\b/i.test(response.headers.get("Content-Type") ?? ""))
    throw new ClickcutError("photo-page", { url: photo });
  const blob = await response.blob().catch(unlessAborted("photo-unreachable", { url: photo }));
  return { blob, name: url.protocol === "blob:" ? "photo" : fileName(url) };
}

/** @param {URL} url */
function fileName({ pathname }) {
  const name = pathname.split("/").pop() || "photo";
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone % is a letter like any other
  }
}

/**
 * Upright pixels to show. A photo that this browser can't decode is decoded by the server.
 * @param {Blob} blob @param {string | null} api @param {Context} context
 * @returns {Promise<{bitmap: ImageBitmap, blob: Blob}>}
 */
export async function decodePhoto(blob, api, context) {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) {
    if (api === null) throw new ClickcutError("photo-undecodable");
    return decodeByServer(blob, api, context);
  }
  const turned = await upright(blob);
  if (!turned) return { bitmap, blob };
  bitmap.close();
  return { bitmap: await createImageBitmap(turned), blob: turned };
}

/** @param {Blob} blob @param {string} api @param {Context} context */
export async function decodeByServer(blob, api, context) {
  const response = await post(api, "api/v1/photos", blob, context, () => {});
  const png = await response.blob();
  return { bitmap: await createImageBitmap(png), blob: png };
}

/**
 * @param {string | Uint8Array | Promise<Uint8Array>} url  or the embedding itself, now or once it is made @param {Context} context
 * @returns {Promise<Uint8Array>}
 */
export async function fetchEmbedding(url, { signal }) {
  if (typeof url !== "string") return url;
  const failed = unlessAborted("embedding-unreachable", { url });
  const response = await fetch(new URL(url, document.baseURI), { signal }).catch(failed);
  if (!response.ok) throw new ClickcutError("embedding-unreachable", { url });
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Ask the encoder: first by the photo's hash, so that a photo it knows is not sent again, nor one that it won't take.
 * @param {string} api @param {Blob} blob @param {Context} context
 * @returns {Promise<Uint8Array>}
 */
export async function requestEmbedding(api, blob, context) {
  const { signal, onStage } = context;
  onStage("encoding");
  if (globalThis.crypto?.subtle) {
    const hash = await hexSha256(await blob.arrayBuffer());
    // Not to know it is no error: a 404 would be one in the browser's console.
    const url = endpoint(api, `api/v1/embeddings/${hash}?model=${model}&unknown=204`);
    const known = await fetch(url, { signal }).catch(unlessAborted("server-unreachable"));
    if (known.status === 200) return new Uint8Array(await known.arrayBuffer());
    await checkLimits(blob, known.headers);
  }
  const response = await post(api, "api/v1/embeddings", blob, context, (sent, total) =>
    sent < total ? onStage("sending", sent, total) : onStage("encoding"),
  );
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Refuse what the encoder would refuse once it had it.
 * @param {Blob} blob @param {Headers} headers  that tell how much the encoder takes, if it does
 */
async function checkLimits(blob, headers) {
  const megabytes = headers.get("Clickcut-Max-Megabytes");
  const megapixels = headers.get("Clickcut-Max-Megapixels");
  const size = megapixels === null ? null : await sizeOf(blob);
  if (size && size.width * size.height > Number(megapixels) * MEGAPIXEL)
    throw new ClickcutError("too-many-pixels", { ...size, limit: megapixels });
  if (megabytes !== null && blob.size > Number(megabytes) * MEGABYTE)
    throw new ClickcutError("too-many-bytes", { limit: megabytes });
}

/**
 * Send a photo, and again when a busy server says so: the person has nothing to do about it but wait or cancel.
 * @param {string} api @param {string} path @param {Blob} blob @param {Context} context
 * @param {(sent: number, total: number) => void} onSent
 */
async function post(api, path, blob, { signal, onStage }, onSent) {
  for (let tries = 1; ; tries++) {
    const sent = send(endpoint(api, path), blob, signal, onSent);
    const response = await sent.catch(unlessAborted("server-unreachable"));
    if (response.ok) return response;
    const { code = "internal-error", values, detail } = await response.json().catch(() => ({}));
    if (code !== "busy" || tries === MOST_TRIES) throw new ClickcutError(code, values, detail);
    onStage("server-busy");
    await pause(Number(values.seconds), signal).catch(unlessAborted("cancelled"));
  }
}

/** @param {number} seconds @param {AbortSignal} signal @returns {Promise<void>} */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** @param {string} api @param {string} path */
function endpoint(api, path) {
  return new URL(path, new URL(api.endsWith("/") ? api : `${api}/`, document.baseURI));
}

/** @param {string} code @param {Record<string, unknown>} [values] */
function unlessAborted(code, values) {
  return (/** @type {Error} */ error) => {
    throw error.name === "AbortError" ? new ClickcutError("cancelled") : new ClickcutError(code, values);
  };
}
