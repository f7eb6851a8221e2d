// Encodes photos on this device, in a worker that is started when it is first needed and ends some time later.
import * as Comlink from "comlink";
import { inRuntime } from "../runtime_base.js";
import { ClickcutError } from "../words/texts.js";
import { Calls } from "../worker/calls.js";
import { startWorker, watch } from "../worker/workers.js";

/** @typedef {import("./encoder_worker.js").Progress} Progress */
/** @typedef {import("./encoder_worker.js").Plan} Plan */

const FILE = "encoder_worker.js";
// Long enough for the next of several photos, which then starts at once, and works without a network.
const IDLE = 60_000;

export class DeviceEncoder {
  /** @type {ReturnType<typeof start> | null} */
  #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;
  #onProgress;

  /** @param {(progress: Progress) => void} onProgress */
  constructor(onProgress) {
    this.#onProgress = Comlink.proxy(onProgress);
  }

  /**
   * Give the bytes of the encoder's outputs by name. An abort ends the worker, whatever it does.
   * @param {Blob} photo @param {Plan} plan @param {number} threads @param {AbortSignal} signal
   * @returns {Promise<Record<string, Uint8Array>>}
   */
  async encode(photo, plan, threads, signal) {
    signal.throwIfAborted();
    clearTimeout(this.#idle);
    this.#running ??= start();
    const { remote, calls } = this.#running;
    const stop = () => this.stop();
    signal.addEventListener("abort", stop);
    try {
      return await calls.follow(remote.encode(inRuntime().href, threads, photo, plan, this.#onProgress));
    } catch (error) {
      this.stop(); // what it has loaded may be of no use, or its memory full
      const { code, values, message } = /** @type {ClickcutError} */ (error);
      if (typeof code === "string") throw new ClickcutError(code, values, message);
      console.error(error);
      throw new ClickcutError("encode-failed");
    } finally {
      signal.removeEventListener("abort", stop);
      this.#idle = setTimeout(stop, IDLE);
    }
  }

  stop() {
    clearTimeout(this.#idle);
    this.#running?.stop();
    this.#running = null;
  }
}

function start() {
  const worker = startWorker(FILE);
  const remote = /** @type {Comlink.Remote<import("./encoder_worker.js").Api>} */ (Comlink.wrap(worker));
  const calls = new Calls();
  // A file that is not there is an error event; a worker that a device without memory kills is none.
  worker.addEventListener("error", () => calls.fail(new ClickcutError("encoder-unreachable")));
  void watch(remote, () => calls.fail(new ClickcutError("encoder-memory")));
  return {
    remote,
    calls,
    stop() {
      calls.fail(new ClickcutError("cancelled"));
      worker.terminate();
    },
  };
}
