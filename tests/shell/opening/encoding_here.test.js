// Photos that are encoded on the visitor's device: when they are, and that nothing of them is sent then.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EncodingHere } from "../../../pyscript/shell/opening/encoding_here.js";
import { open } from "../../../pyscript/shell/opening/opening.js";
import { withGlobals } from "../globals.js";

const { signal } = new AbortController();
const ELSEWHERE = { api: "/" };
const HEIC = "\0\0\0\x18ftypheic\0\0\0\0mif1heic";

const create = () => new EncodingHere(/** @type {any} */ ({ seat: null }), () => {});

test("what the page wants counts when a photo is encoded, not when it was brought", () => {
  const here = create();
  assert.equal(here.way(ELSEWHERE, signal), null);
  assert.ok(here.way({ ...ELSEWHERE, encoder: "device" }, signal), "as it was encoded before");
  let isWanted = true;
  here.isWanted = () => isWanted;
  assert.ok(here.way(ELSEWHERE, signal));
  isWanted = false;
  assert.equal(here.way(ELSEWHERE, signal), null);
});

test("a person who agrees has it done here where there is no server, and nowhere else", () => {
  const here = create();
  assert.equal(here.way({ api: null }, signal), null);
  here.isAgreed = true;
  assert.ok(here.way({ api: null }, signal));
  assert.equal(here.way(ELSEWHERE, signal), null);
});

test("a photo that this browser can't read is not sent, whether its embedding is known or not", async () => {
  /** @type {unknown[]} */
  const asked = [];
  const fetch = async (/** @type {unknown} */ url) => {
    asked.push(url);
    throw new TypeError("network");
  };
  const createImageBitmap = async () => {
    throw new DOMException("undecodable");
  };
  const options = {
    ...ELSEWHERE,
    signal,
    openEmbedding: () => assert.fail("there is no photo"),
    onBitmap: () => assert.fail("there is no photo"),
    onStage: () => {},
    encodeHere: () => assert.fail("there is no picture"),
  };
  await withGlobals({ fetch, createImageBitmap }, async () => {
    for (const embedding of [null, Promise.resolve(Uint8Array.of(1))])
      await assert.rejects(open(new Blob([HEIC]), { ...options, embedding }), {
        code: "photo-undecodable",
      });
  });
  assert.deepEqual(asked, []);
});
