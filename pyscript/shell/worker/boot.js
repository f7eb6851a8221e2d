// Boots everything a click needs, side by side: Python, onnxruntime-web and its graphs. Other graphs wait.
import generated from "#generated";
import { createBridge } from "./bridge.js";
import { countDownloads } from "./downloads.js";

/** @typedef {Awaited<ReturnType<typeof boot>>} Booted */
/** @typedef {{stage: "loading-runtime" | "starting", loaded: number, total: number}} Progress */

const NEARLY = 0.995; // of all bytes: the last small files come while the rest is starting

/**
 * @param {URL} base  the bundle's folder
 * @param {{threads: number, onProgress: (progress: Progress) => void}} options
 */
export async function boot(base, { threads, onProgress }) {
  const { plain, compressed } = generated.downloads;
  let read = 0;
  countDownloads((bytes, isCompressed) => {
    read = Math.min(read + bytes, plain);
    const total = isCompressed ? compressed : plain; // what a person pays for, which no script sees as it comes
    const loaded = Math.round((total * read) / plain);
    if (read < NEARLY * plain) onProgress({ stage: "loading-runtime", loaded, total });
    else onProgress({ stage: "starting", loaded: 0, total: 0 }); // a step without a measure, which takes seconds
  });
  const bridge = createBridge({ threads, base });
  /** @param {string} file */
  const address = (file) => new URL(`models/${file}`, base).href;
  const made = (/** @type {{file: string, sha256: string}} */ graph) =>
    bridge.makeWeights(address(graph.file), graph);
  const weights = made(generated.weights);
  weights.catch(() => {}); // who waits for them says it
  const [pyodide, ...graphs] = await Promise.all([
    bootPython(base),
    ...generated.graphs.map(({ file, sha256, waits }) =>
      waits
        ? bridge.loadLater(address(file), { sha256 })
        : bridge.loadReady(address(file), { sha256, weights: [weights] }),
    ),
  ]);
  // Made anew, as nobody may ever ask: weights that were kept would take as much memory as those in use.
  const all = () => [generated.weights, generated.laterWeights].map(made);
  const proposals = generated.proposals.map(({ file, sha256, isReady }) =>
    isReady
      ? bridge.loadWhenRun(() => bridge.loadReady(address(file), { sha256, weights: all() }))
      : bridge.loadWhenRun(() => bridge.load(address(file), { sha256 })),
  );
  const { WorkerSession } = pyodide.pyimport("clickcut_core.worker_session");
  /** A session of Python's, for one element. @returns {import("./python.js").PythonSession} */
  const createSession = () => WorkerSession(bridge, generated.model, ...graphs, ...proposals);
  return { bridge, createSession, pyodide };
}

/** @param {URL} base */
async function bootPython(base) {
  const folder = new URL("pyodide/", base);
  const { loadPyodide } = await import(new URL("pyodide.js", folder).href);
  return loadPyodide({ indexURL: folder.href, stdLibURL: new URL("python.zip", folder).href });
}
