// What a file tells of a photo before anything can be asked: read as it was written, or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchForetold, foretoldOf, smallestAt } from "../../../pyscript/shell/opening/foretold.js";
import { model } from "../../../pyscript/shell/words/texts.js";

const PROPOSAL = { x: 5, y: 5, mask: 2, score: 0.9, area: 0.5 };
/** A photo of 512 × 256 pixels, which has 128 rows of 256 mask pixels. */
const FILE = {
  format: "clickcut-proposals/1",
  model,
  photo: { width: 512, height: 256 },
  sha256: "5e",
  extent: /** @type {const} */ ([128, 256]),
  isSure: true,
  proposals: [
    { ...PROPOSAL, runs: [0, 64 * 256, 64 * 256] }, // the upper half
    { ...PROPOSAL, area: 0.1, runs: [10 * 256 + 100, 50, 206, 50] }, // two rows within it
  ],
};

test("lengths are drawn row by row, outside first", () => {
  const told = foretoldOf(FILE);
  const [upper, rows] = /** @type {NonNullable<typeof told>} */ (told).offers;
  assert.equal(told?.isSure, true);
  assert.deepEqual(upper.part, [0, 0, 512, 256]);
  const isInside = (
    /** @type {typeof upper} */ { logits },
    /** @type {number} */ row,
    /** @type {number} */ column,
  ) => /** @type {number} */ (logits[row * 256 + column]) > 0;
  assert.deepEqual([isInside(upper, 63, 7), isInside(upper, 64, 7)], [true, false]);
  assert.deepEqual(
    [isInside(rows, 10, 120), isInside(rows, 11, 120), isInside(rows, 13, 120)],
    [true, true, false],
  );
});

test("of what lies under a place the smallest is meant", () => {
  const { offers } = /** @type {NonNullable<ReturnType<typeof foretoldOf>>} */ (foretoldOf(FILE));
  assert.equal(smallestAt(offers, { x: 240, y: 21 }), offers[1]);
  assert.equal(smallestAt(offers, { x: 240, y: 100 }), offers[0]);
  assert.equal(smallestAt(offers, { x: 240, y: 200 }), null);
});

for (const [name, file] of Object.entries({
  "another version": { ...FILE, format: "clickcut-proposals/2" },
  "another model": { ...FILE, model: "other" },
  nothing: null,
}))
  test(`${name} is not read`, () => {
    assert.equal(foretoldOf(/** @type {any} */ (file)), null);
  });

test("lengths that reach beyond the photo end with it, and nothing found is nothing sure", () => {
  const file = { ...FILE, proposals: [{ ...PROPOSAL, runs: [0, 1e12] }] };
  const [whole] = /** @type {NonNullable<ReturnType<typeof foretoldOf>>} */ (foretoldOf(file)).offers;
  assert.ok(/** @type {number} */ (whole.logits[126 * 256 + 9]) > 0);
  assert.ok(/** @type {number} */ (whole.logits[129 * 256 + 9]) < 0);
  assert.equal(foretoldOf({ ...FILE, proposals: [] })?.isSure, false);
});

test("a file that can't be had, or that makes no sense, is as if it weren't there", async () => {
  for (const answer of [
    new Response("", { status: 404 }),
    new Response("no JSON"),
    new Response('{"format": 1}'),
  ]) {
    globalThis.fetch = async () => answer;
    assert.equal(await fetchForetold("photo.json"), null);
  }
  globalThis.fetch = () => Promise.reject(new TypeError("offline"));
  assert.equal(await fetchForetold("photo.json"), null);
  globalThis.fetch = async () => Response.json({ ...FILE, proposals: 5 });
  assert.equal(await fetchForetold("photo.json"), null);
});
