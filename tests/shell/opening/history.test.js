// What the page keeps of a session: its history, its masks, its timings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, isHistory, UNTOUCHED } from "../../../pyscript/shell/opening/history.js";
import { complete } from "../../../pyscript/shell/opening/masks.js";
import { Timings } from "../../../pyscript/shell/worker/timings.js";

const [none, one, two, other, again] = [1, 2, 3, 4, 5].map((count) => ({ objects: [], active: 1, count }));
const CLICKS = [none, one, two].reduce(
  (history, document, position) => follow(history, { document, position, count: position + 1 }),
  UNTOUCHED,
);

/** @param {number} depth @returns {unknown} */
const nested = (depth) => (depth === 0 ? 0 : [nested(depth - 1)]);

test("what somebody else wrote is no history where it has not its form, or nests deeper than Python's stack", () => {
  assert.ok(isHistory(CLICKS));
  assert.ok(isHistory({ documents: [nested(20)], position: 0 }));
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  for (const documents of [nested(40), [deep], [{ objects: deep }], {}, null])
    assert.ok(!isHistory({ documents, position: 0 }));
  for (const other of [null, undefined, 7, "history", {}, { documents: [], position: "0" }])
    assert.ok(!isHistory(other));
});

test("a history grows by each step", () => {
  assert.deepEqual(CLICKS, { documents: [none, one, two], position: 2 });
  assert.deepEqual(UNTOUCHED, { documents: [], position: 0 }, "what was before is left as it was");
});

test("undo keeps what can be done again, another step drops it", () => {
  const undone = follow(CLICKS, { document: one, position: 1, count: 3 });
  assert.deepEqual(undone, { documents: [none, one, two], position: 1 });
  const changed = follow(undone, { document: other, position: 2, count: 3 });
  assert.deepEqual(changed, { documents: [none, one, other], position: 2 });
  const back = follow(CLICKS, { document: none, position: 0, count: 3 });
  assert.deepEqual(follow(back, { document: again, position: 1, count: 2 }).documents, [none, again]);
});

const PLACE = {
  extent: /** @type {const} */ ([192, 256]),
  part: /** @type {const} */ ([0, 0, 400, 300]),
  isSurrounded: false,
};

test("a mask that did not change keeps its logits, in whatever order", () => {
  const [cat, dog, bird] = [1, 2, 3].map((value) => Float32Array.of(value));
  const told = (/** @type {number} */ id, /** @type {string} */ key, /** @type {Float32Array} */ logits) => [
    { id, key, fades: false, logits, ...PLACE },
  ];
  const before = complete([...told(1, "a", cat), ...told(2, "b", dog)], []);
  const after = complete(
    [
      { id: 2, key: "b", fades: false, ...PLACE },
      { id: 3, key: "c", fades: true, logits: bird, ...PLACE },
      { id: 1, key: "a", fades: false, ...PLACE },
    ],
    before,
  );
  assert.deepEqual(
    after.map(({ id, fades }) => [id, fades]),
    [
      [2, false],
      [3, true],
      [1, false],
    ],
  );
  assert.ok(after[0].logits === dog && after[1].logits === bird && after[2].logits === cat);
});

test("logits that come anew go before those that are kept", () => {
  const before = [{ id: 1, key: "a", fades: false, logits: Float32Array.of(1), ...PLACE }];
  const fresh = Float32Array.of(3);
  assert.equal(complete([{ ...before[0], logits: fresh }], before)[0].logits, fresh);
});

test("the latest two hundred steps are timed, and counted on", () => {
  const timings = new Timings();
  let told = 0;
  timings.onAdd = () => told++;
  for (let step = 1; step <= 205; step++) timings.add("click", { decode: 3, roundtrip: 5, total: step });
  assert.equal(timings.latest.length, 200);
  assert.deepEqual(timings.latest[0], { step: 6, kind: "click", decode: 3, roundtrip: 5, total: 6 });
  assert.equal(timings.latest[199].step, 205);
  assert.equal(told, 205);
});

test("an answer that was kept did not decode in this step", () => {
  const timings = new Timings();
  timings.add("undo", { decode: 40, roundtrip: 2, total: 3 });
  timings.add("invert", { roundtrip: 2, total: 3 });
  assert.deepEqual(
    timings.latest.map(({ decode }) => decode),
    [0, 0],
  );
});
