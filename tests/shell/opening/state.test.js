// What an element says of its photo, and its methods out of the table of operations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, StateOnce, stateOf } from "../../../pyscript/shell/opening/state.js";
import { addOperations } from "../../../pyscript/shell/operations.js";

const RUNTIME = Object.freeze({
  .../** @type {const} */ ({ backend: "wasm", backendReason: "wasm-only", reason: "cores" }),
  threads: 1,
  isolated: true,
  verified: null,
});

/** @param {number} id @param {number} label */
const recipe = (id, label) => ({
  id,
  name: "",
  visible: true,
  recipe: { points: [{ x: id, y: 2, label }], box: null, start: 1, choices: [null] },
});

/** An answer about two objects; the second one is inverted, and active. */
function answer() {
  const figures = { name: "", colour: "#2684ff", visible: true, score: 0.9, area: 4, bbox: null, part: null };
  const prompts = { points: [{ x: 2, y: 2, label: 0 }], box: null };
  const objects = [
    { id: 1, active: false, ...figures },
    { id: 2, active: true, ...figures, prompts },
  ];
  const document = { objects: [recipe(1, 1), recipe(2, 1)], active: 2, count: 2 };
  return { state: { ...EMPTY, active: 2, objects }, step: { document, position: 0, count: 1 } };
}

/** @param {unknown} value @returns {boolean} whether something in it can be changed */
const isOpen = (value) =>
  Object(value) === value && (!Object.isFrozen(value) || Object.values(Object(value)).some(isOpen));

test("prompts come from the step, and from the state where an inverted object's labels are others", () => {
  const { objects, prompts } = stateOf(answer());
  assert.deepEqual(objects[0].prompts, { points: [{ x: 1, y: 2, label: 1 }], box: null });
  assert.deepEqual(objects[1].prompts, { points: [{ x: 2, y: 2, label: 0 }], box: null });
  assert.equal(prompts, objects[1].prompts);
});

test("an active object that is empty has no prompts", () => {
  const { state, step } = answer();
  const { prompts } = stateOf({ state: { ...state, active: 3, objects: state.objects.slice(0, 1) }, step });
  assert.deepEqual(prompts, { points: [], box: null });
});

test("a state is one frozen object until one of its parts is another one", () => {
  const once = new StateOnce();
  const [session, timings] = [stateOf(answer()), { total: 5 }];
  const state = once.of(session, timings, RUNTIME);
  assert.equal(isOpen(state), false);
  assert.deepEqual(state.timings, { total: 5 });
  assert.equal(once.of(session, timings, RUNTIME), state);
  assert.equal(once.of(session, { total: 5 }, RUNTIME) === state, false);
});

test("an operation's method fills in what is left out, and takes names where the table says so", () => {
  /** @type {unknown[]} */
  const asked = [];
  class Target {}
  addOperations(Target, (_, name, args) => asked.push([name, args]));
  const target = /** @type {import("#protocol").Operations<void>} */ (/** @type {unknown} */ (new Target()));
  target.addPoint(1, 2);
  target.addPoint(1, 2, 0);
  target.stroke([[1, 2]], 3);
  target.refine();
  target.refine({ feather: 4 });
  target.clear();
  assert.deepEqual(asked, [
    ["add_point", [1, 2, 1]],
    ["add_point", [1, 2, 0]],
    ["stroke", [[[1, 2]], 3, true]],
    ["refine", [0, 0, 0]],
    ["refine", [0, 4, 0]],
    ["clear", []],
  ]);
  assert.equal("cycle" in target, false, "what the table keeps inside is no method");
});
