// Failures that are none of ours, told apart by their kind: each gets a code and its sentence. What browsers and
// libraries say themselves is for developers, and goes to the console alone.
import { ClickcutError } from "./texts.js";

/** By a DOMException's name. https://webidl.spec.whatwg.org/#idl-DOMException-error-names */
const NAMES = /** @type {Record<string, string>} */ ({
  AbortError: "cancelled",
  EncodingError: "photo-undecodable",
  InvalidStateError: "photo-undecodable", // of createImageBitmap
  NotFoundError: "file-unreadable",
  NotReadableError: "file-unreadable",
  QuotaExceededError: "out-of-memory",
  SecurityError: "canvas-blocked",
});

// V8, SpiderMonkey, JavaScriptCore, Emscripten, onnxruntime and Python
const MEMORY = /memory|alloc|\bOOM\b|(typed )?array (buffer )?length/i;
const LOADING = /fetch|network|dynamically imported|importing a module|load failed|module script|\b404\b/i;
const BLOCKED = /unsafe-eval|content security policy|WebAssembly is (not defined|disabled)/i;

/**
 * The same failure as one of ours.
 * @param {unknown} thrown @param {boolean} [isStarting]  whether the engine was being started
 * @returns {ClickcutError}
 */
export function asOurs(thrown, isStarting = false) {
  if (thrown instanceof ClickcutError) return thrown;
  const { code, name, message, values } = /** @type {Partial<ClickcutError>} */ (thrown ?? {});
  if (typeof code === "string") return new ClickcutError(code, values, message); // as it crossed from a worker
  console.error(thrown);
  return new ClickcutError(kindOf(name ?? "", message ?? String(thrown), isStarting));
}

/** Whether a message is of a lack of memory. @param {string} message */
export function isOfMemory(message) {
  return MEMORY.test(message);
}

/** @param {string} name @param {string} message @param {boolean} isStarting */
function kindOf(name, message, isStarting) {
  if (isOfMemory(message)) return "out-of-memory";
  if (BLOCKED.test(message) || name === "CompileError") return "engine-blocked";
  if (LOADING.test(message)) return "engine-unreachable";
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  return isStarting ? "runtime-failed" : "step-failed";
}
