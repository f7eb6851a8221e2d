// Mouse, pen and touch on the photo: what is a click, a drag, a hover, and what it is done to.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { listenPointer, newestWins } from "../../../pyscript/shell/stage/pointer.js";
import { withGlobals } from "../globals.js";
import { createStage, point } from "../stage.js";

const POINTS = [
  { x: 100, y: 100, label: 1 },
  { x: 200, y: 200, label: 0 },
];

/** What is told, with its arguments; photo pixels are at half of the stage's. @param {Partial<{draws: boolean, scene: any}>} given */
function open({ draws = false, scene = {} } = {}) {
  const { canvas, view } = createStage();
  view.show(scene);
  /** @type {unknown[][]} */
  const told = [];
  const tell =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...values) => {
      told.push([name, ...values]);
    };
  const { cancel } = listenPointer(canvas, {
    view,
    label: () => 1,
    draws: () => draws,
    onBox: tell("box"),
    onDragDropped: tell("dropped"),
    onClick: tell("click"),
    onHover: tell("hover"),
    onPointMove: tell("move"),
    onPointDelete: tell("delete"),
    onPointSelect: tell("select"),
  });
  return { canvas, view, told, cancel };
}

test("a click is told with its photo pixel; with Alt or the right button it excludes, with Shift it is one more", () => {
  const { canvas, told } = open();
  for (const more of [{}, { altKey: true }, { button: 2 }, { shiftKey: true }]) {
    point(canvas, "down", 401, 301, more);
    point(canvas, "up", 404, 305, more);
  }
  assert.deepEqual(told, [
    ["click", 202, 152, 1, false],
    ["click", 202, 152, 0, false],
    ["click", 202, 152, 0, false],
    ["click", 202, 152, 1, true],
  ]);
});

