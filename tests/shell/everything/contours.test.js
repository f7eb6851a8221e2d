import assert from "node:assert/strict";
import { test } from "node:test";
import { contoursOf } from "../../../pyscript/shell/everything/contours.js";

/** A mask of so many pixels a side. @param {number} side @param {(x: number, y: number) => number} logit */
const mask = (side, logit) =>
  Float32Array.from({ length: side * side }, (_, place) => logit(place % side, Math.floor(place / side)));

/** What a line encloses, in mask pixels; the sign tells which way round. @param {number[]} line */
function area(line) {
  let sum = 0;
  for (let place = 0; place < line.length; place += 2) {
    const [x, y] = [line[place], line[place + 1]];
    const [nextX, nextY] = [line[(place + 2) % line.length], line[(place + 3) % line.length]];
    sum += x * nextY - nextX * y;
  }
  return sum / 2;
}

test("a disc is one line that encloses it, between the pixels where its logits say so", () => {
  const disc = mask(32, (x, y) => 8 - Math.hypot(x + 0.5 - 16, y + 0.5 - 15));
  const lines = contoursOf(disc, [32, 32]);
  assert.equal(lines.length, 1);
  assert.ok(Math.abs(Math.abs(area(lines[0])) - Math.PI * 64) < 4);
  for (let place = 0; place < lines[0].length; place += 2)
    assert.ok(Math.abs(Math.hypot(lines[0][place] - 16, lines[0][place + 1] - 15) - 8) < 0.1);
});

test("a hole is a line the other way round", () => {
  const ring = mask(32, (x, y) => 4 - Math.abs(9 - Math.hypot(x + 0.5 - 16, y + 0.5 - 16)));
  const areas = contoursOf(ring, [32, 32])
    .map(area)
    .sort((a, b) => a - b);
  assert.equal(areas.length, 2);
  assert.ok(areas[0] < 0 && areas[1] > 0);
  assert.ok(Math.abs(Math.abs(areas[0] + areas[1]) - Math.PI * (13 ** 2 - 5 ** 2)) < 8);
});

test("what reaches the photo's border goes on beyond it, where it is clipped", () => {
  const corner = mask(16, (x, y) => (x < 4 && y < 4 ? 1 : -1));
  const [line] = contoursOf(corner, [16, 16]);
  const xs = line.filter((_, place) => place % 2 === 0);
  assert.ok(Math.min(...xs) <= -0.5);
  assert.equal(Math.max(...xs), 4);
});

test("beyond the extent nothing is drawn", () => {
  const all = mask(16, () => 1);
  const [line] = contoursOf(all, [10.5, 16]);
  assert.ok(Math.max(...line.filter((_, place) => place % 2 === 1)) <= 12.5);
  assert.deepEqual(
    contoursOf(
      mask(16, (_, y) => (y < 11 ? -1 : 1)),
      [10.5, 16],
    ),
    [],
  );
});

test("two that touch at a corner are closed lines, whichever way they are joined", () => {
  for (const between of [-1.5, 1.5]) {
    const two = mask(8, (x, y) =>
      x < 4 === y < 4 ? (x >= 2 && x < 6 && y >= 2 && y < 6 ? 1 + Math.max(0, between) : -1) : -1,
    );
    const lines = contoursOf(two, [8, 8]);
    assert.equal(lines.length, between > 0 ? 1 : 2);
  }
});
