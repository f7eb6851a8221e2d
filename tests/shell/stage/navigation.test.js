// Zooming and panning by wheel, keys, mouse and two fingers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listenNavigation, navigate } from "../../../pyscript/shell/stage/navigation.js";
import { near } from "../near.js";
import { createStage, point, send } from "../stage.js";

function open({ isFull = true, hasFocus = false } = {}) {
  const { camera, view, canvas, node } = createStage();
  node.matches = (/** @type {string} */ selector) => selector === ":focus" && hasFocus;
  let taken = 0;
  listenNavigation(node, canvas, { view, isFull: () => isFull, onTake: () => taken++ });
  /** Events that reached whoever listens for clicks. @type {string[]} */
  const left = [];
  for (const type of ["pointerdown", "pointermove", "pointerup"])
    canvas.addEventListener(type, () => left.push(type));
  const wheel = (/** @type {number} */ deltaY, /** @type {Record<string, unknown>} */ more = {}) =>
    send(canvas, "wheel", { deltaY, deltaMode: 0, clientX: 300, clientY: 200, ...more });
  const key = (/** @type {string} */ name, /** @type {Record<string, unknown>} */ more = {}) =>
    send(node, "keydown", { key: name, ...more });
  const scale = () => /** @type {any} */ (camera.viewport).scale;
  return { camera, canvas, node, wheel, key, scale, left, taken: () => taken };
}

const AT = { x: 300, y: 200 };

test("the wheel zooms to the pointer and back", () => {
  const { camera, wheel, scale } = open();
  const before = camera.photoPlace(AT);
  for (const delta of [-100, -300, 120]) {
    const previous = scale();
    assert.ok(wheel(delta).defaultPrevented, "the page would scroll, too");
    near(scale(), previous * Math.exp(-0.0022 * delta));
    near(camera.photoPlace(AT), before);
  }
  wheel(280);
  near(scale(), 2);
});

test("a wheel that counts in lines or pages goes as far", () => {
  const { wheel, scale } = open();
  wheel(-3, { deltaMode: 1 });
  near(scale(), 2 * Math.exp(0.0022 * 48));
  wheel(3, { deltaMode: 1 });
  wheel(-1, { deltaMode: 2 });
  near(scale(), 2 * Math.exp(0.0022 * 600));
});

test("a pinch of the trackpad zooms faster, but a mouse's wheel with Ctrl does not leap", () => {
  const { wheel, scale } = open();
  wheel(-10, { ctrlKey: true });
  near(scale(), 2 * Math.exp(0.1));
  wheel(10, { metaKey: true });
  wheel(-120, { ctrlKey: true });
  near(scale(), 2 * Math.exp(0.6));
});

test("the wheel is left to a page without controls, to other keys, and to what scrolls sideways", () => {
  const bare = open({ isFull: false });
  assert.equal(bare.wheel(-100).defaultPrevented, false);
  assert.ok(bare.wheel(-10, { ctrlKey: true }).defaultPrevented, "a pinch is always meant for the photo");
  const { wheel, scale } = open();
  for (const more of [{ shiftKey: true }, { altKey: true }]) wheel(-100, more);
  wheel(0, { deltaX: 50 });
  assert.equal(scale(), 2);
});

test("a pinch that Safari tells of by its own events zooms to where it is made, and not the page", () => {
  const { camera, canvas, scale } = open({ isFull: false });
  const before = camera.photoPlace(AT);
  const gesture = (/** @type {string} */ type, /** @type {number} */ by) =>
    send(canvas, type, { scale: by, clientX: AT.x, clientY: AT.y });
  for (const [type, by, expected] of /** @type {const} */ ([
    ["gesturestart", 1, 2],
    ["gesturechange", 1.2, 2.4],
    ["gesturechange", 1.5, 3],
    ["gestureend", 1.5, 3],
    ["gesturestart", 1, 3],
    ["gesturechange", 2, 6],
  ])) {
    assert.equal(gesture(type, by).defaultPrevented, type !== "gestureend");
    near(scale(), expected);
    near(camera.photoPlace(AT), before);
  }
  send(canvas, "touchstart", { touches: [{}, {}] });
  assert.ok(gesture("gesturestart", 1).defaultPrevented);
  gesture("gesturechange", 2);
  near(scale(), 6, 1e-9);
});

