// What the line under the photo says: next to do is seen, the result is heard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { statusOf } from "../../../pyscript/shell/panel/status.js";
import { ENGLISH } from "../../../pyscript/shell/words/words.js";

const NOW = { isLoading: false, hasContinued: false, notes: [], picture: { points: [] } };
const CUP = { id: 2, name: "Cup", active: true, area: 2400, score: 0.97 };

/** @param {object[]} objects @param {object} [client] @param {import("../../../pyscript/shell/panel/controls.js").Mode} [mode] */
function told(objects, client, mode = "include") {
  const state = /** @type {any} */ ({ photo: { width: 200, height: 100 }, objects });
  return statusOf(state, /** @type {any} */ ({ ...NOW, ...client }), mode, ENGLISH);
}

test("after a click it says what to do next, and the result is heard with name and share", () => {
  assert.deepEqual(told([CUP]), [
    "Selected. Click what is missing, right-click what is too much.",
    "Cup, 12 % of the photo",
  ]);
});

test("who removes is told of that first", () => {
  const [removing] = told([CUP], {}, "exclude");
  assert.equal(removing, "Selected. Click what is too much; choose Add for what is missing.");
});

test("with a brush there is nothing to click next", () => {
  assert.deepEqual(told([CUP], {}, "brush")[0], "Selected");
});

test("nothing found is no result", () => {
  assert.deepEqual(told([{ ...CUP, area: 0 }]), ["Nothing found here. Click another place."]);
});

test("a photo is ready, with what should be known of its file and nothing else", () => {
  assert.deepEqual(told([]), ["Ready"]);
  assert.deepEqual(told([], { notes: ["first-frame"] }), [
    "Ready · This file holds several pictures; the first one is used.",
  ]);
});
