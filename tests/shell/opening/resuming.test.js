// What a page goes on with: the photo that it had open, or the one that a cut-out was made from.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { hexSha256 } from "../../../pyscript/shell/files/sha256.js";
import { createMemory } from "../../../pyscript/shell/opening/memory.js";
import { openKept, openPhotoOf, sitePath } from "../../../pyscript/shell/opening/resuming.js";
import { tooMany } from "../../../pyscript/shell/opening/storage.js";
import {
  clearHandover,
  clearHandovers,
  handedOver,
  handOver,
} from "../../../pyscript/shell/opening/unwritten.js";
import { ClickcutError, model } from "../../../pyscript/shell/words/texts.js";
import { withGlobals } from "../globals.js";

const PAGE = { location: new URL("https://site.test/app/"), document: { baseURI: "https://site.test/app/" } };

/** A tab's own storage: its entries are its properties. @param {boolean} [isFull] */
function tabStorage(isFull = false) {
  const methods = {
    getItem: (/** @type {string} */ key) => entries[key] ?? null,
    removeItem: (/** @type {string} */ key) => Reflect.deleteProperty(entries, key),
    setItem(/** @type {string} */ key, /** @type {string} */ value) {
      if (isFull) throw new Error("QuotaExceededError");
      entries[key] = value;
    },
  };
  /** @type {Record<string, any>} */
  const entries = Object.create(methods);
  return entries;
}

const [NONE, ONE] = [1, 2].map((active) => ({ objects: [], active, count: active }));
const HISTORY = { documents: [NONE, ONE], position: 1 };

test("what a page could not write any more is handed to the next page of the tab", () =>
  withGlobals({ sessionStorage: Object.assign(tabStorage(), { mine: "1" }) }, () => {
    handOver("photo", model, HISTORY);
    handOver("other", model, HISTORY);
    assert.deepEqual(handedOver("photo", model), HISTORY);
    assert.equal(handedOver("photo", "another model"), null);
    assert.equal(handedOver("never", model), null);
    clearHandover("photo");
    assert.equal(handedOver("photo", model), null);
    clearHandovers();
    assert.deepEqual(Object.keys(sessionStorage), ["mine"], "what the page around keeps is its own");
  }));

test("what was planted where a page hands over is as if it weren't there", () =>
  withGlobals({ sessionStorage: tabStorage() }, () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    for (const history of [
      `{"documents":[${deep}],"position":0}`,
      "{}",
      '{"documents":7,"position":0}',
      "[]",
    ]) {
      sessionStorage.setItem("clickcut-unwritten-photo", `{"model":"${model}","history":${history}}`);
      assert.equal(handedOver("photo", model), null);
    }
  }));

test("a tab that may store nothing, or has no room, breaks nothing", async () => {
  await withGlobals({ sessionStorage: tabStorage(true) }, () => {
    handOver("photo", model, HISTORY);
    assert.equal(handedOver("photo", model), null);
  });
  handOver("photo", model, HISTORY); // there is no such storage here
  clearHandovers();
  assert.equal(handedOver("photo", model), null);
});

test("where no database can be had, nothing is remembered and nothing breaks", () =>
  withGlobals({ sessionStorage: tabStorage() }, async () => {
    const memory = createMemory({ isOn: () => true, page: () => "/" });
    assert.deepEqual(
      [await memory.last(), await memory.photo("p"), await memory.history("p")],
      [null, null, null],
    );
    handOver("photo", model, HISTORY);
    assert.deepEqual(await memory.history("photo"), HISTORY, "the tab itself has told");
    handOver("photo", model, { documents: [NONE], position: 0 });
    assert.equal(await memory.history("photo"), null, "nothing was done to it");
    await memory.forget();
  }));

test("an element that is told to forget recalls nothing, not even of the tab", () =>
  withGlobals({ sessionStorage: tabStorage() }, async () => {
    handOver("photo", model, HISTORY);
    const memory = createMemory({ isOn: () => false, page: () => "/" });
    assert.equal(await memory.history("photo"), null);
  }));

