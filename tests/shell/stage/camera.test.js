// Which photo pixel lies where on a stage, at any zoom, density and transform.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCamera } from "../../../pyscript/shell/stage/camera.js";
import { placeOn } from "../../../pyscript/shell/stage/plane.js";
import { toStage } from "../../../pyscript/shell/stage/viewport.js";
import { near } from "../near.js";

const PHOTO = { width: 1600, height: 1200 };
const STAGE = { width: 700, height: 520 };

/** A camera over the photo, how often it turned, and the viewport, which is there. */
function open() {
  globalThis.devicePixelRatio = 1;
  let turns = 0;
  const camera = createCamera(() => turns++);
  camera.resize(STAGE);
  camera.open(PHOTO);
  camera.resize(STAGE);
  const seen = () =>
    /** @type {import("../../../pyscript/shell/stage/viewport.js").Viewport} */ (camera.viewport);
  return { camera, seen, turns: () => turns };
}

/** @param {import("../../../pyscript/shell/stage/viewport.js").Viewport} viewport @param {{width: number, height: number}} stage */
function middle({ x, y, scale }, { width, height }) {
  return { x: x + width / 2 / scale, y: y + height / 2 / scale };
}

/** Where a stage is that the page scrolls, scales and turns: its corners and any place of it. */
const TRANSFORMS = [
  { turned: 0, scaled: 1, at: [0, 0] },
  { turned: 0, scaled: 0.7, at: [-180, 33.5] },
  { turned: (12 * Math.PI) / 180, scaled: 0.8, at: [40.25, -60] },
  { turned: Math.PI / 2, scaled: 1.5, at: [900, 10] },
].map(({ turned, scaled, at: [left, top] }) => (/** @type {number} */ x, /** @type {number} */ y) => ({
  left: left + scaled * (Math.cos(turned) * x - Math.sin(turned) * y),
  top: top + scaled * (Math.sin(turned) * x + Math.cos(turned) * y),
}));

test("a pointer on a pixel's middle means that pixel, at any zoom, density and transform", () => {
  const { camera, seen } = open();
  for (const transform of TRANSFORMS) {
    const corners = [transform(0, 0), transform(STAGE.width, 0), transform(0, STAGE.height)];
    for (const density of [1, 1.5, 3]) {
      globalThis.devicePixelRatio = density;
      for (const scale of [0.25, 0.5, 1, 1 / density, 2, 8, 32]) {
        for (const [x, y] of [
          [60, 90],
          [1490, 70],
          [800, 620],
          [0, 1199],
          [1599, 0],
        ]) {
          camera.fit();
          camera.zoom(scale, toStage(seen(), { x, y }));
          camera.reveal(x, y);
          const { left, top } = transform(...coordinates(toStage(seen(), { x: x + 0.5, y: y + 0.5 })));
          const place = placeOn(corners, { clientX: left, clientY: top }, STAGE);
          assert.deepEqual(camera.pixel(place), { x, y });
          assert.ok(camera.isOnPhoto(place));
          near(camera.photoPlace(place), { x, y }, 1e-6);
        }
      }
    }
  }
});

/** @param {{x: number, y: number}} place @returns {[number, number]} */
const coordinates = ({ x, y }) => [x, y];

test("a stage that is not shown has no place, and breaks nothing", () => {
  const nowhere = { left: 0, top: 0 };
  const place = placeOn([nowhere, nowhere, nowhere], { clientX: 3, clientY: 4 }, { width: 0, height: 0 });
  assert.deepEqual(place, { x: 0, y: 0 });
});

test("beside the photo the nearest pixel is meant, and it is known that it is beside", () => {
  const { camera, seen } = open();
  camera.zoom(0.2);
  const corner = toStage(seen(), { x: 0, y: 0 });
  const beside = { x: corner.x - 0.01, y: corner.y + 20 };
  assert.equal(camera.isOnPhoto(beside), false);
  assert.deepEqual(camera.pixel(beside), { x: 0, y: 100 });
  assert.ok(camera.isOnPhoto(corner));
  const end = toStage(seen(), { x: 1600, y: 1200 });
  assert.equal(camera.isOnPhoto({ x: end.x + 0.01, y: end.y - 1 }), false);
  assert.deepEqual(camera.pixel({ x: end.x + 50, y: end.y + 50 }), { x: 1599, y: 1199 });
});

test("a fitted photo stays fitted when the stage changes its size", () => {
  const { camera, seen } = open();
  const fitted = seen();
  camera.resize({ width: 350, height: 520 });
  assert.equal(seen().scale, 350 / 1600);
  assert.ok(camera.isFitted);
  camera.resize(STAGE);
  assert.deepEqual(seen(), fitted);
});

test("a zoomed photo keeps its middle when the stage changes its size", () => {
  const { camera, seen } = open();
  camera.zoom(3, { x: 100, y: 400 });
  const before = middle(seen(), STAGE);
  const narrow = { width: 480, height: 700 };
  camera.resize(narrow);
  near(middle(seen(), narrow), before);
  assert.equal(seen().scale, 3);
  camera.fit();
  assert.equal(seen().scale, 480 / 1600);
});

test("zooming leaves what is under the pointer there", () => {
  const { camera, turns } = open();
  for (const scale of [0.5, 0.9, 4, 1.3]) {
    const at = { x: 420, y: 260 };
    const before = camera.photoPlace(at);
    camera.zoom(scale, at);
    near(camera.photoPlace(at), before);
    assert.equal(camera.isFitted, false);
  }
  assert.equal(turns(), 4);
});

test("pixel on pixel of the screen the photo lies on whole pixels", () => {
  const { camera, seen } = open();
  for (const density of [1, 2, 3]) {
    globalThis.devicePixelRatio = density;
    camera.fit();
    camera.zoom(1 / density, { x: 123.4, y: 234.5 });
    assert.equal(seen().scale, 1 / density);
    assert.ok(Number.isInteger(seen().x) && Number.isInteger(seen().y));
  }
});

test("a place in sight is revealed without a turn, one out of sight with one", () => {
  const { camera, seen, turns } = open();
  camera.zoom(4);
  const before = seen();
  const { x, y } = camera.pixel({ x: 350, y: 260 });
  camera.reveal(x, y);
  assert.deepEqual([seen(), turns()], [before, 1]);
  camera.reveal(1599, 1199);
  assert.equal(turns(), 2);
  const at = toStage(seen(), { x: 1599.5, y: 1199.5 });
  near(at, { x: STAGE.width - 48, y: STAGE.height - 48 });
});

test("without a photo, or without room, nothing is seen and nothing turns", () => {
  const { camera, turns } = open();
  camera.resize({ width: 0, height: 520 });
  for (const act of [() => camera.fit(), () => camera.zoom(2), () => camera.reveal(5, 5)]) act();
  assert.equal(camera.viewport, null);
  camera.open(null);
  camera.resize(STAGE);
  camera.zoom(2);
  assert.deepEqual([camera.viewport, camera.photo, turns()], [null, null, 0]);
  assert.equal(camera.isOnPhoto({ x: 5, y: 5 }), false);
});

test("the next photo is fitted again", () => {
  const { camera, seen } = open();
  camera.zoom(5);
  camera.open({ width: 100, height: 100 });
  camera.resize(STAGE);
  assert.deepEqual([seen().scale, camera.isFitted], [5.2, true]);
});
