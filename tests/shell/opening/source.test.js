// Where a photo and its embedding come from, and what is said when they don't come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchEmbedding, openPhoto, requestEmbedding } from "../../../pyscript/shell/opening/source.js";
import { model } from "../../../pyscript/shell/words/texts.js";
import { withGlobals } from "../globals.js";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of "abc"
const PHOTO = new Blob(["abc"]);

/**
 * Ask a host that answers by method and address; tells what it was asked.
 * @param {Record<string, () => Response>} answers  those that are missing can't be reached
 * @param {(context: import("../../../pyscript/shell/opening/source.js").Context) => unknown} body
 */
async function online(answers, body) {
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {URL} */ url, /** @type {RequestInit} */ { method = "GET", signal }) => {
    signal?.throwIfAborted();
    const line = `${method} ${url.href.replace("https://site.test", "")}`;
    asked.push(line);
    const answer = answers[line];
    if (!answer) throw new TypeError("network");
    return answer();
  };
  const document = { baseURI: "https://site.test/app/" };
  await withGlobals({ fetch, document, origin: "https://site.test" }, () =>
    body({ signal: new AbortController().signal, onStage() {} }),
  );
  return asked;
}

test("a photo's name is the last part of its address, as people write it", () =>
  online(
    Object.fromEntries(
      ["/app/gr%C3%B6%C3%9Fe.jpg", "/100%.png", "/"].map((path) => [
        `GET ${path}`,
        () => new Response("abc"),
      ]),
    ),
    async (context) => {
      const name = async (/** @type {string} */ address) => (await openPhoto(address, context)).name;
      assert.equal(await name("größe.jpg"), "größe.jpg");
      assert.equal(await name("/100%.png"), "100%.png");
      assert.equal(await name("/"), "photo");
    },
  ));

test("a file keeps its name, and a photo without one is called so", async () => {
  const asked = await online({}, async (context) => {
    assert.deepEqual((await openPhoto(new File(["abc"], "cat.jpg"), context)).name, "cat.jpg");
    const { blob, name } = await openPhoto(PHOTO, context);
    assert.deepEqual([await blob.text(), name], ["abc", "photo"]);
  });
  assert.deepEqual(asked, []);
});

test("a photo or an embedding that is not there is named", () =>
  online({ "GET /app/gone.jpg": () => new Response("", { status: 404 }) }, async (context) => {
    for (const url of ["gone.jpg", "/offline.jpg"]) {
      await assert.rejects(openPhoto(url, context), { code: "photo-unreachable", values: { url } });
      await assert.rejects(fetchEmbedding(url, context), { code: "embedding-unreachable", values: { url } });
    }
  }));

test("who gives up is told so, whatever was under way", () =>
  online({}, async ({ onStage }) => {
    const context = { signal: AbortSignal.abort(), onStage };
    await assert.rejects(openPhoto("a.jpg", context), { code: "cancelled" });
    await assert.rejects(requestEmbedding("/", PHOTO, context), { code: "cancelled" });
  }));

const KNOWN = `GET /sub/api/v1/embeddings/${ABC}?model=${model}`;
const SENT = "POST /sub/api/v1/embeddings";

test("a photo that the encoder knows is not sent again", async () => {
  const asked = await online({ [KNOWN]: () => new Response("e") }, async (context) => {
    assert.deepEqual(await requestEmbedding("/sub", PHOTO, context), Uint8Array.of(101));
  });
  assert.deepEqual(asked, [KNOWN]);
});

test("a photo that it does not know is sent", async () => {
  const answers = { [KNOWN]: () => new Response("", { status: 404 }), [SENT]: () => new Response("e") };
  const asked = await online(answers, async (context) => {
    assert.deepEqual(await requestEmbedding("/sub/", PHOTO, context), Uint8Array.of(101));
  });
  assert.deepEqual(asked, [KNOWN, SENT]);
});

test("what the encoder says of a photo is handed on, and an answer of somebody else's is an error", async () => {
  const unknown = () => new Response("", { status: 404 });
  const problem = { code: "too-many-pixels", values: { limit: "50" }, detail: "Too many pixels." };
  const refuse = () => new Response(JSON.stringify(problem), { status: 413 });
  await online({ [KNOWN]: unknown, [SENT]: refuse }, (context) =>
    assert.rejects(requestEmbedding("/sub", PHOTO, context), {
      code: "too-many-pixels",
      values: { limit: "50" },
      message: "Too many pixels.",
    }),
  );
  const proxy = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  await online({ [KNOWN]: unknown, [SENT]: proxy }, (context) =>
    assert.rejects(requestEmbedding("/sub", PHOTO, context), { code: "internal-error" }),
  );
  await online({}, (context) =>
    assert.rejects(requestEmbedding("/sub", PHOTO, context), { code: "server-unreachable" }),
  );
});

test("what another site does not give, and what is a page, is said by what it is", () =>
  online(
    {
      "GET /page": () => new Response("<p>", { headers: { "Content-Type": "text/html; charset=utf-8" } }),
    },
    async (context) => {
      for (const [address, code, message] of /** @type {const} */ ([
        ["https://other.test/cat.jpg?key=1", "photo-elsewhere", / other\.test,/],
        ["file:///home/cat.jpg", "photo-elsewhere", / file:,/],
        ["/missing.jpg", "photo-unreachable", / \/missing\.jpg /],
        ["/page", "photo-page", / \/page /],
      ]))
        await assert.rejects(openPhoto(address, context), { code, message });
    },
  ));

test("a photo that is its own address is opened without a request", async () => {
  const asked = await online({}, async (context) => {
    const { blob, name } = await openPhoto("data:image/png;base64,AAEC", context);
    assert.deepEqual([blob.type, blob.size, name], ["image/png", 3, "photo"]);
  });
  assert.deepEqual(asked, []);
});

test("a file is kept as it is opened; one that is gone by then is said to be", async () => {
  const context = /** @type {any} */ ({ signal: new AbortController().signal, onStage() {} });
  const file = new File(["abc"], "cat.jpg", { type: "image/jpeg" });
  let isGone = false;
  const { arrayBuffer } = file;
  file.arrayBuffer = () =>
    isGone ? Promise.reject(new DOMException("gone", "NotReadableError")) : arrayBuffer.call(file);
  const { blob, name } = await openPhoto(file, context);
  isGone = true;
  assert.deepEqual([await blob.text(), blob.type, name], ["abc", "image/jpeg", "cat.jpg"]);
  await assert.rejects(openPhoto(file, context), { code: "file-unreadable" });
});
