// The list of points: what it is called while it is closed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf } from "../../../pyscript/shell/panel/prompts.js";
import { ENGLISH } from "../../../pyscript/shell/words/words.js";

const point = { x: 3, y: 4, label: 1 };
/** @type {[number, number, number, number]} */
const box = [1, 2, 30, 40];

test("the list says what it holds, and no coordinates, until it is opened", () => {
  const lists = [
    { points: [point], box: null },
    { points: [point, point], box: null },
    { points: [], box },
    { points: [point], box },
  ];
  assert.deepEqual(
    lists.map((each) => countOf(each, ENGLISH.label)),
    ["1 point", "2 points", "Box", "Box and 1 point"],
  );
});
