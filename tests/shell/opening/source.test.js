// Where a photo and its embedding come from, and what is said when they don't come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchEmbedding, openPhoto, requestEmbedding } from "../../../pyscript/shell/opening/source.js";
import { model } from "../../../pyscript/shell/words/texts.js";
import { withGlobals } from "../globals.js";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of "abc"
const PHOTO = new Blob(["abc"]);
const PNG = "\x89PNG\r\n\x1a\n";

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
  class XMLHttpRequest {
    upload = { onprogress: (/** @type {{loaded: number, total: number}} */ _) => {} };
    onload = () => {};
    onerror = () => {};
    onloadend = () => {};
    response = new ArrayBuffer(0);
    status = 0;
    setRequestHeader() {}

    /** @param {string} method @param {URL} url */
    open(method, url) {
      this.answer = fetch(url, { method });
    }

    /** @param {Blob} body */
    async send({ size }) {
      for (const loaded of [1, size]) this.upload.onprogress({ loaded, total: size });
      try {
        const response = await /** @type {Promise<Response>} */ (this.answer);
        this.status = response.status;
        this.response = await response.arrayBuffer();
        this.onload();
      } catch {
        this.onerror();
      }
      this.onloadend();
    }
  }
  /** @type {string[]} */
  const stages = [];
  const onStage = (/** @type {string} */ stage, loaded = 0, total = 0) =>
    stages.push(total ? `${stage} ${loaded} of ${total}` : stage);
  const document = { baseURI: "https://site.test/app/" };
  await withGlobals({ fetch, XMLHttpRequest, document, origin: "https://site.test" }, () =>
    body({ signal: new AbortController().signal, onStage }),
  );
  return Object.assign(asked, { stages });
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
  assert.deepEqual([...asked], []);
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

const KNOWN = `GET /sub/api/v1/embeddings/${ABC}?model=${model}&unknown=204`;
const SENT = "POST /sub/api/v1/embeddings";

test("a photo that the encoder knows is not sent again", async () => {
  const asked = await online({ [KNOWN]: () => new Response("e") }, async (context) => {
    assert.deepEqual(await requestEmbedding("/sub", PHOTO, context), Uint8Array.of(101));
  });
  assert.deepEqual([...asked], [KNOWN]);
});

test("a photo that it does not know is sent", async () => {
  // A server of before says 404 all the same.
  for (const status of [204, 404]) {
    const answers = { [KNOWN]: () => new Response(null, { status }), [SENT]: () => new Response("e") };
    const asked = await online(answers, async (context) => {
      assert.deepEqual(await requestEmbedding("/sub/", PHOTO, context), Uint8Array.of(101));
    });
    assert.deepEqual([...asked], [KNOWN, SENT]);
    assert.deepEqual(asked.stages, ["encoding", "sending 1 of 3", "encoding"]);
  }
});

test("what is larger than the encoder says that it takes is not sent", async () => {
  const png = new Uint8Array(24);
  png.set([...PNG].map((letter) => letter.charCodeAt(0)));
  new DataView(png.buffer).setUint32(16, 2048);
  new DataView(png.buffer).setUint32(20, 1025);
  for (const [megabytes, megapixels, code, told] of /** @type {const} */ ([
    ["9", "2", "too-many-pixels", { width: "2048", height: "1025", limit: "2" }],
    ["0", "3", "too-many-bytes", { limit: "0" }],
  ])) {
    const headers = { "Clickcut-Max-Megabytes": megabytes, "Clickcut-Max-Megapixels": megapixels };
    const refuse = () => new Response(null, { status: 204, headers });
    const answers = new Proxy({}, { get: () => refuse });
    const asked = await online(answers, (context) =>
      assert.rejects(requestEmbedding("/sub", new Blob([png]), context), { code, values: told }),
    );
    assert.deepEqual(
      asked.map((line) => line.slice(0, 4)),
      ["GET "],
    );
  }
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
        ["/page", "photo-page", /^\/page /],
      ]))
        await assert.rejects(openPhoto(address, context), { code, message });
    },
  ));

test("a photo that is its own address is opened without a request", async () => {
  const asked = await online({}, async (context) => {
    const { blob, name } = await openPhoto("data:image/png;base64,AAEC", context);
    assert.deepEqual([blob.type, blob.size, name], ["image/png", 3, "photo"]);
  });
  assert.deepEqual([...asked], []);
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

test("a busy server is asked again after the time that it names, a few times, unless that is cancelled", async () => {
  const problem = { code: "busy", values: { seconds: "0.01" }, detail: "Busy." };
  const refuse = () => new Response(JSON.stringify(problem), { status: 503 });
  const unknown = () => new Response(null, { status: 204 });
  const turns = [refuse, refuse, () => new Response("e")];
  const asked = await online(
    { [KNOWN]: unknown, [SENT]: () => (turns.shift() ?? refuse)() },
    async (context) => {
      assert.deepEqual(await requestEmbedding("/sub/", PHOTO, context), Uint8Array.of(101));
    },
  );
  assert.deepEqual([...asked], [KNOWN, SENT, SENT, SENT]);
  assert.equal(asked.stages.filter((stage) => stage === "server-busy").length, 2);

  const often = await online({ [KNOWN]: unknown, [SENT]: refuse }, (context) =>
    assert.rejects(requestEmbedding("/sub/", PHOTO, context), { code: "busy" }),
  );
  assert.equal(often.filter((line) => line === SENT).length, 6);

  problem.values.seconds = "60";
  const stopping = new AbortController();
  await online({ [KNOWN]: unknown, [SENT]: refuse }, async ({ onStage }) => {
    const context = { signal: stopping.signal, onStage };
    const stop = (/** @type {string} */ stage) => stage === "server-busy" && stopping.abort();
    await assert.rejects(
      requestEmbedding("/sub/", PHOTO, {
        ...context,
        onStage: (stage) => void setTimeout(() => stop(stage)),
      }),
      { code: "cancelled" },
    );
  });
});
