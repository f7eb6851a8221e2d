// The engine that runs now: started, asked, tried with a question whose answer is known, and replaced when it fails.
// What is open in it is the client's to know.
import { startEngine } from "./engine.js";
import { ClickcutError } from "./texts.js";

/** @typedef {ReturnType<typeof startEngine>} Engine */
/**
 * @typedef {{
 *   onProgress: (progress: {stage: any, loaded: number, total: number}) => void,
 *   onDeath: (error: ClickcutError) => void,
 *   onError: (error: ClickcutError) => void,
 *   onVerified: () => void,
 *   onWrong: () => Promise<void>,
 * }} Listeners  `onWrong`: fewer threads may help, so another engine is wanted
 */

export class Runner {
  /** @type {Engine | null} */
  #engine = null;
  /** @type {import("./engine.js").Threads} */
  #threads = { threads: 1, reason: "cores" };
  /** Whether the known answer was asked for and was right: null until then. @type {boolean | null} */
  #verified = null;
  #on;

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.#on = listeners;
  }

  get engine() {
    return this.#engine;
  }

  /** What a person can know of it. */
  get runtime() {
    return {
      backend: "wasm",
      backendReason: "wasm-only", // see docs/performance.md
      ...this.#threads,
      isolated: globalThis.crossOriginIsolated,
      verified: this.#verified,
    };
  }

  /** @param {import("./engine.js").Threads} [threads]  as before, when there are none */
  start(threads = this.#threads) {
    this.#engine?.stop();
    this.#threads = threads;
    this.#verified = null;
    const engine = startEngine({ threads: threads.threads, onProgress: this.#on.onProgress });
    this.#engine = engine;
    engine.death.catch((error) => {
      if (this.#engine === engine) this.#on.onDeath(error);
    });
  }

  stop() {
    const engine = this.#engine;
    this.#engine = null;
    engine?.stop();
  }

  /** Ask it something, and tell of a failure. @template T @param {(engine: Engine) => Promise<T>} call @returns {Promise<T>} */
  async call(call) {
    if (!this.#engine) throw new ClickcutError("no-photo");
    try {
      return await call(this.#engine);
    } catch (error) {
      const failure = /** @type {ClickcutError} */ (error);
      if (failure.code !== "worker-died" && failure.code !== "cancelled") this.#on.onError(failure);
      throw failure;
    }
  }

  /** Once an engine: is its known answer right? If not, threads may be the reason. */
  async check() {
    const engine = this.#engine;
    if (!engine || this.#verified !== null) return;
    try {
      await engine.check();
      this.#verified = true;
      this.#on.onVerified();
    } catch (error) {
      const failure = /** @type {ClickcutError} */ (error);
      if (this.#engine !== engine || failure.code !== "wrong-answer") return;
      this.#verified = false;
      if (this.#threads.threads === 1) return this.#on.onError(failure);
      this.#threads = { threads: 1, reason: "wrong-answer" };
      await this.#on.onWrong();
      await this.check();
    }
  }
}
