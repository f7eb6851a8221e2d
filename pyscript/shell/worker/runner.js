// An element's seat as long as it has one: taken, tried with a question whose answer is known, and exchanged when the
// worker fails. What is open there is the loader's to know.

import { asOurs } from "../words/foreign.js";
import { ClickcutError } from "../words/texts.js";
import { takeSeat } from "./seat.js";

/** @typedef {import("./seat.js").Seat} Seat */
/**
 * @typedef {{
 *   onProgress: (progress: import("./remote_worker.js").Progress) => void,
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
  #runtime = describe(this.#threads);
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
    return this.#runtime;
  }

  /** @param {import("./threads.js").Threads} [threads]  as before, when there are none */
  start(threads = this.#threads) {
    this.#seat?.leave();
    this.#threads = threads;
    this.#runtime = describe(threads);
    const seat = takeSeat(threads.threads, {
      onProgress: this.#on.onProgress,
      onDeath: (error) => {
        if (this.#seat !== seat) return;
        if (error.code !== "engine-stalled") return this.#on.onDeath(error);
        this.#threads = { threads: 1, reason: "stalled" };
        this.#isBroken = true; // whoever loads a photo starts it again
        this.#on.onError(error);
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
      const failure = asOurs(error);
      if (failure.code !== "worker-died" && failure.code !== "cancelled") this.#on.onError(failure);
      throw failure;
    }
  }

  counts() {
    return this.call((seat) => seat.counts());
  }

  /** Bytes of wasm memory, or null where nothing runs. */
  async memory() {
    return (await this.#seat?.memory().catch(() => null)) ?? null;
  }

  /** Once a seat: is the known answer right? If not, threads may be the reason. */
  async check() {
    const seat = this.#seat;
    if (!seat || this.#runtime.verified !== null) return;
    try {
      await seat.check();
      this.#runtime = describe(this.#threads, true);
      this.#on.onVerified();
    } catch (error) {
      const failure = /** @type {ClickcutError} */ (error);
      if (this.#seat !== seat || failure.code !== "wrong-answer") return;
      this.#runtime = describe(this.#threads, false);
      if (this.#threads.threads === 1) return this.#on.onError(failure);
      this.#threads = { threads: 1, reason: "wrong-answer" };
      await this.#on.onWrong();
      await this.check();
    }
  }
}

/**
 * @param {import("./threads.js").Threads} threads
 * @param {boolean | null} [verified]  whether the known answer was asked for and was right: null until then
 * @returns {import("../clickcut.d.ts").Runtime}
 */
function describe(threads, verified = null) {
  const backend = /** @type {const} */ ({ backend: "wasm", backendReason: "wasm-only" }); // see docs/performance.md
  return Object.freeze({ ...backend, ...threads, isolated: globalThis.crossOriginIsolated, verified });
}
