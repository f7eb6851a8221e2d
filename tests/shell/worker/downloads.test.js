// Files that are checked before they are used, and the bytes of them that are counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hexSha256 } from "../../../pyscript/shell/files/sha256.js";
import { verified } from "../../../pyscript/shell/offline/verified.js";
import { countDownloads, downloadVerified } from "../../../pyscript/shell/worker/downloads.js";
import { withGlobals } from "../globals.js";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** @param {() => Response} answer @param {() => unknown} body */
const withFetch = (answer, body) => withGlobals({ fetch: async () => answer() }, body);
const ADDRESS = "https://site.test/runtime/decoder.onnx?v=1";

test("a fingerprint is written in hexadecimal digits", async () => {
  assert.equal(await hexSha256(bytes("abc")), ABC);
});

test("a graph that came whole is handed on", () =>
  withFetch(
    () => new Response("abc"),
    async () => {
      assert.deepEqual(await downloadVerified(ADDRESS, ABC), bytes("abc"));
      assert.deepEqual(await downloadVerified(ADDRESS, undefined), bytes("abc"));
    },
  ));

test("a graph with other bytes, or none, is refused by name", async () => {
  const refused = (/** @type {string} */ code) => ({ code, values: { file: "decoder.onnx" } });
  await withFetch(
    () => new Response("abd"),
    () => assert.rejects(downloadVerified(ADDRESS, ABC), refused("model-altered")),
  );
  await withFetch(
    () => new Response("abc", { status: 404 }),
    () => assert.rejects(downloadVerified(ADDRESS, ABC), refused("model-missing")),
  );
});

test("every byte that comes is counted, and whether it came compressed", () => {
  const answers = [new Response("abc"), new Response("de", { headers: { "Content-Encoding": "br" } })];
  const [plain] = answers;
  return withFetch(
    () => /** @type {Response} */ (answers.shift()),
    async () => {
      /** @type {(told: [number, boolean]) => void} */
      let tell = () => {};
      const next = () => new Promise((resolve) => (tell = resolve));
      countDownloads((...told) => tell(told));
      let told = next();
      const response = await fetch("/a");
      assert.equal(response, plain, "browsers keep compiled wasm of the response itself alone");
      assert.equal(await response.text(), "abc");
      assert.deepEqual(await told, [3, false]);
      told = next();
      assert.equal(await (await fetch("/b")).text(), "de");
      assert.deepEqual(await told, [2, true]);
    },
  );
});

test("wasm that the host calls something else is compiled as it comes, and nothing else is touched", () => {
  const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]); // an empty module
  /** @param {string} url @param {string} [type] @param {number} [status] */
  const answer = (url, type, status = 200) =>
    Object.defineProperty(
      new Response(wasm, { status, headers: type ? { "Content-Type": type } : {} }),
      "url",
      {
        value: url,
      },
    );
  const answers = [
    answer("https://site.test/a.wasm?1", "application/octet-stream"),
    answer("https://site.test/a.wasm"),
    answer("https://site.test/a.wasm", "application/wasm"),
    answer("https://site.test/a.wasm", "text/html", 404),
    answer("https://site.test/a.zip", "application/octet-stream"),
  ];
  const untouched = answers.slice(2);
  return withFetch(
    () => /** @type {Response} */ (answers.shift()),
    async () => {
      countDownloads(() => {});
      for (let count = 0; count < 2; count++) {
        const module = await WebAssembly.compileStreaming(fetch("/a.wasm"));
        assert.ok(module instanceof WebAssembly.Module);
      }
      for (const expected of untouched) assert.equal(await fetch("/a"), expected);
    },
  );
});

test("an answer is kept with the published bytes alone, and makes a page isolated", async () => {
  const kept = await verified(
    new Response("abc", { headers: { "Content-Type": "text/css", "X-Other": "1" } }),
    ABC.slice(0, 16),
  );
  assert.ok(kept);
  assert.equal(await kept.text(), "abc");
  assert.deepEqual(Object.fromEntries(kept.headers), {
    "content-type": "text/css",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
  });
});

test("what is damaged, not there, a part, or never came whole is not kept", async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error("cut off")) });
  const answers = [
    new Response("abd"),
    new Response("abc", { status: 404 }),
    new Response("abc", { status: 206 }),
    new Response(broken),
  ];
  for (const response of answers) assert.equal(await verified(response, ABC), null);
});
