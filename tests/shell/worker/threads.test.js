// How many threads the runtime may have, and why so many.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseThreads } from "../../../pyscript/shell/worker/threads.js";
import { withGlobals } from "../globals.js";

const MAC = { hardwareConcurrency: 8, platform: "MacIntel", maxTouchPoints: 0, userAgent: "Macintosh" };

/** @param {Partial<typeof MAC>} device @param {string | null} wanted @param {boolean} [crossOriginIsolated] */
async function chosen(device, wanted, crossOriginIsolated = true) {
  let found;
  await withGlobals({ navigator: { ...MAC, ...device }, crossOriginIsolated }, () => {
    found = chooseThreads(wanted);
  });
  return found;
}

test("four threads are enough, and no more than there are cores", async () => {
  for (const [cores, threads] of [
    [8, 4],
    [4, 4],
    [2, 2],
    [0, 1],
  ])
    assert.deepEqual(await chosen({ hardwareConcurrency: cores }, "auto"), { threads, reason: "cores" });
  assert.deepEqual(await chosen({}, null), { threads: 4, reason: "cores" });
});

test("the attribute may ask for more or fewer, up to the cores", async () => {
  assert.deepEqual(await chosen({}, "6"), { threads: 6, reason: "attribute" });
  assert.deepEqual(await chosen({}, "1"), { threads: 1, reason: "attribute" });
  assert.deepEqual(await chosen({}, "64"), { threads: 8, reason: "attribute" });
  assert.deepEqual(await chosen({}, "0"), { threads: 4, reason: "cores" });
});

test("a page that is not isolated has one, whatever it asks for", async () => {
  assert.deepEqual(await chosen({}, "8", false), { threads: 1, reason: "not-isolated" });
});

test("iPhones and iPads have one, also those that say they are Macs", async () => {
  const one = { threads: 1, reason: "ios" };
  assert.deepEqual(await chosen({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)" }, "4"), one);
  assert.deepEqual(await chosen({ maxTouchPoints: 5 }, null), one);
});
