import assert from "node:assert/strict";
import { test } from "node:test";
import { inRuntime, setRuntime } from "../../pyscript/shell/runtime_base.js";
import { withGlobals } from "./globals.js";

test("the engine's files are beside the module, unless the page names their folder", () => {
  assert.equal(inRuntime("worker.js").href, new URL("worker.js", import.meta.url).href);
  return withGlobals({ document: { baseURI: "https://site.example/blog/post.html" } }, () => {
    for (const [named, folder] of [
      ["/clickcut", "https://site.example/clickcut/"],
      ["../clickcut/", "https://site.example/clickcut/"],
      ["https://cdn.example/v2/runtime", "https://cdn.example/v2/runtime/"],
      [new URL("https://cdn.example/v2/runtime/"), "https://cdn.example/v2/runtime/"],
    ]) {
      setRuntime(named);
      assert.equal(inRuntime().href, folder);
      assert.equal(inRuntime("models/weights.onnx").href, `${folder}models/weights.onnx`);
    }
    setRuntime(null);
    assert.equal(inRuntime("worker.js").href, new URL("worker.js", import.meta.url).href);
  });
});
