// The photos in a tray as values: their order, what comes next, and what outlasts the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beside,
  changed,
  count,
  isPhotosFault,
  itemOf,
  left,
  lookOf,
  restored,
} from "../../../pyscript/shell/tray/items.js";

const PROBLEM = { code: "not-a-photo", values: {}, message: "No photo." };

/** Photos by their keys, changed where that is said. @param {Record<string, Partial<import("../../../pyscript/shell/tray/items.js").Item>>} changes */
const trayOf = (changes) =>
  Object.entries(changes).map(([key, change]) => ({ ...itemOf(key, `${key}.jpg`), ...change }));
const keys = (/** @type {readonly {key: string}[]} */ items) => items.map(({ key }) => key);

test("what is left begins after the photo that is open and goes round, without what is done or broken", () => {
  const items = trayOf({ a: {}, b: { isDone: true }, c: {}, d: { problem: PROBLEM }, e: {} });
  assert.deepEqual(keys(left(items, "c")), ["e", "a"]);
  assert.deepEqual(keys(left(items, "b")), ["c", "e", "a"]);
  assert.deepEqual(keys(left(items, null)), ["a", "c", "e"]);
});

test("the photo before or after is one that opens, done or not, and there is none beyond the ends", () => {
  const items = trayOf({ a: {}, b: { problem: PROBLEM }, c: { isDone: true } });
  assert.equal(beside(items, "a", 1)?.key, "c");
  assert.equal(beside(items, "c", -1)?.key, "a");
  assert.equal(beside(items, "a", -1), null);
  assert.equal(beside(items, "c", 1), null);
});

test("the items are the same ones where nothing changes", () => {
  const items = trayOf({ a: {}, b: {} });
  assert.equal(changed(items, "a", { isDone: false }), items);
  assert.equal(changed(items, "gone", { isDone: true }), items);
  const others = changed(items, "a", { isDone: true });
  assert.deepEqual([others[0].isDone, others[1] === items[1]], [true, true]);
});

test("a photo's look is the most that there is to say of it", () => {
  assert.equal(lookOf({ ...itemOf("a", "a"), stage: "picked" }), "picked");
  assert.equal(lookOf({ ...itemOf("a", "a"), stage: "picked", isDone: true }), "done");
  assert.equal(lookOf({ ...itemOf("a", "a"), isDone: true, problem: PROBLEM }), "broken");
});

test("what is counted: accepted ones, broken ones, and those that there is no room for", () => {
  const items = trayOf({ a: { isDone: true }, b: { problem: PROBLEM, isKept: false }, c: { isKept: false } });
  const { all, done, unkept, broken } = count(items);
  assert.deepEqual([all, done, unkept, keys(broken)], [3, 1, 1, ["b"]]);
});

test("after a reload only photos that were opened are as far as they were", () => {
  const items = trayOf({
    a: { wasOpened: true, stage: "picked", isDone: true },
    b: { stage: "encoding" },
    c: { stage: "ready", problem: PROBLEM },
  });
  const back = restored(structuredClone({ items, current: "b" }));
  assert.deepEqual(
    back?.items.map(({ stage }) => stage),
    ["picked", "waiting", "waiting"],
  );
  assert.deepEqual([back?.current, back?.items[0].isDone, back?.items[2].problem], ["b", true, PROBLEM]);
});

test("what is no tray, though it lies where one is kept, is none", () => {
  const [item] = trayOf({ a: {} });
  const wrong = [null, {}, { items: [] }, { items: "a" }, { items: [{ ...item, stage: "new" }] }];
  for (const kept of [...wrong, { items: [{ ...item, thumb: "x" }] }, { items: [item, null] }])
    assert.equal(restored(kept), null);
});

test("a photo's own fault stays; what may be another time does not", () => {
  for (const code of ["not-a-photo", "empty-photo", "too-many-pixels", "photo-undecodable", "recipe-photo"])
    assert.equal(isPhotosFault(code), true, code);
  for (const code of [
    "cancelled",
    "busy",
    "server-unreachable",
    "no-photo",
    "no-encoder",
    "too-many-requests",
  ])
    assert.equal(isPhotosFault(code), false, code);
});
