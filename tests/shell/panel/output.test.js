// Which object a download is of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { savedOf } from "../../../pyscript/shell/panel/output.js";

const cup = { id: 1, name: "Cup", active: false, visible: true };
const saucer = { id: 2, name: "", active: true, visible: false };
const spoon = { id: 3, name: "", active: false, visible: true };

test("the active object is saved, be it hidden; while it waits, the topmost that is seen; else none", () => {
  // As `Document.exported` chooses in Python.
  assert.equal(savedOf([cup, saucer, spoon]), saucer);
  assert.equal(savedOf([cup, spoon]), spoon);
  assert.equal(savedOf([cup, { ...spoon, visible: false }]), cup);
  assert.equal(savedOf([{ ...cup, visible: false }]), null);
  assert.equal(savedOf([]), null);
});
