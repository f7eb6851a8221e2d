// The list of objects: what is in it, and what its entries are called.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listed, nameOf } from "../../../pyscript/shell/panel/objects.js";
import { ENGLISH } from "../../../pyscript/shell/words/words.js";

const photo = { width: 200, height: 100 };
const cat = { id: 1, name: "Cat", colour: "#ff0000", visible: true, active: false, area: 5000 };
const dog = { id: 2, name: "", colour: "#00ff00", visible: false, active: true, area: 10 };

test("objects are listed in their order, each with its share of the photo", () => {
  const items = listed({ objects: [cat, dog], active: 2, photo });
  assert.deepEqual(
    items.map(({ id, share }) => [id, share]),
    [
      [1, 0.25],
      [2, 0.0005],
    ],
  );
});

test("an object that waits for its first click is listed last", () => {
  const items = listed({ objects: [cat], active: 3, photo });
  assert.deepEqual(items.at(-1), { id: 3, name: "", colour: "", visible: true, active: true, share: null });
  assert.equal(items.length, 2);
});

test("while there is nothing, nothing waits in the list", () => {
  assert.deepEqual(listed({ objects: [], active: 1, photo: null }), []);
});

test("an object without a name is called by its number", () => {
  assert.deepEqual([nameOf(cat, ENGLISH.label), nameOf(dog, ENGLISH.label)], ["Cat", "Object 2"]);
});
