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
  ...["open", "encoding", "writeEmbedding", "operate", "importMask", "preview"],
  ...["candidates", "mask", "cutout", "render", "writeRecipe", "readRecipe"],
]);

/** @param {number} threads @param {import("./remote_worker.js").Listener} listener */
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
  /** @param {(typeof FORWARDED)[number]} name */
  const forwarded =
    (name) =>
    (/** @type {unknown[]} */ ...args) => {
      const ask = /** @type {(...args: unknown[]) => Promise<unknown>} */ (remote[name]);
      return calls.follow(ask(...args).catch(ours));
    };

  return {
    .../** @type {Pick<WorkerSeat, (typeof FORWARDED)[number]>} */ (
      Object.fromEntries(FORWARDED.map((name) => [name, forwarded(name)]))
    ),
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
