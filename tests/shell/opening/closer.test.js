// Parts that are looked at closer: which are encoded, by whom, and what the session is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Closer } from "../../../pyscript/shell/opening/closer.js";

/** @typedef {import("#protocol").Box} Box */
const [ONE, OTHER] = /** @type {Box[]} */ ([
  [0, 0, 1024, 1024],
  [500, 0, 1524, 1024],
]);

/** @param {(Box | undefined)[]} parts  of the objects */
const looking = (...parts) =>
  /** @type {any} */ ({ objects: parts.map((closer, id) => ({ id, recipe: closer ? { closer } : {} })) });

function createPage() {
  /** @type {[Uint8Array, Box][]} */
  const added = [];
  /** @type {{code: string, retry: () => void}[]} */
  const failed = [];
  const here = /** @type {any} */ ({ isAgreed: false, way: () => null });
  const seat = {
    addPart: async (/** @type {Uint8Array} */ bytes, /** @type {Box} */ part) => added.push([bytes, part]),
  };
  const closer = new Closer(/** @type {any} */ ({ seat }), here, {
    onProgress: () => {},
    onFailed: (/** @type {any} */ { code }, /** @type {any} */ retry) => failed.push({ code, retry }),
  });
  const parts = new Map([ONE, OTHER].map((part, place) => [String(part), Uint8Array.of(place)]));
  const state = { photo: { width: 4000, height: 3000 }, closer: ONE };
  return { added, failed, here, closer, opened: /** @type {any} */ ({ parts, state }) };
}

test("the session is given each part that a history looks at, once, and nothing known is encoded again", async () => {
  const { closer, opened, added } = createPage();
  await closer.provide(opened, [looking(), looking(ONE, undefined), looking(ONE, OTHER)]);
  assert.deepEqual(added, [
    [Uint8Array.of(0), ONE],
    [Uint8Array.of(1), OTHER],
  ]);
});

test("where nobody encodes, it is refused, and done here once a person has agreed", async () => {
  const { closer, opened, failed, here, added } = createPage();
  opened.parts.clear();
  let again = 0;
  await assert.rejects(
    closer.encode(opened, () => again++),
    { code: "no-encoder" },
  );
  assert.deepEqual(
    [failed.length, failed[0].code, here.isAgreed, closer.isEncoding],
    [1, "no-encoder", false, false],
  );
  failed[0].retry();
  assert.deepEqual([here.isAgreed, again, added], [true, 1, []]);
});

test("what gains nothing, or has no photo, is told without asking anybody", async () => {
  const { closer, opened, failed } = createPage();
  await assert.rejects(
    closer.encode({ ...opened, state: { ...opened.state, closer: null } }, () => {}),
    { code: "closer-useless" },
  );
  await assert.rejects(
    closer.encode(null, () => {}),
    { code: "no-photo" },
  );
  assert.deepEqual(
    failed.map(({ code }) => code),
    ["closer-useless", "no-photo"],
  );
});

test("it is over at once when a person cancels", async () => {
  const { closer, opened, added } = createPage();
  const asked = closer.encode(opened, () => {});
  assert.equal(closer.isEncoding, true);
  closer.cancel();
  await assert.rejects(asked, { code: "cancelled" });
  assert.deepEqual([added.length, closer.isEncoding], [1, false], "what was known has been given already");
});
