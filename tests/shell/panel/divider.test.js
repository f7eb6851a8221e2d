// The grip between before and after, by pointer and by key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDivider } from "../../../pyscript/shell/panel/divider.js";
import { createStage, point, send } from "../stage.js";

/** A grip on a stage that is 800 pixels wide. */
function createGrip() {
  const { node } = createStage();
  /** @type {Record<string, string>} */
  const said = {};
  Object.assign(node, {
    parentElement: { clientWidth: 800 },
    style: { setProperty() {} },
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => (said[name] = value),
    hasPointerCapture: (/** @type {number} */ pointer) => node.captured.includes(pointer),
  });
  const view = {
    seen: /** @type {any} */ ({}),
    split: /** @type {number | null} */ (null),
    showSplit: (/** @type {number | null} */ at) => (view.split = at),
    place: (/** @type {any} */ { clientX, clientY }) => ({ x: clientX, y: clientY }),
  };
  const divider = createDivider(
    node,
    /** @type {any} */ ({ label: String }),
    /** @type {any} */ (view),
    () => true,
  );
  divider.update();
  return { node, view, said, divider };
}

test("the grip is dragged as far as the stage reaches, and takes the split with it", () => {
  const { node, view, said } = createGrip();
  point(node, "move", 400, 10);
  assert.equal(view.split, null, "nothing is held");
  point(node, "down", 20, 10);
  point(node, "move", 400, 10);
  assert.deepEqual([view.split, said["aria-valuenow"]], [0.5, "50"]);
  point(node, "move", 900, 10);
  assert.equal(view.split, 1);
  point(node, "move", -9, 10);
  assert.deepEqual([view.split, said["aria-valuenow"]], [null, "0"]);
});

test("arrow keys, Page Up and Down, Home and End move it, and no crosshair", () => {
  const { node, view } = createGrip();
  for (const [key, at] of /** @type {const} */ ([
    ["ArrowRight", 0.02],
    ["PageUp", 0.12],
    ["ArrowLeft", 0.1],
    ["End", 1],
    ["PageDown", 0.9],
    ["Home", null],
  ])) {
    const event = send(node, "keydown", { key });
    assert.ok(event.defaultPrevented);
    assert.equal(view.split, at);
  }
  assert.ok(!send(node, "keydown", { key: "x" }).defaultPrevented);
});

test("where no cut-out is looked at there is no grip, and nothing is split", () => {
  const { node, view, divider } = createGrip();
  send(node, "keydown", { key: "End" });
  view.seen = null;
  divider.update();
  assert.deepEqual([node.hidden, view.split], [true, null]);
  view.split = 0.5; // as the page's author wants it
  divider.update();
  assert.equal(view.split, 0.5);
});
