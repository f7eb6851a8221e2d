// What a browser can't make is found by trying.
import assert from "node:assert/strict";
import { test } from "node:test";
import { missing } from "../../../pyscript/shell/files/abilities.js";
import { withGlobals } from "../globals.js";

const FORMATS = ["image/png", "image/webp", "image/jpeg", "image/png;mask", "image/svg+xml"];

/** A browser's canvas. @param {{writes: string[], blur: "none" | "ignored" | "works"}} able */
function canvasOf({ writes, blur }) {
  return class {
    getContext() {
      const filter = blur === "none" ? {} : { filter: "none" };
      const alpha = blur === "works" ? 40 : 0;
      return { ...filter, fillRect() {}, getImageData: () => ({ data: [0, 0, 0, alpha] }) };
    }
    /** @param {{type: string}} wanted */
    async convertToBlob({ type }) {
      return new Blob([], { type: writes.includes(type) ? type : "image/png" });
    }
  };
}

test("formats that come out as PNG, and a blur that does nothing, are missing", async () => {
  for (const [able, expected] of /** @type {const} */ ([
    [{ writes: ["image/webp", "image/jpeg"], blur: "works" }, []],
    [{ writes: ["image/jpeg"], blur: "none" }, ["image/webp", "blur"]],
    [{ writes: ["image/webp", "image/jpeg"], blur: "ignored" }, ["blur"]],
  ]))
    await withGlobals({ OffscreenCanvas: canvasOf(/** @type {any} */ (able)) }, async () =>
      assert.deepEqual(await missing(FORMATS), expected),
    );
});
