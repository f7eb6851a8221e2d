// Where a photo and its embedding come from: files, addresses, the encoder's HTTP API.
import { inMemory } from "../files/bytes.js";
import { hexSha256 } from "../files/sha256.js";
import { upright } from "../files/upright.js";
import { ClickcutError, model } from "../words/texts.js";
import { readData } from "./dropped.js";

/** @typedef {{signal: AbortSignal, onStage: (stage: "loading-photo" | "encoding") => void}} Context */

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
  if (blob.size === 0) throw new ClickcutError("empty-photo");
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
export async function decodeByServer(blob, api, { signal }) {
  const response = await post(api, "api/v1/photos", blob, signal);
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
 * Ask the encoder: first by the photo's hash, so that a photo it knows is not sent again.
 * @param {string} api @param {Blob} blob @param {Context} context
 * @returns {Promise<Uint8Array>}
 */
export async function requestEmbedding(api, blob, { signal, onStage }) {
  onStage("encoding");
  if (globalThis.crypto?.subtle) {
    const hash = await hexSha256(await blob.arrayBuffer());
    const url = endpoint(api, `api/v1/embeddings/${hash}?model=${model}`);
    const known = await fetch(url, { signal }).catch(unlessAborted("server-unreachable"));
    if (known.ok) return new Uint8Array(await known.arrayBuffer());
  }
  const response = await post(api, "api/v1/embeddings", blob, signal);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {string} api @param {string} path @param {Blob} blob @param {AbortSignal} signal */
async function post(api, path, blob, signal) {
  const headers = { "Content-Type": "application/octet-stream" };
  const request = fetch(endpoint(api, path), { method: "POST", body: blob, headers, signal });
  const response = await request.catch(unlessAborted("server-unreachable"));
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new ClickcutError(problem.code ?? "internal-error", problem.values, problem.detail);
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
