// The worker: one queue in front of Python and onnxruntime-web for all elements of the page.
import * as Comlink from "comlink";
import { asOurs } from "../words/foreign.js";
import { boot } from "./boot.js";
import { memoryBytes } from "./bridge.js";
import { read } from "./python.js";
import { createWorkerSeat } from "./worker_seat.js";
import { hold } from "./workers.js";

const ignore = () => {}; // whoever asks for something is told

/** @type {Promise<import("./boot.js").Booted>} */
let booted;
let isBooted = false;
let tracing = false;
/** What this runtime must compute, as JSON. @type {Promise<string>} */
let known;
/** @type {Promise<unknown>} */
let tail = Promise.resolve();

/**
 * Run a task after all tasks before it; one that fails does not stop the next.
 * @template T
 * @param {(parts: import("./boot.js").Booted) => Promise<T> | T} task
 * @returns {Promise<T>}
 */
function enqueue(task) {
  const result = tail.then(async () => task(await booted)).catch(plainError);
  tail = result.catch(() => {});
  return result;
}

/**
 * Errors cross to the page as plain objects, so that their code survives.
 * @param {unknown} error
 * @returns {never}
 */
function plainError(error) {
  const { code, message, values } = asOurs(error, !isBooted);
  throw { code, message, values };
}

// What nobody here catches reaches the page as the worker's "error", and that is its death: Python may stand still,
// and what waits for it would wait for ever.
addEventListener("unhandledrejection", ({ reason }) => reportError(reason));

/** @typedef {typeof api} Api */
const api = {
  /** @param {string} folder @param {number} threads @param {(progress: import("./boot.js").Progress) => void} onProgress */
  start(folder, threads, onProgress) {
    const base = new URL(folder);
    known = fetch(new URL("models/known_answer.json", base)).then((response) => response.text());
    known.catch(() => {}); // the check says it
    booted = boot(base, { threads, onProgress });
    booted.then(({ pyodide }) => {
      pyodide._api.on_fatal = reportError;
    }, ignore);
    return enqueue(async () => {
      isBooted = true;
    });
  },

  /** @param {MessagePort} port  of an element */
  join: (port) => Comlink.expose(createWorkerSeat(enqueue), port),

  /** Does this runtime compute what it must? Its first runs cost three later ones: nobody waits for these. */
  async check() {
    const expected = await known;
    const checked = await enqueue(async ({ createSession }) => {
      const session = createSession();
      try {
        return read(await session.check(expected));
      } finally {
        session.destroy();
      }
    });
    // What a cut-out needs, while nobody waits for it. Loading takes no turn of the event loop, so that clicks that
    // came meanwhile would not even arrive before the last graph is loaded.
    do await new Promise((resolve) => setTimeout(resolve));
    while (await enqueue(({ bridge }) => bridge.loadNext()));
    return checked;
  },

  /** Numbers that must not grow with use: for tests and bug reports. */
  counts: () =>
    enqueue(async ({ bridge, pyodide }) => ({
      tensors: bridge.size,
      pyProxies: tracedProxies(pyodide),
      ...memory(pyodide),
    })),

  /** What of these can be had at no cost. */
  memory: () => enqueue(async ({ pyodide }) => memory(pyodide)),

  hold,
};

/** @param {any} pyodide */
function memory(pyodide) {
  return { pythonBytes: pyodide._module.HEAPU8.byteLength, onnxBytes: memoryBytes() };
}

/**
 * Proxies of Python objects that are alive, of those made since this was first asked: tracing costs a stack
 * trace for each, so nobody pays for it unasked.
 * @param {any} pyodide
 */
function tracedProxies(pyodide) {
  if (!tracing) pyodide._module.enable_pyproxy_allocation_tracing();
  tracing = true;
  return pyodide._module.pyproxy_alloc_map.size;
}

Comlink.expose(api);
