// Failures that are none of ours, told apart by their kind: each gets a code and its sentence. What browsers and
// libraries say themselves is for developers, and goes to the console alone.
import { ClickcutError } from "./texts.js";

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
  return ofKind(name ?? "Error", message ?? String(thrown), isStarting);
}

/** Whether a message is of a lack of memory. @param {string} message */
export function isOfMemory(message) {
  return MEMORY.test(message);
}

/** @param {string} name @param {string} message @param {boolean} isStarting */
function ofKind(name, message, isStarting) {
  if (isOfMemory(message)) return new ClickcutError("out-of-memory");
  if (BLOCKED.test(message) || name === "CompileError") return new ClickcutError("engine-blocked");
  if (LOADING.test(message)) return new ClickcutError("engine-unreachable");
  // https://webidl.spec.whatwg.org/#idl-DOMException-error-names
  switch (name) {
    case "AbortError":
      return new ClickcutError("cancelled");
    case "EncodingError":
    case "InvalidStateError": // of createImageBitmap
      return new ClickcutError("photo-undecodable");
    case "NotFoundError":
    case "NotReadableError":
      return new ClickcutError("file-unreadable");
    case "QuotaExceededError":
      return new ClickcutError("out-of-memory");
    case "SecurityError":
      return new ClickcutError("canvas-blocked");
  }
  return new ClickcutError(isStarting ? "runtime-failed" : "step-failed");
}

/** A promise that fails with an error of ours, whoever looks. @param {string} code @returns {Promise<never>} */
export function rejected(code) {
  const promise = Promise.reject(new ClickcutError(code));
  promise.catch(() => {});
  return promise;
}