for (const asked of /** @type {const} */ (["last", "forget"]))
  test(`a database that stays silent is not waited for longer than ten seconds: ${asked}`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const silent = { indexedDB: { open: () => ({}) }, sessionStorage: tabStorage() };
      await withGlobals(silent, async () => {
        let isOver = false;
        void createMemory({ isOn: () => true, page: () => "/" })
          [asked]()
          .then((found) => {
            isOver = true;
            assert.ok(!found);
          });
        for (let turn = 0; turn < 100; turn++) {
          await null;
          assert.equal(isOver, false, `after ${turn} turns`);
          mock.timers.tick(100);
        }
        await turns();
        assert.equal(isOver, true);
      });
    } finally {
      mock.timers.reset();
    }
  });

/** Let everything come to its end that waits for no timer. */
async function turns() {
  for (let turn = 0; turn < 20; turn++) await null;
}

test("of what is kept the longest unused goes first, by number and by size", () => {
  const heads = [
    ["old", 10, 1],
    ["new", 10, 3],
    ["middle", 10, 2],
  ].map(([id, size, used]) => ({
    id: String(id),
    size: Number(size),
    used: Number(used),
  }));
  assert.deepEqual(tooMany(heads, { photos: 3, bytes: 30 }), []);
  assert.deepEqual(tooMany(heads, { photos: 2, bytes: 30 }), ["old"]);
  assert.deepEqual(tooMany(heads, { photos: 3, bytes: 19 }), ["middle", "old"]);
  const huge = [...heads, { id: "huge", size: 25, used: 4 }];
  assert.deepEqual(
    tooMany(huge, { photos: 8, bytes: 24 }),
    ["huge", "old"],
    "one that is too large takes no room",
  );
});

test("a recipe tells a photo's path on this site, and nothing of other sites or of secrets", () =>
  withGlobals(PAGE, () => {
    assert.equal(sitePath("photos/cat.jpg"), "/app/photos/cat.jpg");
    assert.equal(sitePath("https://site.test/cat.jpg#1"), "/cat.jpg");
    for (const address of [
      "",
      "cat.jpg?key=secret",
      "https://other.test/cat.jpg",
      "blob:https://site.test/1-2",
    ])
      assert.equal(sitePath(address), "", address);
  }));

const KEPT = {
  id: "k",
  blob: new Blob(["photo"], { type: "image/png" }),
  name: "cat.png",
  address: "/cat.png",
};
/** An embedding's header. @param {object} metadata */
function embedded(metadata) {
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata }));
  return Uint8Array.of(text.length, 0, 0, 0, 0, 0, 0, 0, ...text);
}
const EMBEDDING = embedded({ fingerprint: "00" });
const parts = new Map([["0,0,9,9", EMBEDDING]]);
const kept = /** @type {any} */ ({ ...KEPT, model, embedding: EMBEDDING, parts });
const older = /** @type {any} */ ({ ...kept, address: "", embedding: embedded({ model }) });

/** A way to open photos, and what was opened and dropped. @param {{error?: Error, photo?: any}} [given] */
function way({ error, photo = null } = {}) {
  /** @type {any[]} */
  const opened = [];
  /** @type {string[]} */
  const dropped = [];
  const aborting = new AbortController();
  const given = {
    open: async (/** @type {Blob} */ blob, /** @type {any} */ where) => {
      opened.push([blob, where]);
      if (error) throw error;
      return "opened";
    },
    memory: { photo: async () => photo, drop: (/** @type {string} */ id) => dropped.push(id) },
    signal: aborting.signal,
    again: { api: "/api/" },
  };
  return { way: /** @type {any} */ (given), opened, dropped, aborting };
}

test("a kept photo is opened from what is kept alone", async () => {
  const { way: it, opened } = way();
  assert.equal(String(await openKept(kept, it)), "opened");
  const [[file, where]] = opened;
  assert.deepEqual([file.name, file.type, await file.text()], ["cat.png", "image/png", "photo"]);
  assert.deepEqual(where, { embedding: EMBEDDING, address: "/cat.png", sha256: "k", api: null, parts });
  assert.equal(await openKept(null, it), null);
  await openKept({ ...kept, parts: undefined }, it);
  assert.deepEqual(opened[1][1].parts, new Map(), "of a page from before there were any");
});

