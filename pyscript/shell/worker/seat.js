// An element's seat in the page's worker: a session of its own, with the runtime and the models of all.
import * as Comlink from "comlink";
import { ClickcutError } from "../words/texts.js";
import { Calls } from "./calls.js";
import { engineOf, ours } from "./remote_worker.js";

/** @typedef {import("./worker_seat.js").WorkerSeat} WorkerSeat */
/** @typedef {import("./worker_seat.js").Told} Answer */
/** @typedef {ReturnType<typeof takeSeat>} Seat */

/** What is asked of the worker's end as it is asked here. */
const FORWARDED = /** @type {const} */ ([
  ...["open", "encoding", "writeEmbedding", "addPart", "operate", "importMask", "preview"],
  ...["candidates", "mask", "render", "writeRecipe", "readRecipe", "together"],
]);

/** @typedef {{signal?: AbortSignal, onProgress?: (share: number) => void}} Watch  how to stop something, and how far it is */

const ignore = () => {}; // a worker that is gone has nothing to stop

/** @param {number} threads @param {import("./remote_worker.js").Listener} listener */
export function takeSeat(threads, { onProgress, onDeath }) {
  const engine = engineOf(threads);
  const calls = new Calls();
  let tickets = 0;
  const listener = {
    onProgress,
    onDeath: (/** @type {ClickcutError} */ error) => {
      calls.fail(error);
      onDeath(error);
    },
  };
  const remote = engine.join(listener);
  /** @param {(typeof FORWARDED)[number]} name */
  const forwarded =
    (name) =>
    (/** @type {unknown[]} */ ...args) => {
      const ask = /** @type {(...args: unknown[]) => Promise<unknown>} */ (remote[name]);
      return calls.follow(ask(...args).catch(ours));
    };

  /** @template T @param {Watch} watch @param {(ticket: number, tell: ((share: number) => void) | undefined) => Promise<T>} work */
  const watched = ({ signal, onProgress }, work) => {
    const ticket = ++tickets;
    const made = work(ticket, onProgress && Comlink.proxy(onProgress)).catch(ours);
    const stop = () => void remote.stop(ticket).catch(ignore);
    return calls.follow(signal ? until(signal, made, stop) : made);
  };

  return {
    .../** @type {Pick<WorkerSeat, (typeof FORWARDED)[number]>} */ (
      Object.fromEntries(FORWARDED.map((name) => [name, forwarded(name)]))
    ),
    /**
     * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
     * @param {string | undefined} address @param {Watch} [watch]
     */
    cutout: (photo, photoName, options, address, watch = {}) =>
      watched(watch, (ticket, tell) => remote.cutout(photo, photoName, options, address, ticket, tell)),
    /**
     * What the photo adds to an archive of many, which `together` joins.
     * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
     * @param {string} address @param {Watch} watch
     */
    share: (photo, photoName, options, address, watch) =>
      watched(watch, (ticket, tell) => remote.share(photo, photoName, options, address, ticket, tell)),
    /** Look for what the photo is about. @param {AbortSignal} signal */
    propose: (signal) => watched({ signal }, (ticket) => remote.propose(ticket)),
    /** Look further for everything in the photo. @param {AbortSignal} signal */
    search: (signal) => watched({ signal }, (ticket) => remote.search(ticket)),
    /** End the edit that goes on; it fails with `cancelled`, and all is as it was. */
    stopEdit: () => void remote.stopEdit().catch(ignore),
    started: calls.follow(engine.started),
    check: () => calls.follow(engine.check()),
    counts: () => calls.follow(engine.counts()),
    memory: () => calls.follow(engine.memory()),
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

/** A promise that fails at once when it is no longer wanted. @template T @param {AbortSignal} signal @param {Promise<T>} made @param {() => void} stop */
function until(signal, made, stop) {
  return /** @type {Promise<T>} */ (
    new Promise((resolve, reject) => {
      const end = () => {
        stop();
        reject(new ClickcutError("cancelled"));
      };
      if (signal.aborted) end();
      signal.addEventListener("abort", end, { once: true });
      made.then(resolve, reject).then(() => signal.removeEventListener("abort", end));
    })
  );
}
