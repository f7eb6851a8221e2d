// Failures of browsers and libraries: each kind has a code and a sentence, and its own words are for the console.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { asOurs } from "../../../pyscript/shell/words/foreign.js";
import { ClickcutError } from "../../../pyscript/shell/words/texts.js";

/** @param {string} name @param {string} message */
const wasm = (name, message) => Object.assign(new Error(message), { name });

/** As Chromium, Firefox and WebKit word them, and what runs in them. @type {[thrown: unknown, code: string][]} */
const KINDS = [
  [new RangeError("Array buffer allocation failed"), "out-of-memory"],
  [new RangeError("Invalid typed array length: 4294967296"), "out-of-memory"],
  [new RangeError("WebAssembly.Memory(): could not allocate memory"), "out-of-memory"],
  [wasm("RuntimeError", "memory access out of bounds"), "out-of-memory"],
  [wasm("RuntimeError", "Aborted(OOM). Build with -sASSERTIONS"), "out-of-memory"],
  [new Error("std::bad_alloc"), "out-of-memory"],
  [wasm("PythonError", "Traceback (most recent call last):\nMemoryError"), "out-of-memory"],
  [new DOMException("The requested file could not be read", "NotReadableError"), "file-unreadable"],
  [new DOMException("A requested file could not be found", "NotFoundError"), "file-unreadable"],
  [new DOMException("The source image could not be decoded.", "InvalidStateError"), "photo-undecodable"],
  [new DOMException("The source image cannot be decoded.", "EncodingError"), "photo-undecodable"],
  [new DOMException("The operation is insecure.", "SecurityError"), "canvas-blocked"],
  [new DOMException("The operation was aborted.", "AbortError"), "cancelled"],
  [new TypeError("Failed to fetch"), "engine-unreachable"],
  [new TypeError("NetworkError when attempting to fetch resource."), "engine-unreachable"],
  [new TypeError("Load failed"), "engine-unreachable"],
  [
    new TypeError("error loading dynamically imported module: https://a.test/pyodide.mjs"),
    "engine-unreachable",
  ],
  [wasm("CompileError", "Wasm code generation disallowed by embedder"), "engine-blocked"],
  [new ReferenceError("WebAssembly is not defined"), "engine-blocked"],
  [new TypeError("a.b is not a function"), "step-failed"],
  [wasm("PythonError", "Traceback (most recent call last):\nKeyError: 'x'"), "step-failed"],
  ["a string", "step-failed"],
  [undefined, "step-failed"],
];

test("each kind has a code, its sentence has none of a library's words, and the console has them all", () => {
  const told = mock.method(console, "error", () => {}).mock;
  try {
    for (const [thrown, code] of KINDS) {
      const error = asOurs(thrown);
      assert.equal(error.code, code, String(thrown));
      assert.equal(error.message, new ClickcutError(code).message);
      assert.ok(error.message !== code, "it has a sentence");
      assert.equal(told.calls.at(-1)?.arguments[0], thrown);
    }
    assert.equal(asOurs(new TypeError("x is undefined"), true).code, "runtime-failed");
  } finally {
    told.restore();
  }
});

test("what is ours, or was before it crossed from a worker, stays as it is", () => {
  const own = new ClickcutError("no-photo");
  assert.equal(asOurs(own), own);
  const crossed = asOurs({ code: "mask-size", values: { found: "1 × 1" }, message: "said there" });
  assert.deepEqual(
    [crossed.code, crossed.values, crossed.message],
    ["mask-size", { found: "1 × 1" }, "said there"],
  );
});