/** What browsers say of themselves there. */
const MACS = [
  { platform: "MacIntel", userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" },
  { platform: "", userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" },
  { platform: "MacIntel", userAgent: "" },
];
const WINDOWS = { platform: "Win32", userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" };

test("on a Mac a click with Ctrl is a right-click, as long as the key is held at its start", async () => {
  for (const navigator of [...MACS, WINDOWS])
    await withGlobals({ navigator }, () => {
      const label = MACS.includes(navigator) ? 0 : 1;
      const { canvas, told } = open();
      point(canvas, "down", 401, 301, { ctrlKey: true });
      point(canvas, "up", 401, 301);
      assert.deepEqual(told, [["click", 200, 150, label, false]]);
      const { canvas: other, told: done } = open({ scene: { points: POINTS } });
      point(other, "down", 201, 201, { ctrlKey: true });
      point(other, "up", 201, 201, { ctrlKey: true });
      assert.deepEqual(done, [[label ? "select" : "delete", 0]]);
    });
});

test("a pen's eraser clicks nothing and draws no box", () => {
  for (const draws of [false, true])
    for (const how of [
      { button: 5, buttons: 32 },
      { button: 0, buttons: 33 },
    ]) {
      const { canvas, told } = open({ draws });
      point(canvas, "down", 401, 301, { pointerType: "pen", ...how });
      point(canvas, "up", 401, 301, { pointerType: "pen", button: how.button, buttons: 0 });
      assert.deepEqual(told, []);
    }
});

test("who moves further than a trembling hand does not click, nor who presses another button", () => {
  const { canvas, told } = open();
  point(canvas, "down", 401, 301);
  point(canvas, "up", 409.1, 301);
  point(canvas, "down", 401, 301, { button: 1 });
  point(canvas, "up", 401, 301, { button: 1 });
  assert.deepEqual(told, []);
});

test("beside the photo there is nothing to click, but a box may begin there", () => {
  for (const draws of [false, true]) {
    const { canvas, view, told } = open({ draws });
    view.zoom(1);
    point(canvas, "down", 10, 10);
    if (draws) point(canvas, "move", 400, 300);
    point(canvas, "up", 400, 300);
    const box = [
      { x: 0, y: 0 },
      { x: 200, y: 150 },
    ];
    assert.deepEqual(
      told,
      draws
        ? [
            ["box", ...box, false],
            ["box", ...box, true],
          ]
        : [],
    );
  }
});

test("drawing a box, a click is a click all the same", () => {
  const { canvas, told } = open({ draws: true });
  point(canvas, "down", 100, 100);
  point(canvas, "up", 100, 100);
  assert.deepEqual(told, [["click", 50, 50, 1, false]]);
});

test("a point is selected by a click on it, and deleted by the right button or Alt", () => {
  for (const [more, what] of /** @type {const} */ ([
    [{}, "select"],
    [{ button: 2 }, "delete"],
    [{ altKey: true }, "delete"],
  ])) {
    const { canvas, told } = open({ scene: { points: POINTS }, draws: true });
    point(canvas, "down", 203, 203, more);
    point(canvas, "up", 203, 203, more);
    assert.deepEqual(told, [[what, 0]]);
  }
});

test("a dragged point goes as far as the pointer, wherever it was gripped", () => {
  const { canvas, told } = open({ scene: { points: POINTS } });
  point(canvas, "down", 205, 205);
  point(canvas, "move", 207, 205);
  assert.deepEqual(told, [], "a trembling hand drags nothing");
  point(canvas, "move", 265, 185);
  point(canvas, "up", 2000, 185);
  assert.deepEqual(told, [
    ["move", 0, { x: 130, y: 90 }, false],
    ["move", 0, { x: 399, y: 90 }, true],
  ]);
});

test("a dragged side moves the box, and what is dragged can be dropped", () => {
  const { canvas, told, cancel } = open({ scene: { box: [50, 40, 150, 140] } });
  point(canvas, "down", 302, 200);
  point(canvas, "move", 402, 250);
  assert.deepEqual(told, [["box", { x: 50, y: 40 }, { x: 200, y: 140 }, false]]);
  assert.equal(cancel(), true);
  point(canvas, "up", 402, 250);
  assert.deepEqual(told.slice(1), [["dropped"]]);
  assert.equal(cancel(), false);
});

test("a drag goes on beyond the photo, but a finger that scrolls is left to the page", () => {
  for (const [given, captured] of /** @type {const} */ ([
    [{ draws: true }, [7]],
    [{ scene: { points: POINTS } }, [7]],
    [{}, []],
  ])) {
    const { canvas } = open(given);
    point(canvas, "down", 201, 201, { pointerId: 7 });
    assert.deepEqual(canvas.captured, captured);
  }
});

test("hovering tells the pixel, but not on a point, nor beside the photo", () => {
  const { canvas, view, told } = open({ scene: { points: POINTS } });
  point(canvas, "move", 21, 41);
  assert.equal(canvas.style.cursor, "");
  point(canvas, "move", 201, 201);
  assert.deepEqual([canvas.style.cursor, view.scene.hovered], ["move", 0]);
  point(canvas, "move", 900, 41);
  point(canvas, "leave", 900, 41);
  point(canvas, "move", 30, 30, { pointerType: "touch" });
  assert.deepEqual(told, [
    ["hover", { x: 10, y: 20 }],
    ["hover", null],
    ["hover", null],
    ["hover", null],
  ]);
  assert.equal(view.scene.hovered, null);
});

test("a finger that rests on a point deletes it; one that moves drags it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { canvas, told } = open({ scene: { points: POINTS } });
    const touch = { pointerType: "touch" };
    point(canvas, "down", 201, 201, touch);
    mock.timers.tick(499);
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    assert.deepEqual(told, [["delete", 0]]);
    point(canvas, "up", 201, 201, touch);
    point(canvas, "down", 401, 401, touch);
    point(canvas, "move", 441, 421, touch);
    mock.timers.tick(500);
    point(canvas, "up", 441, 421, touch);
    assert.deepEqual(told.slice(1), [
      ["move", 1, { x: 220, y: 210 }, false],
      ["move", 1, { x: 220, y: 210 }, true],
    ]);
  } finally {
    mock.timers.reset();
  }
});

test("of hovers that come while one is answered only the newest is asked", async () => {
  /** @type {(() => void)[]} */
  const answers = [];
  /** @type {unknown[]} */
  const asked = [];
  const hover = newestWins((place) => {
    asked.push(place.x);
    return new Promise((done) => answers.push(() => done(null)));
  });
  const all = hover({ x: 1, y: 0 });
  for (const x of [2, 3, 4]) void hover({ x, y: 0 });
  assert.deepEqual(asked, [1]);
  answers[0]();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(asked, [1, 4]);
  void hover(null);
  answers[1]();
  await all;
  assert.deepEqual(asked, [1, 4], "nothing is asked for a pointer that has left");
});

test("a hover that fails does not end all others", async () => {
  /** @type {unknown[]} */
  const asked = [];
  const hover = newestWins(async ({ x }) => {
    asked.push(x);
    if (x === 1) throw new Error("failed");
  });
  await assert.rejects(hover({ x: 1, y: 0 }), /failed/);
  await hover({ x: 2, y: 0 });
  assert.deepEqual(asked, [1, 2]);
});
