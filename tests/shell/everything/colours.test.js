import assert from "node:assert/strict";
import { test } from "node:test";
import { COLOURS, coloursOf } from "../../../pyscript/shell/everything/colours.js";
import { layered } from "../../../pyscript/shell/everything/painting.js";
import { smallestAt } from "../../../pyscript/shell/opening/foretold.js";

/** A rectangle of a photo of 64 × 64. @param {string} key @param {number[]} box  left, top, right and bottom */
function shape(key, [left, top, right, bottom]) {
  const logits = Float32Array.from({ length: 64 * 64 }, (_, place) => {
    const [x, y] = [place % 64, Math.floor(place / 64)];
    return x >= left && x < right && y >= top && y < bottom ? 1 : -1;
  });
  const area = ((right - left) * (bottom - top)) / 64 ** 2;
  return {
    ...{ key, logits, proposal: { x: left, y: top, mask: 1, score: 1, area } },
    extent: /** @type {[number, number]} */ ([64, 64]),
    part: /** @type {[number, number, number, number]} */ ([0, 0, 64, 64]),
  };
}

const [WHOLE, PART, ASIDE] = [
  shape("whole", [0, 0, 40, 64]),
  shape("part", [8, 8, 24, 24]),
  shape("aside", [40, 0, 64, 64]),
];

test("what touches or overlaps differs in colour", () => {
  const found = coloursOf([WHOLE, PART, ASIDE], new Map());
  assert.notEqual(found.get("whole"), found.get("part"));
  assert.notEqual(found.get("whole"), found.get("aside"));
  for (const colour of found.values()) assert.ok(COLOURS.includes(colour));
});

test("a row of more shapes than there are colours has no two alike side by side", () => {
  const row = Array.from({ length: 16 }, (_, place) =>
    shape(String(place), [4 * place, 0, 4 * (place + 1), 64]),
  );
  const colours = row.map(({ key }) => coloursOf(row, new Map()).get(key));
  for (const [place, colour] of colours.slice(1).entries()) assert.notEqual(colour, colours[place]);
  assert.ok(new Set(colours).size > 2, "and not two by turns");
});

test("a shape keeps its colour when others come, and those heed it", () => {
  const before = coloursOf([PART], new Map());
  const now = coloursOf([ASIDE, WHOLE, PART], before);
  assert.equal(now.get("part"), before.get("part"));
  assert.notEqual(now.get("whole"), now.get("part"));
});

test("the smaller lies above the larger, and is what is under the pointer", () => {
  assert.deepEqual(
    layered([PART, WHOLE, ASIDE]).map(({ key }) => key),
    ["whole", "aside", "part"],
  );
  const under = (/** @type {number} */ x, /** @type {number} */ y) =>
    smallestAt([WHOLE, PART, ASIDE], { x, y })?.key;
  assert.equal(under(10, 10), "part");
  assert.equal(under(30, 30), "whole");
  assert.equal(under(50, 30), "aside");
  assert.equal(smallestAt([PART], { x: 50, y: 50 }), null);
});