test("keys zoom, fit and show pixel on pixel", () => {
  const { camera, key, scale } = open();
  const fitted = camera.viewport;
  key("+");
  near(scale(), 3);
  key("-");
  near(scale(), 2);
  key("0");
  assert.ok(camera.isFitted, "what is not fitted is fitted first");
  key("0");
  assert.equal(scale(), 1);
  key("0");
  assert.deepEqual(camera.viewport, fitted);
  for (let times = 0; times < 16; times++) key("=");
  assert.equal(scale(), 32);
  for (let times = 0; times < 26; times++) key("-");
  assert.equal(scale(), 0.5);
});

test("keys with Ctrl are the browser's, and others nobody's here", () => {
  const { key, scale } = open();
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
    assert.equal(key("+", more).defaultPrevented, false);
  assert.equal(key("x").defaultPrevented, false);
  assert.equal(scale(), 2);
});

test("pixel on pixel is of the screen, whatever its density", () => {
  const { view } = createStage();
  globalThis.devicePixelRatio = 2;
  navigate(view, "actual");
  assert.equal(view.viewport.scale, 0.5);
});

test("the photo can be dragged about with the middle button, and with Space held", () => {
  for (const how of ["middle", "space"]) {
    const { camera, canvas, node, key, left } = open();
    camera.zoom(8);
    const before = camera.photoPlace(AT);
    const button = how === "middle" ? 1 : 0;
    if (how === "space") assert.ok(key(" ").defaultPrevented);
    point(canvas, "down", AT.x, AT.y, { button });
    assert.ok(node.hasMark("data-pans"));
    point(canvas, "move", 350, 180);
    point(canvas, "move", 431, 123);
    point(canvas, "up", 431, 123, { button });
    near(camera.photoPlace({ x: 431, y: 123 }), before);
    assert.deepEqual(left, [], "nobody took it for a click");
    if (how === "space") send(node, "keyup", { key: " " });
    assert.equal(node.hasMark("data-can-pan") || node.hasMark("data-pans"), false);
    point(canvas, "down", 10, 10);
    point(canvas, "up", 10, 10);
    assert.deepEqual(left, ["pointerdown", "pointerup"], "after that a click is a click");
  }
});

test("Space that presses a button of the stage is no hand", () => {
  const { node } = open();
  const button = Object.assign(new EventTarget());
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key: " " });
  Object.defineProperty(event, "target", { value: button });
  node.dispatchEvent(event);
  assert.deepEqual([event.defaultPrevented, node.hasMark("data-can-pan")], [false, false]);
});

test("two fingers pan and pinch and leave no click", () => {
  const { camera, canvas, scale, left, taken } = open();
  const finger = (
    /** @type {string} */ type,
    /** @type {number} */ pointerId,
    /** @type {number} */ x,
    /** @type {number} */ y,
  ) => point(canvas, type, x, y, { pointerId, pointerType: "touch" });
  const [one, other] = [camera.photoPlace({ x: 300, y: 300 }), camera.photoPlace({ x: 500, y: 300 })];
  finger("down", 1, 300, 300);
  assert.deepEqual(left, ["pointerdown"], "one finger is for others");
  finger("down", 2, 500, 300);
  assert.equal(taken(), 1, "whoever took the first one for a click is told");
  for (const step of [10, 25, 40]) {
    finger("move", 1, 300 - step, 300 - step);
    finger("move", 2, 500 + step, 300 - step);
  }
  near(scale(), (2 * 280) / 200);
  near(camera.photoPlace({ x: 260, y: 260 }), one, 1e-6);
  near(camera.photoPlace({ x: 540, y: 260 }), other, 1e-6);
  finger("up", 2, 540, 260);
  finger("move", 1, 100, 100);
  near(camera.photoPlace({ x: 260, y: 260 }), one, 1e-6);
  finger("up", 1, 100, 100);
  assert.deepEqual(left, ["pointerdown"]);
  finger("down", 3, 100, 100);
  finger("up", 3, 100, 100);
  assert.deepEqual(left, ["pointerdown", "pointerdown", "pointerup"], "the next tap is one again");
});
