// The file that is begun while a person looks: for whom it is, and when it is given up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ahead, hasRoom } from "../../../pyscript/shell/files/ahead.js";

const FILE = { blob: new Blob(["png"]), name: "cat.png" };
const WORK = {};
const PNG = { format: "image/png", crop: false };

/** What was begun, and how to end it. */
function open() {
  /** @type {{options: any, watch: any, finish: () => Promise<void>, isStopped: boolean}[]} */
  const begun = [];
  const ahead = new Ahead(
    (options, watch) =>
      new Promise((resolve, reject) => {
        const finish = () => Promise.resolve(resolve(FILE));
        const each = { options, watch, finish, isStopped: false };
        watch.signal?.addEventListener("abort", () => {
          each.isStopped = true;
          reject(new Error("cancelled"));
        });
        begun.push(each);
      }),
  );
  return { ahead, begun };
}

test("a file is begun once, and given to who asks for the same", async () => {
  const { ahead, begun } = open();
  for (let turn = 0; turn < 3; turn++) ahead.begin(WORK, { ...PNG });
  assert.equal(begun.length, 1);
  await begun[0].finish();
  ahead.pause(); // what is done costs nobody time
  for (let turn = 0; turn < 2; turn++) assert.equal(await ahead.take(WORK, { ...PNG }, {}), FILE);
});

test("another state, another choice or another picture behind it is another file", async () => {
  const { ahead, begun } = open();
  const background = new Blob(["beach"]);
  ahead.begin(WORK, { ...PNG, background });
  await begun[0].finish();
  assert.equal(ahead.take({}, { ...PNG, background }, {}), null);
  assert.equal(ahead.take(WORK, { ...PNG, background, crop: true }, {}), null);
  assert.equal(ahead.take(WORK, { ...PNG, background: new Blob(["beach"]) }, {}), null);
  assert.equal(await ahead.take(WORK, { ...PNG, background }, {}), FILE);
  ahead.begin({}, PNG);
  assert.equal(ahead.take(WORK, { ...PNG, background }, {}), null, "more than one is kept");
  ahead.drop();
  assert.equal(begun[1].isStopped, true);
});

test("a click goes first; what somebody waits for goes on, says how far it is, and can be cancelled", async () => {
  const { ahead, begun } = open();
  ahead.begin(WORK, PNG);
  ahead.pause();
  assert.equal(begun[0].isStopped, true);
  assert.equal(ahead.take(WORK, PNG, {}), null);

  ahead.begin(WORK, PNG);
  /** @type {number[]} */
  const told = [];
  const cancelling = new AbortController();
  const watch = { signal: cancelling.signal, onProgress: (/** @type {number} */ share) => told.push(share) };
  begun[1].watch.onProgress(0.1);
  const taken = ahead.take(WORK, PNG, watch);
  begun[1].watch.onProgress(0.2);
  ahead.drop();
  assert.deepEqual([told, begun[1].isStopped], [[0.2], false]);
  cancelling.abort();
  await assert.rejects(/** @type {Promise<unknown>} */ (taken), { message: "cancelled" });
  assert.equal(begun[1].isStopped, true);
});

test("a file that can't be made is forgotten", async () => {
  const ahead = new Ahead((_options, _watch) => Promise.reject(new Error("no")));
  ahead.begin(WORK, PNG);
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(ahead.take(WORK, PNG, {}), null);
});

test("a photo that is large for a device is not begun unasked", () => {
  assert.equal(hasRoom({ width: 4000, height: 3000 }, 4), true);
  assert.equal(hasRoom({ width: 4000, height: 3000 }, 2), false);
  assert.equal(hasRoom({ width: 8000, height: 6000 }, 8), false);
});
