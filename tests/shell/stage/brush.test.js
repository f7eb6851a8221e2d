// Strokes of the round brush: where they go, how wide, what they do, and how long they are seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listenBrush } from "../../../pyscript/shell/stage/brush.js";
import { withGlobals } from "../globals.js";
import { createStage, point, send } from "../stage.js";

/** @typedef {import("../../../pyscript/shell/stage/brush.js").Stroke} Stroke */

/** @param {{tool: "brush" | "erase" | null}} [given] */
function open({ tool } = { tool: "brush" }) {
  const { canvas, view } = createStage();
  /** @type {Stroke[]} */
  const strokes = [];
  /** @type {(() => void)[]} */
  const answers = [];
  /** Events for whoever listens for clicks. @type {string[]} */
  const left = [];
  const brush = listenBrush(canvas, {
    view,
    paints: (isEraser) => (isEraser ? "erase" : tool),
    onStroke(stroke) {
      strokes.push(stroke);
      return new Promise((done) => answers.push(() => done(null)));
    },
  });
  brush.reset(view.photo);
  for (const type of ["pointerdown", "pointermove", "pointerup"])
    canvas.addEventListener(type, () => left.push(type));
  return { canvas, view, brush, strokes, answers, left };
}

test("a stroke is told as photo pixels, with every place that was passed", () => {
  const { canvas, view, strokes, left } = open();
  point(canvas, "down", 101, 101);
  const passed = [
    [111, 101],
    [121, 103],
  ].map(([clientX, clientY]) => ({ clientX, clientY }));
  point(canvas, "move", 121, 103, { getCoalescedEvents: () => passed });
  point(canvas, "move", 131, 101);
  assert.equal(view.scene.strokes.length, 1, "it is seen while it is drawn");
  assert.deepEqual(strokes, []);
  point(canvas, "up", 131, 101);
  const path = [
    [50, 50],
    [55, 50],
    [60, 51],
    [65, 50],
  ].map(([x, y]) => ({ x, y }));
  assert.deepEqual(strokes, [{ path, radius: 10, adds: true }]);
  assert.deepEqual(left, [], "nobody took it for a click");
});

test("a stroke is seen until it is answered", async () => {
  const { canvas, view, answers } = open();
  point(canvas, "down", 101, 101);
  point(canvas, "up", 101, 101);
  assert.equal(view.scene.strokes.length, 1);
  answers[0]();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(view.scene.strokes, []);
});

test("Alt and the right button do the opposite of the tool", () => {
  for (const [tool, more, adds] of /** @type {const} */ ([
    ["brush", {}, true],
    ["brush", { altKey: true }, false],
    ["brush", { button: 2 }, false],
    ["erase", {}, false],
    ["erase", { altKey: true }, true],
  ])) {
    const { canvas, strokes } = open({ tool });
    point(canvas, "down", 101, 101, more);
    point(canvas, "up", 101, 101, more);
    assert.equal(strokes[0].adds, adds, `${tool} ${JSON.stringify(more)}`);
  }
});

test("on a Mac a stroke with Ctrl does the opposite of the tool, too", () =>
  withGlobals({ navigator: { platform: "MacIntel", userAgent: "" } }, () => {
    const { canvas, strokes } = open();
    point(canvas, "down", 101, 101, { ctrlKey: true });
    point(canvas, "up", 101, 101, { ctrlKey: true });
    assert.equal(strokes[0].adds, false);
  }));

test("a pen's eraser erases, whatever the tool and the keys, and the page does not scroll along", () => {
  for (const tool of /** @type {const} */ (["brush", "erase", null]))
    for (const more of [{}, { altKey: true }]) {
      const { canvas, view, strokes, left } = open({ tool });
      const pen = { pointerType: "pen", button: 5, buttons: 32, ...more };
      point(canvas, "down", 101, 101, pen);
      assert.ok(send(canvas, "touchstart").defaultPrevented);
      point(canvas, "move", 131, 101, { ...pen, button: -1 });
      assert.equal(view.scene.brush.adds, false, "it is seen to erase");
      point(canvas, "up", 131, 101, { ...pen, buttons: 0 });
      assert.deepEqual(
        strokes.map(({ path, adds }) => [path.length, adds]),
        [[2, false]],
      );
      assert.deepEqual(left, []);
      assert.equal(send(canvas, "touchstart").defaultPrevented, false, "a finger may");
    }
});

