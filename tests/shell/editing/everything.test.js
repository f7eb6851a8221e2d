import assert from "node:assert/strict";
import { test } from "node:test";
import { Everything, takenOf } from "../../../pyscript/shell/editing/everything.js";

const PLANE = btoa(String.fromCharCode(...new Uint8Array(new Float32Array([1, -1, 1, -1]).buffer)));
const outlined = (/** @type {number} */ x) => ({ x, y: 5, mask: 2, score: 0.9, area: 0.1, plane: PLANE });

/**
 * A page whose worker tells this, one after the other; clicks at the places in `useless` don't give what was found.
 * @param {{places: number[], isDone?: boolean}[]} told @param {number[]} [useless]
 */
function createPage(told, useless = []) {
  /** @type {number[]} */
  const clicked = [];
  const page = { asked: 0, changes: 0, clicked, signals: /** @type {AbortSignal[]} */ ([]) };
  const seat = {
    async search(/** @type {AbortSignal} */ signal) {
      page.signals.push(signal);
      const { places, isDone = false } = told[Math.min(page.asked++, told.length - 1)];
      return {
        shapes: places.map(outlined),
        share: page.asked / told.length,
        isDone,
        extent: [2, 2],
        part: [0, 0, 9, 9],
      };
    },
  };
  const runner = { call: (/** @type {(asked: typeof seat) => unknown} */ ask) => ask(seat) };
  const everything = new Everything(/** @type {any} */ (runner), async (x) => {
    clicked.push(x);
    return useless.includes(x) ? null : { logits: new Float32Array(16), extent: [4, 4], part: [0, 0, 9, 9] };
  });
  const look = (/** @type {() => void} */ onChange = () => {}) =>
    everything.look(() => {
      page.changes++;
      onChange();
    });
  return { page, everything, look };
}

const places = (/** @type {Everything} */ { shapes }) => shapes.map(({ proposal }) => proposal.x);

test("what is found is there at once, and in the end all of it, in the order of the end", async () => {
  const { page, everything, look } = createPage([
    { places: [1] },
    { places: [2, 3] },
    { places: [3, 1], isDone: true },
  ]);
  /** @type {number[][]} */
  const seen = [];
  await look(() => seen.push(places(everything)));
  assert.deepEqual(seen.slice(0, 3), [[1], [1, 2, 3], [3, 1]]);
  assert.deepEqual(page.clicked, [3, 1]);
  assert.equal(everything.isDone, true);
  assert.equal(everything.share, 1);
  assert.ok(
    everything.shapes.every(({ logits }) => logits.length === 16),
    "as exact as clicks",
  );
});

test("what its click doesn't give is none of it", async () => {
  const { everything, look } = createPage([{ places: [1, 2, 3], isDone: true }], [2]);
  await look();
  assert.deepEqual(places(everything), [1, 3]);
  assert.equal(everything.isDone, true);
});

test("who stops it waits for nothing, and it goes on from there", async () => {
  const { page, everything, look } = createPage([{ places: [1] }, { places: [1, 2], isDone: true }]);
  const looked = look(() => everything.stop());
  await looked;
  assert.equal(page.signals[0].aborted, true);
  assert.deepEqual(places(everything), [1]);
  assert.equal(everything.isLooking, false);
  await look();
  assert.deepEqual(places(everything), [1, 2]);
});

test("what fails is told to whoever looks, once, and the next look tries again", async () => {
  let asked = 0;
  const runner = {
    async call() {
      if (asked++ === 0) throw new Error("no worker");
      return { shapes: [], share: 1, isDone: true, extent: [2, 2], part: [0, 0, 9, 9] };
    },
  };
  const everything = new Everything(/** @type {any} */ (runner), async () => null);
  let changes = 0;
  const look = () => everything.look(() => changes++);
  await assert.rejects(look(), /no worker/);
  assert.deepEqual([everything.isLooking, changes], [false, 0]);
  await look();
  assert.equal(everything.isDone, true);
});

test("what was found is looked for no more, until another photo is open", async () => {
  const { page, everything, look } = createPage([{ places: [1], isDone: true }]);
  await look();
  await look();
  assert.deepEqual([page.asked, page.clicked.length], [1, 1]);
  everything.forget();
  assert.deepEqual(everything.shapes, []);
  await look();
  assert.equal(page.asked, 2);
});

test("a photo with nothing in it is looked through once", async () => {
  const { page, everything, look } = createPage([{ places: [], isDone: true }]);
  await look();
  await look();
  assert.equal(page.asked, 1);
  assert.equal(everything.isDone, true);
});

test("an object that is a proposal and nothing else is known by its click", () => {
  const recipe = { points: [{ x: 1, y: 5, label: 1 }], box: null, start: 1, choices: [2] };
  const object = (/** @type {number} */ id, /** @type {object} */ more) => ({
    ...{ id, name: "", visible: true },
    recipe: { ...recipe, ...more },
  });
  const document = /** @type {any} */ ({
    objects: [
      object(1, {}),
      object(2, { points: [{ x: 2, y: 5, label: 1 }], choices: [null] }),
      object(3, { points: [{ x: 3, y: 5, label: 1 }], inverted: true }),
      object(4, { points: [...recipe.points, { x: 4, y: 4, label: 0 }], choices: [2, null] }),
    ],
  });
  assert.deepEqual([...takenOf(document)], [["1 5 2", 1]]);
  assert.equal(takenOf(null).size, 0);
});
