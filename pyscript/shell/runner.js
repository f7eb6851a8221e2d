// An element's seat as long as it has one: taken, tried with a question whose answer is known, and exchanged when the
// worker fails. What is open there is the loader's to know.
import { takeSeat } from "./seat.js";
import { ClickcutError } from "./texts.js";

/** @typedef {import("./seat.js").Seat} Seat */
/**
 * @typedef {{
 *   onProgress: (progress: {stage: any, loaded: number, total: number}) => void,
 *   onDeath: (error: ClickcutError) => void,
 *   onError: (error: ClickcutError) => void,
 *   onVerified: () => void,
 *   onWrong: () => Promise<void>,
 * }} Listeners  `onWrong`: fewer threads may help, so another seat is wanted
 */

export class Runner {
  /** @type {Seat | null} */
  #seat = null;
  /** @type {import("./threads.js").Threads} */
  #threads = { threads: 1, reason: "cores" };
  /** The worker could not be started. */
  #isBroken = false;
  /** Whether the known answer was asked for and was right: null until then. @type {boolean | null} */
  #verified = null;
  #on;

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.#on = listeners;
  }

  get seat() {
    return this.#seat;
  }

  /** Whether what is loaded next has to start it. */
  get isDown() {
    return this.#seat === null || this.#isBroken;
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

  /** @param {import("./threads.js").Threads} [threads]  as before, when there are none */
  start(threads = this.#threads) {
    this.#seat?.leave();
    this.#threads = threads;
    this.#verified = null;
    const seat = takeSeat(threads.threads, {
      onProgress: this.#on.onProgress,
      onDeath: (error) => {
        if (this.#seat === seat) this.#on.onDeath(error);
      },
    });
    this.#seat = seat;
    this.#isBroken = false;
    seat.started.catch(() => {
      if (this.#seat === seat) this.#isBroken = true;
    });
  }

  stop() {
    const seat = this.#seat;
    this.#seat = null;
    seat?.leave();
  }

  /** Ask something, and tell of a failure. @template T @param {(seat: Seat) => Promise<T>} call @returns {Promise<T>} */
  async call(call) {
    if (!this.#seat) throw new ClickcutError("no-photo");
    try {
      return await call(this.#seat);
    } catch (error) {
      const failure = /** @type {ClickcutError} */ (error);
      if (failure.code !== "worker-died" && failure.code !== "cancelled") this.#on.onError(failure);
      throw failure;
    }
  }

  /** Once a seat: is the known answer right? If not, threads may be the reason. */
  async check() {
    const seat = this.#seat;
    if (!seat || this.#verified !== null) return;
    try {
      await seat.check();
      this.#verified = true;
      this.#on.onVerified();
    } catch (error) {
      const failure = /** @type {ClickcutError} */ (error);
      if (this.#seat !== seat || failure.code !== "wrong-answer") return;
      this.#verified = false;
      if (this.#threads.threads === 1) return this.#on.onError(failure);
      this.#threads = { threads: 1, reason: "wrong-answer" };
      await this.#on.onWrong();
      await this.check();
    }
  }
}
