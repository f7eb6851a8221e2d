// A wheel that goes from one mask to the next: one step a notch, however finely the device counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createNotches } from "../../../pyscript/shell/around/candidates.js";

/** What a row of turns comes to. @param {number[]} turns @param {{sideways?: boolean, deltaMode?: number}} [how] */
function turned(turns, { sideways = false, deltaMode = 0 } = {}) {
  const notches = createNotches();
  return turns.map((by) => notches({ deltaX: sideways ? by : 0, deltaY: sideways ? 0 : by, deltaMode }));
}

test("a mouse's notch is one step, down to the next and up to the one before", () => {
  assert.deepEqual(turned([100, 120, -100]), [1, 1, -1]);
});

test("of a trackpad's many small turns only every sixty pixels are a step", () => {
  assert.deepEqual(turned([20, 20, 20, 20, 20, 20]), [0, 0, 1, 0, 0, 1]);
});

test("who turns back begins to count anew", () => {
  assert.deepEqual(turned([50, -20, -39, -1]), [0, 0, 0, -1]);
});

test("a wheel that counts in lines makes a step each time", () => {
  assert.deepEqual(turned([1, 3, -1], { deltaMode: 1 }), [1, 1, -1]);
});

test("with Shift, some systems turn the wheel sideways", () => {
  assert.deepEqual(turned([100, -100], { sideways: true }), [1, -1]);
});