test("a kept photo that can't be read any more is dropped; another failure is told", async () => {
  const damaged = way({ error: new ClickcutError("embedding-damaged") });
  assert.equal(await openKept(kept, damaged.way), null);
  assert.deepEqual(damaged.dropped, ["k"]);
  const failed = way({ error: new ClickcutError("runtime-failed") });
  await assert.rejects(openKept(kept, failed.way), { code: "runtime-failed" });
  assert.deepEqual(failed.dropped, []);
});

test("a kept photo whose embedding says nothing of its picture is encoded again, by whoever did it", async () => {
  const { way: it, opened } = way();
  assert.equal(String(await openKept(older, it)), "opened");
  assert.deepEqual(opened[0][1], { embedding: null, address: "", api: "/api/" });
  const byDevice = { ...older, embedding: embedded({ encoder: "device" }) };
  assert.equal(String(await openKept(byDevice, it)), "opened");
  assert.deepEqual(opened[1][1], { embedding: null, address: "", api: "/api/", encoder: "device" });
  const blind = way();
  assert.equal(String(await openKept(older, { ...blind.way, again: null })), "opened");
  assert.equal(blind.opened[0][1].embedding, older.embedding);
});

test("where nobody encodes it now, such a photo is not opened and stays kept; nor one that has an address", async () => {
  for (const code of ["no-encoder", "server-unreachable", "encoder-unreachable"]) {
    const alone = way({ error: new ClickcutError(code) });
    assert.equal(await openKept(older, alone.way), null);
    assert.deepEqual([alone.opened.length, alone.dropped], [1, []]);
    await assert.rejects(openKept(kept, alone.way), { code });
  }
  const stopped = way({ error: new ClickcutError("worker-died") });
  await assert.rejects(openKept(older, stopped.way), { code: "worker-died" });
  const { way: it, opened, dropped } = way();
  assert.equal(await openKept({ ...older, address: "/cat.png" }, it), null);
  assert.deepEqual([opened, dropped], [[], []]);
});

/** Open the photo of a recipe that says where it is. @param {string} address @param {any} it @param {Response | Error} answer */
async function openRecipe(address, it, answer, api = "/api/") {
  const sha256 = await hexSha256(new TextEncoder().encode("photo"));
  /** @type {any[]} */
  const asked = [];
  const fetch = async (/** @type {URL} */ url, /** @type {RequestInit} */ { credentials, redirect }) => {
    asked.push([url.href, credentials, redirect]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let found;
  await withGlobals({ ...PAGE, fetch }, async () => {
    found = await openPhotoOf(
      { photo: { sha256, name: "cat.png", width: 6, height: 4, address }, document: NONE, notes: [] },
      api,
      it,
    );
  });
  return { found, asked };
}

test("the photo of a recipe is fetched from this site, without cookies and without a redirect", async () => {
  const { way: it, opened } = way();
  const { found, asked } = await openRecipe("/photos/cat.png", it, new Response("photo"));
  assert.equal(found, "opened");
  assert.deepEqual(asked, [["https://site.test/photos/cat.png", "omit", "error"]]);
  assert.deepEqual(opened[0][1], { api: "/api/", embedding: null, address: "/photos/cat.png" });
});

test("the photo of a recipe is not fetched where it is kept, nor from other sites, nor without an encoder", async () => {
  const known = await openRecipe("/photos/cat.png", way({ photo: kept }).way, new Response("photo"));
  assert.deepEqual(known, { found: "opened", asked: [] });
  for (const address of ["", "https://other.test/cat.png", "//other.test/cat.png"])
    assert.deepEqual(await openRecipe(address, way().way, new Response("photo")), { found: null, asked: [] });
  const none = await openRecipe("/a.png", way().way, new Response("photo"), /** @type {any} */ (null));
  assert.deepEqual(none, { found: null, asked: [] });
});

test("another photo at that address, or none, is not taken for it", async () => {
  for (const answer of [
    new Response("other"),
    new Response("photo", { status: 404 }),
    new TypeError("network"),
  ]) {
    const { way: it, opened } = way();
    const { found } = await openRecipe("/photos/cat.png", it, answer);
    assert.deepEqual([found, opened], [null, []]);
  }
});
