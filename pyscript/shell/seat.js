// An element's seat in the page's worker: a session of its own, with the runtime and the models of all.
import * as Comlink from "comlink";
import { Calls } from "./calls.js";
import { engineOf, ours } from "./engine.js";
import { ClickcutError } from "./texts.js";

/**
 * @template Mask
 * @typedef {{state: any, step: import("./history.js").Step, notes: string[], sha256: string, masks: Mask[]}} Answered
 */
/** @typedef {Answered<import("./masks.js").Told>} Answer */
/** @typedef {ReturnType<typeof takeSeat>} Seat */

/** @param {number} threads @param {import("./engine.js").Listener} listener */
export function takeSeat(threads, { onProgress, onDeath }) {
  const engine = engineOf(threads);
  const calls = new Calls();
  const listener = {
    onProgress,
    onDeath: (/** @type {ClickcutError} */ error) => {
      calls.fail(error);
      onDeath(error);
    },
  };
  const remote = engine.join(listener);
  /** @param {Promise<any>} promise @returns {Promise<any>} */
  const call = (promise) => calls.follow(promise.catch(ours));

  return {
    started: calls.follow(engine.started),
    check: () => calls.follow(engine.check()),
    counts: () => calls.follow(engine.counts()),
    memory: () => calls.follow(engine.memory()),
    /** @param {Uint8Array} embedding @param {number} width @param {number} height @returns {Promise<Answer>} */
    open: (embedding, width, height) => call(remote.open(embedding, width, height)),
    /** @param {number} width @param {number} height @returns {Promise<import("./encoder_worker.js").Plan>} */
    encoding: (width, height) => call(remote.encoding(width, height)),
    /**
     * @param {Blob} photo @param {{width: number, height: number}} size
     * @param {Record<string, Uint8Array>} tensors @returns {Promise<Uint8Array>}
     */
    writeEmbedding: (photo, { width, height }, tensors) =>
      call(remote.writeEmbedding(photo, width, height, tensors)),
    /** @param {string} name @param {...unknown} args @returns {Promise<Answer>} */
    call: (name, ...args) => call(remote.call(name, args)),
    /**
     * @param {Blob} file @param {{width: number, height: number} | null} photo  see alpha.js
     * @returns {Promise<Answer | null>}
     */
    importMask: (file, photo) => call(remote.importMask(file, photo)),
    /** @param {number} x @param {number} y @returns {Promise<Float32Array>} */
    preview: (x, y) => call(remote.preview(x, y)),
    /** @returns {Promise<{index: number, logits: Float32Array}[]>} */
    candidates: () => call(remote.candidates()),
    /** @param {number} [id] @returns {Promise<{width: number, height: number, data: Uint8Array}>} */
    mask: (id) => call(remote.mask(id)),
    /**
     * @param {Blob} photo @param {string} name @param {import("./exporting.js").Options} options
     * @param {string} [address]  of the photo, for the recipe in the file; without one there is none
     * @returns {Promise<{blob: Blob, name: string}>}
     */
    cutout: (photo, name, options, address) => call(remote.cutout(photo, name, options, address)),
    /** @param {string} name @param {string} address @param {number} [id] @returns {Promise<string>} */
    writeRecipe: (name, address, id) => call(remote.writeRecipe(name, address, id)),
    /** @param {string} text @returns {Promise<import("./resuming.js").Recipe>} */
    readRecipe: (text) => call(remote.readRecipe(text)),
    /** Give the seat up; what was asked and is not answered fails with `cancelled`. */
    leave() {
      calls.fail(new ClickcutError("cancelled"));
      const leaving = engine.call(remote.leave());
      const close = () => remote[Comlink.releaseProxy]();
      leaving.then(close, close);
      engine.leave(listener);
    },
  };
}
