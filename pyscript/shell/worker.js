// The worker: one queue in front of Python and onnxruntime-web.
import * as Comlink from "comlink";
import { average, readAlpha } from "./alpha.js";
import { boot } from "./boot.js";
import { memoryBytes } from "./bridge.js";
import { composeMask } from "./cutout.js";
import { exportFile } from "./exporting.js";
import { ClickcutError } from "./texts.js";

/** @type {Promise<Awaited<ReturnType<typeof boot>>>} */
let booted;
let tracing = false;
/** Keys of the masks that the page has. @type {Set<string>} */
let sent = new Set();
/** What this runtime must compute, as JSON. @type {Promise<string>} */
let known;
/** @type {Promise<unknown>} */
let tail = Promise.resolve();

/**
 * Run a task after all tasks before it; one that fails does not stop the next.
 * @template T
 * @param {(parts: Awaited<typeof booted>) => Promise<T>} task
 * @returns {Promise<T>}
 */
function enqueue(task) {
  const result = tail.then(async () => task(await booted)).catch(plainError);
  tail = result.catch(() => {});
  return result;
}

/**
 * Errors cross to the page as plain objects, so that their code survives.
 * @param {any} error
 * @returns {never}
 */
function plainError(error) {
  const isOurs = error.code && !(error instanceof DOMException);
  const ours = isOurs ? error : new ClickcutError("runtime-failed", { reason: error.message });
  throw { code: ours.code, message: ours.message, values: ours.values };
}

/** @param {string} json */
function read(json) {
  const answer = JSON.parse(json);
  if (answer.error) throw answer.error;
  return answer;
}

/** @param {Awaited<typeof booted>} parts @param {string} json */
function answer({ bridge }, json) {
  const { paint, ...rest } = read(json);
  const masks = paint.map((/** @type {any} */ { id, handle, index, fades }) => {
    const key = `${handle}:${index}`; // no handle is given twice
    return sent.has(key) ? { id, key, fades } : { id, key, fades, logits: bridge.copy(handle, index) };
  });
  sent = new Set(masks.map((/** @type {any} */ { key }) => key));
  const copies = masks.flatMap((/** @type {any} */ { logits }) => logits?.buffer ?? []);
  return Comlink.transfer({ ...rest, masks }, copies);
}

/** @param {Awaited<typeof booted>["bridge"]} bridge @param {any} plan */
function assemble(bridge, { width, height, strips }) {
  return composeMask(
    { width, height },
    strips.map((/** @type {number[]} */ [start, , handle]) => {
      const rows = /** @type {Uint8Array} */ (bridge.copy(handle));
      bridge.release(handle);
      return { start, rows };
    }),
  );
}

const api = {
  /** @param {string} folder @param {number} threads @param {(progress: any) => void} onProgress */
  start(folder, threads, onProgress) {
    const base = new URL(folder);
    known = fetch(new URL("models/known_answer.json", base)).then((response) => response.text());
    known.catch(() => {}); // the check says it
    booted = boot(base, { threads, onProgress });
    return enqueue(async () => {});
  },

  /** @param {Uint8Array} embedding @param {number} width @param {number} height */
  open: (embedding, width, height) =>
    enqueue(async (parts) => answer(parts, await parts.session.open(embedding, width, height))),

  /** Does this runtime compute what it must? Its first runs cost three later ones: nobody waits for these. */
  async check() {
    const expected = await known;
    const checked = await enqueue(async ({ session }) => read(await session.check(expected)));
    while (await enqueue(({ bridge }) => bridge.loadNext())); // what a cut-out needs, while nobody waits for it
    return checked;
  },

  /** @param {string} name @param {unknown[]} args */
  call: (name, args) =>
    enqueue(async (parts) => answer(parts, await parts.session.call(name, JSON.stringify(args)))),

  /**
   * Go on from a mask's file.
   * @param {Blob} file @param {{width: number, height: number} | null} photo  see `readAlpha`
   */
  importMask: (file, photo) =>
    enqueue(async (parts) => {
      const image = await readAlpha(file, photo);
      if (!image) return null;
      const { down, across } = read(await parts.session.import_grid(image.width, image.height));
      return answer(parts, await parts.session.import_mask(average(image, down, across)));
    }),

  /** @param {number} x @param {number} y */
  preview: (x, y) =>
    enqueue(async ({ bridge, session }) => {
      const { handle, index } = read(await session.preview(x, y));
      const logits = bridge.copy(handle, index);
      return Comlink.transfer(logits, [logits.buffer]);
    }),

  /** The masks to choose from. */
  candidates: () =>
    enqueue(async ({ bridge, session }) => {
      const copies = read(session.candidates()).map((/** @type {any} */ { handle, index }) => ({
        index,
        logits: bridge.copy(handle, index),
      }));
      return Comlink.transfer(
        copies,
        copies.map((/** @type {any} */ { logits }) => logits.buffer),
      );
    }),

  /** @param {number | undefined} id */
  mask: (id) =>
    enqueue(async ({ bridge, session }) => {
      const plan = read(await session.mask(id));
      const data = assemble(bridge, plan);
      return Comlink.transfer({ width: plan.width, height: plan.height, data }, [data.buffer]);
    }),

  /**
   * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
   * @param {string | undefined} address
   */
  cutout: (photo, photoName, options, address) =>
    enqueue((parts) => exportFile(parts, read, photo, photoName, options, address)),

  /** @param {string} photoName @param {string} address @param {number | undefined} id */
  writeRecipe: (photoName, address, id) =>
    enqueue(async ({ session }) => read(await session.write_recipe(photoName, address, id)).recipe),

  /** @param {string} text */
  readRecipe: (text) => enqueue(async ({ session }) => read(await session.read_recipe(text))),

  /** Numbers that must not grow with use: for tests and bug reports. */
  counts: () =>
    enqueue(async ({ bridge, pyodide }) => ({
      tensors: bridge.size,
      pyProxies: tracedProxies(pyodide),
      ...memory(pyodide),
    })),

  /** What of these can be had at no cost. */
  memory: () => enqueue(async ({ pyodide }) => memory(pyodide)),
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

/**
 * Hold a lock for as long as this worker lives: the page learns of its death by getting the lock itself.
 * Resolves once the lock is held.
 * @param {string} name
 */
const hold = (name) =>
  new Promise((held) => {
    void navigator.locks.request(name, () => {
      held(undefined);
      return new Promise(() => {});
    });
  });

Comlink.expose({ ...api, hold });
