// The page's end of the worker: starts it, calls it, and notices when it dies.
import * as Comlink from "comlink";
import { ClickcutError } from "./texts.js";

/**
 * @template Mask
 * @typedef {{state: any, step: import("./history.js").Step, notes: string[], sha256: string, masks: Mask[]}} Answered
 */
/** @typedef {Answered<import("./masks.js").Told>} Answer */

/** @typedef {{threads: number, reason: "not-isolated" | "ios" | "attribute" | "cores" | "wrong-answer"}} Threads */

/**
 * How many threads to use, and why so many.
 * @param {string | null} wanted  the `threads` attribute: a number, or `auto`
 * @returns {Threads}
 */
export function chooseThreads(wanted) {
  if (!globalThis.crossOriginIsolated) return { threads: 1, reason: "not-isolated" };
  // Shared wasm memory is what runs out first there, and tells nobody.
  if (isIos()) return { threads: 1, reason: "ios" };
  const cores = navigator.hardwareConcurrency || 1;
  const asked = Number.parseInt(wanted ?? "", 10);
  if (asked >= 1) return { threads: Math.min(asked, cores), reason: "attribute" };
  return { threads: Math.min(4, cores), reason: "cores" };
}

/** Every browser there has the same engine; iPads say they are Macs, but no Mac has a touchscreen. */
function isIos() {
  const { platform, maxTouchPoints, userAgent } = navigator;
  return /iPad|iPhone|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
}

/** @param {{threads: number, onProgress: (progress: any) => void}} options */
export function startEngine({ threads, onProgress }) {
  const worker = new Worker(workerAddress(), { type: "module" });
  const remote = /** @type {any} */ (Comlink.wrap(worker));
  /** @type {(error: ClickcutError) => void} */
  let die = () => {};
  const death = new Promise((_, reject) => {
    die = reject;
  });
  death.catch(() => {});
  worker.addEventListener("error", () => die(new ClickcutError("worker-died")));
  watch(remote, () => die(new ClickcutError("worker-died")));

  /** @template T @param {Promise<T>} promise @returns {Promise<T>} */
  const alive = (promise) =>
    Promise.race([
      /** @type {Promise<any>} */ (death),
      promise.catch((error) => {
        throw new ClickcutError(error.code ?? "runtime-failed", error.values, error.message);
      }),
    ]);

  const started = alive(
    remote.start(new URL("./", import.meta.url).href, threads, Comlink.proxy(onProgress)),
  );
  started.catch(() => {});

  return {
    threads,
    death,
    started,
    /** @param {Uint8Array} embedding @param {number} width @param {number} height @returns {Promise<Answer>} */
    open: (embedding, width, height) => alive(remote.open(embedding, width, height)),
    /** @param {string} name @param {...unknown} args @returns {Promise<Answer>} */
    call: (name, ...args) => alive(remote.call(name, args)),
    /**
     * @param {Blob} file @param {{width: number, height: number} | null} photo  see alpha.js
     * @returns {Promise<Answer | null>}
     */
    importMask: (file, photo) => alive(remote.importMask(file, photo)),
    /** @param {number} x @param {number} y @returns {Promise<Float32Array>} */
    preview: (x, y) => alive(remote.preview(x, y)),
    /** @returns {Promise<{difference: number}>} */
    check: () => alive(remote.check()),
    /** @returns {Promise<{index: number, logits: Float32Array}[]>} */
    candidates: () => alive(remote.candidates()),
    /** @param {number} [id] @returns {Promise<{width: number, height: number, data: Uint8Array}>} */
    mask: (id) => alive(remote.mask(id)),
    /**
     * @param {Blob} photo @param {string} name @param {import("./exporting.js").Options} options
     * @param {string} [address]  of the photo, for the recipe in the file; without one there is none
     * @returns {Promise<{blob: Blob, name: string}>}
     */
    cutout: (photo, name, options, address) => alive(remote.cutout(photo, name, options, address)),
    /** @param {string} name @param {string} address @param {number} [id] @returns {Promise<string>} */
    writeRecipe: (name, address, id) => alive(remote.writeRecipe(name, address, id)),
    /** @param {string} text @returns {Promise<import("./resuming.js").Recipe>} */
    readRecipe: (text) => alive(remote.readRecipe(text)),
    /** @returns {Promise<{tensors: number, pyProxies: number, pythonBytes: number, onnxBytes: number}>} */
    counts: () => alive(remote.counts()),
    /** @returns {Promise<{pythonBytes: number, onnxBytes: number}>} */
    memory: () => alive(remote.memory()),
    stop() {
      die(new ClickcutError("cancelled"));
      worker.terminate();
    },
  };
}

/** A worker must be of the page's own origin: one from elsewhere is imported by a line that is. */
function workerAddress() {
  const { href, origin } = new URL("./worker.js", import.meta.url);
  if (origin === location.origin) return href;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(href)};`], { type: "text/javascript" }));
}

/**
 * A worker that is killed sends no event, but its locks are freed: hold one there, wait for it here.
 * @param {any} remote @param {() => void} onDeath
 */
async function watch(remote, onDeath) {
  if (!navigator.locks) return; // an insecure context; the worker's own errors still arrive
  const name = `clickcut-worker-${crypto.randomUUID()}`;
  await remote.hold(name);
  await navigator.locks.request(name, () => onDeath());
}
