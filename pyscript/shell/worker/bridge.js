// The bridge between Python and onnxruntime-web; the only file that imports it.
// A tensor crosses as [name, dtype, dims, TypedArray], or with a number where it stays on this side.
import * as ort from "onnxruntime-web/wasm";
import { downloadVerified } from "./downloads.js";
import { turn } from "./jobs.js";

/** @typedef {[name: string, dtype: string, dims: number[], data: Uint8Array | number]} Packed */

// What the graphs come to need within a few clicks. Asked for at once, because memory that grows does so in
// steps of a fifth, at moments nobody can foresee; pages that are never touched cost nothing.
const PAGES = 160 * 2 ** (20 - 16); // of 64 KiB each: 160 MiB

// onnxruntime-web neither says how much memory it holds nor lets it be set, so its making is watched here:
// of all that is made in this worker, the shared one.
/** @type {WebAssembly.Memory[]} */
const memories = [];
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(Memory, [wanted]) {
    if (!wanted.shared || wanted.maximum < PAGES) return new Memory(wanted);
    const memory = new Memory({ ...wanted, initial: Math.max(wanted.initial, PAGES) });
    memories.push(memory);
    return memory;
  },
});

/** Bytes of wasm memory that onnxruntime-web holds. */
export function memoryBytes() {
  return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

/** @type {ort.InferenceSession.SessionOptions} */
const AS_IT_IS = { graphOptimizationLevel: "disabled" };

const BREATH = 50; // ms of graphs in a row, after which the page is heard: it may want no more of them

/** @typedef {{path: string, data: Uint8Array}} External */

const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** @param {{threads: number, base: URL}} options */
export function createBridge({ threads, base }) {
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = {
    mjs: new URL("ort/ort-wasm-simd-threaded.js", base).href,
    wasm: new URL("ort/ort-wasm-simd-threaded.wasm", base).href,
  };
  /** @type {Map<number, ort.InferenceSession | ort.Tensor>} */
  const kept = new Map();
  /** The bytes of graphs that are not loaded yet, by handle. @type {Map<number, Uint8Array>} */
  const waiting = new Map();
  /** What loads graphs that may never be run, by handle. @type {Map<number, () => Promise<number>>} */
  const unasked = new Map();
  let last = 0;
  let heard = 0; // when messages were last let in

  /** @param {ort.InferenceSession | ort.Tensor} thing */
  const keepThing = (thing) => {
    kept.set(++last, thing);
    return last;
  };

  /** @type {Promise<unknown>} */
  let created = Promise.resolve();
  /**
   * One at a time: onnxruntime-web forgets external data whenever any session has been made.
   * @param {Uint8Array} bytes @param {ort.InferenceSession.SessionOptions} [options] @returns {Promise<ort.InferenceSession>}
   */
  function create(bytes, options) {
    const result = created.then(() =>
      ort.InferenceSession.create(bytes, { executionProviders: ["wasm"], ...options }),
    );
    created = result.catch(() => {});
    return result;
  }

  /** @param {number} graph @returns {Promise<ort.InferenceSession>} */
  async function loaded(graph) {
    const bytes = waiting.get(graph);
    if (bytes) {
      kept.set(graph, await create(bytes));
      waiting.delete(graph);
    }
    const load = unasked.get(graph);
    if (load) {
      const own = await load();
      kept.set(graph, /** @type {ort.InferenceSession} */ (kept.get(own)));
      kept.delete(own);
      unasked.delete(graph);
    }
    return /** @type {ort.InferenceSession} */ (kept.get(graph));
  }

  return {
    /** @param {string} url @param {{sha256?: string}} [options]  refused when the bytes are others */
    load: async (url, { sha256 } = {}) => keepThing(await create(await downloadVerified(url, sha256))),

    /**
     * Like `load`, for a graph that was optimised when it was built.
     * @param {string} url @param {{sha256?: string, weights: Promise<External>[]}} options
     */
    async loadReady(url, { sha256, weights }) {
      const bytes = await downloadVerified(url, sha256);
      return keepThing(await create(bytes, { ...AS_IT_IS, externalData: await Promise.all(weights) }));
    },

    /**
     * Run a graph that makes the weights of others, which know them by its name; they travel narrow.
     * @param {string} url @param {{sha256?: string, file: string}} options @returns {Promise<External>}
     */
    async makeWeights(url, { sha256, file }) {
      const graph = await create(await downloadVerified(url, sha256), AS_IT_IS);
      const outputs = await graph.run({});
      const parts = graph.outputNames.map((name) => bytesOf(outputs[name]));
      await graph.release();
      return { path: file.replace(/\.onnx$/, ""), data: joined(parts) };
    },

    /** Like `load`, but created no sooner than it is run, or `loadNext` comes to it. @param {string} url @param {{sha256?: string}} [options] */
    async loadLater(url, { sha256 } = {}) {
      const bytes = await downloadVerified(url, sha256);
      waiting.set(++last, bytes);
      return last;
    },

    /** A graph that is loaded when it is first run. @param {() => Promise<number>} load */
    loadWhenRun(load) {
      unasked.set(++last, load);
      return last;
    },

    /** Load one of the graphs that wait; tells whether there was one. */
    async loadNext() {
      const [graph] = waiting.keys();
      if (graph !== undefined) await loaded(graph);
      return graph !== undefined;
    },

    /** @param {number} graph @param {Packed[]} feeds @param {string[] | undefined} keep */
    async run(graph, feeds, keep) {
      const session = await loaded(graph);
      if (performance.now() - heard > BREATH) {
        await turn();
        heard = performance.now();
      }
      /** @type {Record<string, ort.Tensor>} */
      const inputs = {};
      for (const [name, dtype, dims, data] of feeds) {
        inputs[name] =
          typeof data === "number" ? /** @type {ort.Tensor} */ (kept.get(data)) : unpack(dtype, dims, data);
      }
      const outputs = await session.run(inputs).catch((error) => {
        console.error(error); // Python gives it a code, and people a sentence
        throw error;
      });
      return Object.entries(outputs).map(([name, tensor]) => {
        const stays = keep === undefined || keep.includes(name);
        return [name, tensor.type, [...tensor.dims], stays ? keepThing(tensor) : bytesOf(tensor)];
      });
    },

    /**
     * Make a tensor of bytes that Python need not see. The bytes are read when a graph runs, not now.
     * @param {Uint8Array} bytes @param {number[]} dims
     */
    keep: (bytes, dims) => keepThing(new ort.Tensor("uint8", bytes, dims)),

    /** @param {number} handle @returns {Uint8Array} the bytes of a kept tensor, for reading */
    bytes: (handle) => bytesOf(/** @type {ort.Tensor} */ (kept.get(handle))),

    /** @param {number} handle @returns {readonly number[]} of a kept tensor */
    dims: (handle) => /** @type {ort.Tensor} */ (kept.get(handle)).dims,

    /** @param {number} handle */
    release(handle) {
      const thing = kept.get(handle);
      kept.delete(handle);
      if (thing instanceof ort.Tensor) thing.dispose();
      else if (thing) void (/** @type {ort.InferenceSession} */ (thing).release());
    },

    /**
     * Copy one image out of a kept stack, for painting or saving.
     * @param {number} handle @param {number} index
     */
    copy(handle, index = 0) {
      const tensor = /** @type {ort.Tensor} */ (kept.get(handle));
      const [height, width] = tensor.dims.slice(-2);
      const data = /** @type {Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>} */ (tensor.data);
      return data.slice(index * height * width, (index + 1) * height * width);
    },

    /** How many graphs and tensors are alive here; a number that must not grow with clicks. */
    get size() {
      return kept.size;
    },
  };
}

/** @param {string} dtype @param {readonly number[]} dims @param {Uint8Array} bytes */
function unpack(dtype, dims, bytes) {
  const Type = ARRAYS[/** @type {keyof typeof ARRAYS} */ (dtype)];
  const buffer = /** @type {ArrayBuffer} */ (bytes.buffer);
  const data = new Type(buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
  return new ort.Tensor(/** @type {any} */ (dtype), /** @type {any} */ (data), dims);
}

/** @param {ort.Tensor} tensor */
function bytesOf(tensor) {
  const data = /** @type {Float32Array | Int32Array | Uint8Array} */ (tensor.data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
