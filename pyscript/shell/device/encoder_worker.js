// The encoder's worker: a photo's file in, the tensors of its embedding out. It exists only where photos are
// encoded on this device, apart from the worker that answers clicks, so that ending it frees what it took.

import * as Comlink from "comlink";
import generated from "#generated";
import { checkCanvas } from "../files/honest.js";
import { isOfMemory } from "../words/foreign.js";
import { ClickcutError } from "../words/texts.js";
import { createBridge } from "../worker/bridge.js";
import { countDownloads } from "../worker/downloads.js";
import { hold } from "../worker/workers.js";

/** @typedef {{stage: "loading-encoder" | "encoding", loaded: number, total: number}} Progress */
/** @typedef {import("#protocol").Encoding} Plan */
/** @typedef {ReturnType<typeof createBridge>} Bridge */
/** @typedef {import("../worker/bridge.js").Packed} Packed */
/** @typedef {typeof api} Api */

/** @type {Promise<{bridge: Bridge, resize: number, encoder: number}> | null} */
let loading = null;
/** @type {(progress: Progress) => void} */
let report = () => {};

/** @param {URL} base @param {number} threads */
async function load(base, threads) {
  const total = generated.encoder.bytes;
  let loaded = 0;
  countDownloads((bytes) => {
    loaded = Math.min(loaded + bytes, total);
    if (loaded < total) report({ stage: "loading-encoder", loaded, total });
    else report({ stage: "encoding", loaded: 0, total: 0 });
  });
  const bridge = createBridge({ threads, base });
  const [resize, encoder] = await Promise.all(
    generated.encoder.graphs.map(({ file, sha256 }) =>
      bridge.load(new URL(`models/${file}`, base).href, { sha256 }),
    ),
  );
  return { bridge, resize, encoder };
}

/**
 * The photo as the encoder takes it. What shows through is white, as on the server. No canvas ever scales: its
 * filter is another one in each browser.
 * @param {{bridge: Bridge, resize: number}} parts @param {Blob} photo @param {Plan} plan
 * @returns {Promise<number>} the handle of a tensor
 */
async function shrink({ bridge, resize }, photo, { size: [height, width], strips }) {
  checkCanvas();
  const bitmap = await createImageBitmap(photo);
  const narrow = new Uint8Array(bitmap.height * width * 3);
  for (const [start, stop] of strips) {
    const rows = readRows(bitmap, start, stop);
    /** @type {Packed} */
    const pixels = ["pixels", "uint8", [stop - start, bitmap.width, 4], rows];
    const [output] = await bridge.run(resize, feeds(pixels, stop - start, width), []);
    narrow.set(/** @type {Uint8Array} */ (output[3]), start * width * 3);
  }
  /** @type {Packed} */
  const pixels = ["pixels", "uint8", [bitmap.height, width, 3], narrow];
  bitmap.close();
  const [output] = await bridge.run(resize, feeds(pixels, height, width), undefined);
  return /** @type {number} */ (output[3]);
}

/** @param {Packed} pixels @param {number} height @param {number} width @returns {Packed[]} */
function feeds(pixels, height, width) {
  return [pixels, ["size", "int32", [2], new Uint8Array(Int32Array.of(height, width).buffer)]];
}

/** @param {ImageBitmap} bitmap @param {number} start @param {number} stop */
function readRows(bitmap, start, stop) {
  const canvas = new OffscreenCanvas(bitmap.width, stop - start);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true, alpha: false })
  );
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, -start);
  return new Uint8Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

/**
 * Errors cross as plain objects; what is no error of ours gets a code. So does a file that is missing or not whole,
 * whose own error tells operators what to build.
 * @param {string} code
 */
function failure(code) {
  return (/** @type {Error} */ thrown) => {
    console.error(thrown);
    const other = new ClickcutError(isOfMemory(thrown.message) ? "encoder-memory" : code);
    const isForVisitors = thrown instanceof ClickcutError && !thrown.code.startsWith("model-");
    const error = isForVisitors ? thrown : other;
    throw { code: error.code, message: error.message, values: error.values };
  };
}

const api = {
  /**
   * @param {string} folder @param {number} threads @param {Blob} photo @param {Plan} plan
   * @param {(progress: Progress) => void} onProgress
   * @returns {Promise<Record<string, Uint8Array>>} bytes by the output's name
   */
  async encode(folder, threads, photo, plan, onProgress) {
    report = onProgress;
    loading ??= load(new URL(folder), threads);
    const parts = await loading.catch(failure("encoder-unreachable"));
    onProgress({ stage: "encoding", loaded: 0, total: 0 });
    const { bridge, encoder } = parts;
    try {
      const image = await shrink(parts, photo, plan);
      const [height, width] = plan.size;
      const outputs = await bridge.run(encoder, [["image", "uint8", [height, width, 3], image]], []);
      bridge.release(image);
      const tensors = outputs.map(([name, , , bytes]) => ({
        name,
        bytes: Uint8Array.from(/** @type {Uint8Array} */ (bytes)),
      }));
      return Comlink.transfer(
        Object.fromEntries(tensors.map(({ name, bytes }) => [name, bytes])),
        tensors.map(({ bytes }) => bytes.buffer),
      );
    } catch (error) {
      return failure("encode-failed")(/** @type {Error} */ (error));
    }
  },

  hold,
};

Comlink.expose(api);
