// A file that could be a mask of the open photo: taken for one, it can be had as a photo all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bring } from "../../pyscript/shell/bringing.js";
import { writePng } from "../../pyscript/shell/files/png.js";

const GREY = new File(["grey"], "scan.png");
const PIXEL = /** @type {const} */ ({ width: 1, height: 1, channels: 1, data: Uint8Array.of(0) });

/** What is done with a file; `step` is done between taking and choosing. @param {File} file @param {{isMask: boolean, step?: boolean}} given */
async function brought(file, { isMask, step = false }) {
  /** @type {string[]} */
  const done = [];
  let history = {};
  /** @type {(() => Promise<void>) | undefined} */
  let other;
  const say = (/** @type {string} */ what) => async () => void done.push(what);
  await bring(file, {
    async importMask() {
      done.push("import");
      if (isMask) history = {};
      return isMask ? {} : null;
    },
    open: say("open"),
    undo: say("undo"),
    history: () => history,
    onMask(openInstead) {
      other = openInstead;
    },
  });
  const before = done.length;
  if (step) history = {};
  await other?.();
  return [done.slice(0, before), done.slice(before)];
}

test("what could be a mask is taken for one, and opened without a trace of that when a person wants it", async () => {
  assert.deepEqual(await brought(GREY, { isMask: true }), [["import"], ["undo", "open"]]);
  assert.deepEqual(await brought(GREY, { isMask: true, step: true }), [["import"], ["open"]], "work is kept");
});

test("what is no mask, or has a recipe, is opened", async () => {
  assert.deepEqual(await brought(GREY, { isMask: false }), [["import", "open"], []]);
  const text = "clickcut\0{}";
  const saved = new File(writePng({ ...PIXEL }, { profile: null, text }), "cut.png");
  assert.deepEqual(await brought(saved, { isMask: true }), [["open"], []]);
});

test("a file that can't be read is left to who opens it, to say so", async () => {
  const gone = new File(["x"], "gone.png");
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error("gone")) });
  assert.deepEqual(await brought(gone, { isMask: false }), [["import", "open"], []]);
});
