// The keyboard's pointer: where keys move it, and what it does there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCrosshair } from "../../../pyscript/shell/stage/crosshair.js";
import { createStage } from "../stage.js";

/** @param {{draws?: boolean}} [given] */
function open({ draws = false } = {}) {
  const { view, node, camera } = createStage();
  /** @type {unknown[][]} */
  const told = [];
  const tell =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...values) => {
      told.push([name, ...values]);
    };
  const crosshair = createCrosshair(node, {
    view,
    draws: () => draws,
    onClick: tell("click"),
    onBox: tell("box"),
    onBoxDropped: tell("dropped"),
    onPointDelete: tell("delete"),
    onMove: () => {},
  });
  const press = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ more = {}) =>
    crosshair.take(/** @type {any} */ ({ key, shiftKey: false, altKey: false, target: node, ...more }));
  return { view, camera, press, told, forget: crosshair.forget, at: () => view.scene.crosshair };
}

test("the first key shows it in the middle of what is seen", () => {
  for (const key of ["Enter", "ArrowLeft"]) {
    const { press, at, told } = open();
    assert.ok(press(key));
    assert.deepEqual([at(), told], [{ x: 200, y: 150 }, []]);
  }
  const { camera, press, at } = open();
  camera.zoom(8, { x: 0, y: 0 });
  press("ArrowUp");
  assert.deepEqual(at(), { x: 50, y: 37 });
});

test("arrows move it by a fortieth of what is seen, with Shift by a pixel, other keys further", () => {
  const { press, at } = open();
  press("Enter");
  for (const [key, more, x, y] of /** @type {const} */ ([
    ["ArrowRight", {}, 210, 150],
    ["ArrowDown", {}, 210, 160],
    ["ArrowLeft", { shiftKey: true }, 209, 160],
    ["ArrowUp", { shiftKey: true }, 209, 159],
    ["End", {}, 309, 159],
    ["PageUp", {}, 309, 59],
    ["PageDown", { shiftKey: true }, 309, 69],
    ["Home", { shiftKey: true }, 299, 69],
  ])) {
    press(key, more);
    assert.deepEqual(at(), { x, y }, key);
  }
});

test("it stays on the photo and is brought into sight", () => {
  const { camera, press, at } = open();
  camera.zoom(16, { x: 0, y: 0 });
  press("Enter");
  for (let times = 0; times < 60; times++) press("End");
  for (let times = 0; times < 60; times++) press("PageDown");
  assert.deepEqual(at(), { x: 399, y: 299 });
  const { x, y, scale } = /** @type {any} */ (camera.viewport);
  assert.deepEqual([(399.5 - x) * scale, (299.5 - y) * scale], [800 - 48, 600 - 48]);
});

test("Enter clicks there; with Shift or Alt it does the opposite", () => {
  const { press, told } = open();
  for (const more of [{}, {}, { shiftKey: true }, { altKey: true }]) press("Enter", more);
  assert.deepEqual(told, [
    ["click", 200, 150, false],
    ["click", 200, 150, true],
    ["click", 200, 150, true],
  ]);
});

test("drawing a box, Enter sets one corner and then the other", () => {
  const { press, told, forget } = open({ draws: true });
  for (const key of ["Enter", "Enter", "End", "PageDown", "Enter"]) press(key);
  const [from, across, to] = [
    { x: 200, y: 150 },
    { x: 300, y: 150 },
    { x: 300, y: 250 },
  ];
  assert.deepEqual(told, [
    ["box", from, from, false],
    ["box", from, across, false],
    ["box", from, to, false],
    ["box", from, to, true],
  ]);
  assert.equal(forget(), false, "there is nothing left of it");
});

test("Escape hides it and drops the box that was begun", () => {
  const { press, told, at } = open({ draws: true });
  assert.equal(press("Escape"), false, "with nothing to hide it is somebody else's");
  for (const key of ["Enter", "Enter", "Escape"]) assert.ok(press(key));
  assert.deepEqual([at(), told.at(-1)], [null, ["dropped"]]);
});

test("Delete removes the selected point, or the newest that was answered", () => {
  const { view, press, told } = open();
  press("Delete");
  view.show({
    points: [
      { x: 1, y: 1, label: 1 },
      { x: 2, y: 2, label: 1 },
      { x: 3, y: 3, label: 1, pending: true },
    ],
  });
  press("Backspace");
  view.show({ selected: 0 });
  press("Delete");
  assert.deepEqual(told, [
    ["delete", 1],
    ["delete", 0],
  ]);
});

test("keys of the browser, of other nodes and of a stage without a photo are not taken", () => {
  const { camera, press, at } = open();
  assert.equal(press("Enter", { ctrlKey: true }), false);
  assert.equal(press("ArrowLeft", { metaKey: true }), false);
  assert.equal(press("ArrowLeft", { altKey: true }), false);
  assert.equal(press("Enter", { target: null }), false);
  assert.equal(press("a"), false);
  camera.open(null);
  assert.equal(press("Enter"), false);
  assert.equal(at(), null);
});