test("without a brush in the hand every event is left to the others", () => {
  const { canvas, strokes, left } = open({ tool: null });
  point(canvas, "down", 101, 101);
  point(canvas, "up", 101, 101);
  assert.deepEqual([strokes, left], [[], ["pointerdown", "pointerup"]]);
});

test("the middle button and a second finger paint nothing", () => {
  const { canvas, strokes } = open();
  point(canvas, "down", 101, 101, { button: 1 });
  point(canvas, "up", 101, 101, { button: 1 });
  assert.deepEqual(strokes, []);
  point(canvas, "down", 101, 101);
  point(canvas, "down", 301, 301, { pointerId: 2 });
  point(canvas, "move", 311, 301, { pointerId: 2 });
  point(canvas, "up", 311, 301, { pointerId: 2 });
  point(canvas, "up", 101, 101);
  assert.deepEqual(
    strokes.map(({ path }) => path),
    [[{ x: 50, y: 50 }]],
  );
});

test("the brush grows and shrinks by steps, from half a pixel to half of the photo", () => {
  const { view, canvas, brush } = open();
  point(canvas, "move", 101, 101);
  const radius = () => view.scene.brush.radius;
  brush.show();
  assert.equal(radius(), 10);
  brush.resize(1);
  assert.equal(radius(), 12.5);
  brush.resize(-1);
  assert.equal(radius(), 10);
  for (let times = 0; times < 40; times++) brush.resize(1);
  assert.equal(radius(), 200);
  for (let times = 0; times < 60; times++) brush.resize(-1);
  assert.equal(radius(), 0.5);
  brush.reset({ width: 1000, height: 4000 });
  point(canvas, "move", 101, 101);
  assert.equal(radius(), 100, "another photo, its own usual size");
});

test("the brush is seen where the pointer is, and shows what it would do", () => {
  const { canvas, view } = open();
  point(canvas, "move", 101, 201);
  assert.deepEqual(view.scene.brush, { x: 50, y: 100, radius: 10, adds: true });
  point(canvas, "move", 101, 201, { altKey: true });
  assert.equal(view.scene.brush.adds, false);
  point(canvas, "move", 101, 201, { button: -1, buttons: 2 });
  assert.equal(view.scene.brush.adds, false, "with the right button held");
  point(canvas, "leave", 101, 201);
  assert.equal(view.scene.brush, null);
});

test("after a finger's stroke no brush stays behind", () => {
  const { canvas, view } = open();
  const touch = { pointerType: "touch" };
  point(canvas, "down", 101, 101, touch);
  assert.ok(view.scene.brush);
  point(canvas, "up", 101, 101, touch);
  assert.equal(view.scene.brush, null);
});

test("a stroke that is dropped is never told", () => {
  const { canvas, view, brush, strokes } = open();
  assert.equal(brush.cancel(), false);
  point(canvas, "down", 101, 101);
  assert.equal(brush.cancel(), true);
  point(canvas, "up", 101, 101);
  point(canvas, "down", 101, 101);
  send(canvas, "pointercancel", { pointerId: 1 });
  point(canvas, "up", 101, 101);
  assert.deepEqual([strokes, view.scene.strokes], [[], []]);
});

test("a dab of the keyboard is a stroke of one place", () => {
  const { brush, strokes } = open({ tool: "erase" });
  brush.dab({ x: 7, y: 8 }, false);
  brush.dab({ x: 7, y: 8 }, true);
  assert.deepEqual(strokes, [
    { path: [{ x: 7, y: 8 }], radius: 10, adds: false },
    { path: [{ x: 7, y: 8 }], radius: 10, adds: true },
  ]);
});
