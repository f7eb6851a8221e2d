// When the stage asks for the real cut-out, and what it is shown of it.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createRendering } from "../../pyscript/shell/rendering.js";

const PHOTO = { width: 2000, height: 1000 };

/** Let what has been promised come. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

/** A page that looks at a cut-out: what was asked of the worker, and what to answer it with. */
function createPage() {
  /** @type {{seen: any, isQuick: boolean, answer: (made: any) => Promise<void>}[]} */
  const asked = [];
  /** @type {any} */
  const view = {
    seen: { density: 0.5, top: 0, bottom: 1000 },
    scene: { renderings: [] },
    show: (/** @type {any} */ changes) => Object.assign(view.scene, changes),
  };
  /** @type {any} */
  const client = {
    isLoading: false,
    state: { photo: PHOTO },
    picture: { masks: [{ key: "1:2", isActive: true }], points: [] },
    render: (/** @type {any} */ seen, /** @type {boolean} */ isQuick) =>
      new Promise((resolve) => {
        const answer = (/** @type {any} */ made) => {
          resolve(made);
          return settle();
        };
        asked.push({ seen, isQuick, answer });
      }),
  };
  /** @type {boolean[]} */
  const told = [];
  const rendering = createRendering(client, view, (isFile) => told.push(isFile));
  return { asked, client, view, rendering, told };
}

/** @param {Record<string, unknown>} [values] */
function made(values = {}) {
  let isClosed = false;
  const bitmap = { close: () => (isClosed = true), isClosed: () => isClosed };
  const size = { width: 1000, height: 500 };
  return {
    bitmap,
    part: [0, 0, PHOTO.width, PHOTO.height],
    size,
    start: 0,
    stop: 500,
    subject: null,
    isFinal: false,
    ...values,
  };
}

/** Run a test's body in time that is made. @param {() => unknown} body */
const timed = async (body) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    await body();
  } finally {
    mock.timers.reset();
  }
};

test("the cut-out is asked for once the hand has rested: soon, then as a file has it", () =>
  timed(async () => {
    const { asked, view, rendering, told } = createPage();
    rendering.rest();
    mock.timers.tick(149);
    assert.equal(asked.length, 0);
    rendering.rest(); // the hand has moved
    mock.timers.tick(149);
    assert.equal(asked.length, 0);
    mock.timers.tick(1);
    assert.deepEqual([asked.length, asked[0].isQuick], [1, true]);
    const quick = made();
    await asked[0].answer(quick);
    assert.deepEqual(
      view.scene.renderings.map((/** @type {any} */ { key, top, bottom, density }) => [
        key,
        top,
        bottom,
        density,
      ]),
      [["1:2", 0, 1000, 0.5]],
    );
    assert.equal(told.at(-1), false);
    mock.timers.tick(999);
    assert.equal(asked.length, 1);
    mock.timers.tick(1);
    assert.equal(asked[1].isQuick, false);
    await asked[1].answer(made({ isFinal: true }));
    assert.equal(view.scene.renderings.length, 1);
    assert.ok(quick.bitmap.isClosed());
    assert.equal(told.at(-1), true);
    mock.timers.tick(10_000);
    assert.equal(asked.length, 2);
  }));

test("what comes too late is not shown, and the newest is asked for", () =>
  timed(async () => {
    const { asked, client, view, rendering } = createPage();
    rendering.rest();
    mock.timers.tick(150);
    client.picture.masks = [{ key: "3:0", isActive: true }];
    rendering.rest();
    mock.timers.tick(150); // one at a time
    assert.equal(asked.length, 1);
    await asked[0].answer(made());
    assert.deepEqual(view.scene.renderings, []);
    mock.timers.tick(150);
    assert.equal(asked.length, 2);
    await asked[1].answer(made());
    assert.equal(view.scene.renderings[0].key, "3:0");
  }));

test("a closer look is asked for, and lies over the whole", () =>
  timed(async () => {
    const { asked, view, rendering } = createPage();
    rendering.rest();
    mock.timers.tick(150);
    await asked[0].answer(made({ isFinal: true }));
    view.seen = { density: 1, top: 100, bottom: 300 };
    rendering.rest();
    mock.timers.tick(150);
    assert.deepEqual(asked[1].seen, view.seen);
    await asked[1].answer(made({ size: PHOTO, start: 100, stop: 300, isFinal: true }));
    const rows = () => view.scene.renderings.map((/** @type {any} */ { top, bottom }) => [top, bottom]);
    assert.deepEqual(rows(), [
      [0, 1000],
      [100, 300],
    ]);
    view.seen = { density: 0.4, top: 0, bottom: 1000 };
    rendering.rest();
    mock.timers.tick(10_000);
    assert.equal(asked.length, 2, "the whole is still there");
  }));

test("nothing is asked for while a click waits, nor where no cut-out is looked at", () =>
  timed(() => {
    const { asked, client, view, rendering } = createPage();
    client.picture.points = [{ x: 1, y: 1, label: 1, pending: true }];
    rendering.rest();
    mock.timers.tick(10_000);
    client.picture.points = [];
    view.seen = null;
    rendering.rest();
    mock.timers.tick(10_000);
    assert.equal(asked.length, 0);
  }));

test("what can't be made is not asked for again and again", () =>
  timed(async () => {
    const { asked, rendering } = createPage();
    rendering.rest();
    mock.timers.tick(150);
    await asked[0].answer(null);
    mock.timers.tick(10_000);
    assert.equal(asked.length, 1);
  }));

test("of what is looked at closer no more is asked than its part has", () =>
  timed(async () => {
    const { asked, view, rendering } = createPage();
    view.seen = { density: 0.5, top: 0, bottom: 600 };
    rendering.rest();
    mock.timers.tick(150);
    const size = { width: 500, height: 500 };
    await asked[0].answer(made({ part: [100, 200, 600, 700], size, start: 0, stop: 420, isFinal: true }));
    const [{ top, bottom }] = view.scene.renderings;
    assert.deepEqual([top, bottom], [200, 620]);
    mock.timers.tick(5000);
    assert.equal(asked.length, 1);
  }));
