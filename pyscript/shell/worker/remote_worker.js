// The page's end of the worker: one for all elements of a page that want as many threads, for as long as one of them
// is there. What an element asks of it is in seat.js.
import * as Comlink from "comlink";
import { inRuntime } from "../runtime_base.js";
import { asOurs } from "../words/foreign.js";
import { ClickcutError } from "../words/texts.js";
import { Calls } from "./calls.js";
import { startWorker, watch } from "./workers.js";

/** What is under way, by the label that says it. @typedef {{stage: Stage, loaded: number, total: number}} Progress */
/** @typedef {import("./boot.js").Progress["stage"] | import("../device/encoder_worker.js").Progress["stage"] | "loading-photo" | "sending" | "server-busy" | "scaling" | "saving" | "finding"} Stage */
/** @typedef {{onProgress: (progress: Progress) => void, onDeath: (error: ClickcutError) => void}} Listener */

const LINGER = 10_000; // ms; a page that exchanges its elements keeps its worker
const PATIENCE = 60_000; // ms without a byte or a step; threads that can't be started say nothing

/** By their number of threads. @type {Map<number, Engine>} */
const running = new Map();

/** The engine that runs with so many threads, or else a new one. @param {number} threads */
export function engineOf(threads) {
  const engine = running.get(threads) ?? new Engine(threads, () => running.delete(threads));
  running.set(threads, engine);
  return engine;
}

class Engine {
  #calls = new Calls();
  /** @type {Set<Listener>} */
  #listeners = new Set();
  /** @type {Progress | null} */
  #progress = null;
  #isStarted = false;
  #isDead = false;
  #leaving = 0;
  #patience = 0;
  #threads;
  /** @type {Promise<{difference: number}> | undefined} */
  #checked;
  #worker;
  #remote;
  #onEnd;

  /** @param {number} threads @param {() => void} onEnd  told when it is of no more use */
  constructor(threads, onEnd) {
    this.#onEnd = onEnd;
    this.#threads = threads;
    this.#worker = startWorker("worker.js");
    this.#remote = /** @type {Comlink.Remote<import("./worker.js").Api>} */ (Comlink.wrap(this.#worker));
    this.#worker.addEventListener("error", () => this.#fail());
    watch(this.#remote, () => this.#end(new ClickcutError("worker-died")));
    const onProgress = Comlink.proxy((/** @type {Progress} */ progress) => this.#tell(progress));
    this.#waitOn();
    /** Resolves once it can be asked; rejects with the reason when it can't. */
    this.started = this.call(this.#remote.start(inRuntime().href, threads, onProgress)).then(
      () => {
        this.#isStarted = true;
        clearTimeout(this.#patience);
      },
      (error) => {
        clearTimeout(this.#patience);
        this.#onEnd(); // who asks again gets another one
        throw error;
      },
    );
    this.started.catch(() => {});
  }

  /** Follow a call of the worker for as long as that lives. @template T @param {Promise<T>} promise @returns {Promise<T>} */
  call(promise) {
    return this.#calls.follow(promise.catch(ours));
  }

  /** Does it compute what it must? Asked once, whoever wants to know. */
  check() {
    this.#checked ??= this.call(this.#remote.check());
    return this.#checked;
  }

  /** @returns {Promise<{tensors: number, pyProxies: number, pythonBytes: number, onnxBytes: number}>} */
  counts() {
    return this.call(this.#remote.counts());
  }

  /** @returns {Promise<{pythonBytes: number, onnxBytes: number}>} */
  memory() {
    return this.call(this.#remote.memory());
  }

  /** @param {Listener} listener @returns {Comlink.Remote<import("./worker_seat.js").WorkerSeat>} */
  join(listener) {
    clearTimeout(this.#leaving);
    this.#listeners.add(listener);
    if (this.#progress && !this.#isStarted) listener.onProgress(this.#progress);
    const { port1, port2 } = new MessageChannel();
    this.#remote.join(Comlink.transfer(port2, [port2]));
    return Comlink.wrap(port1);
  }

  /** @param {Listener} listener */
  leave(listener) {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0 || this.#isDead) return;
    const end = () => this.#end(new ClickcutError("cancelled"));
    if (this.#isStarted) this.#leaving = setTimeout(end, LINGER);
    else end(); // what nobody waits for is not downloaded to its end
  }

  /** End it where nothing comes of its start any more. With one thread nothing is left to try, and a slow start is one. */
  #waitOn() {
    clearTimeout(this.#patience);
    if (this.#isStarted || this.#threads === 1) return;
    this.#patience = setTimeout(() => this.#end(new ClickcutError("engine-stalled")), PATIENCE);
  }

  /** @param {Progress} progress */
  #tell(progress) {
    this.#progress = progress;
    this.#waitOn();
    for (const { onProgress } of this.#listeners) onProgress(progress);
  }

  /** Tell an engine that has stopped from one that was not there to start. */
  #fail() {
    if (this.#progress) return this.#end(new ClickcutError("worker-died"));
    console.error(`clickcut: no engine at ${inRuntime()}. Name the folder "runtime" with setRuntime(url).`);
    this.#end(new ClickcutError("engine-unreachable"));
  }

  /** @param {ClickcutError} error */
  #end(error) {
    if (this.#isDead) return;
    this.#isDead = true;
    clearTimeout(this.#patience);
    this.#worker.terminate();
    this.#onEnd();
    this.#calls.fail(error);
    for (const { onDeath } of [...this.#listeners]) onDeath(error);
  }
}

/** What the worker threw, as an error of ours. @param {unknown} error @returns {never} */
export function ours(error) {
  throw asOurs(error);
}
