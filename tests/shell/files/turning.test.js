// Turning pictures: every way that EXIF numbers, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse, turned } from "../../../pyscript/shell/files/turning.js";

/** One pixel a letter. @param {string[]} rows */
function picture(...rows) {
  const data = Uint8Array.from(rows.join(""), (letter) => letter.charCodeAt(0));
  const wide = Uint8Array.from([...data].flatMap((byte) => [byte, 1, 2, 3]));
  return { width: rows[0].length, height: rows.length, channels: /** @type {const} */ (4), data: wide };
}

/** @param {ReturnType<typeof picture>} given */
function rowsOf({ width, height, data }) {
  const letters = [...data].filter((_, place) => place % 4 === 0).map((byte) => String.fromCharCode(byte));
  return Array.from({ length: height }, (_, y) => letters.slice(y * width, (y + 1) * width).join(""));
}

/** What is seen of the same upright picture, by how it is stored. */
const STORED = {
  1: ["abc", "def"],
  2: ["cba", "fed"],
  3: ["fed", "cba"],
  4: ["def", "abc"],
  5: ["ad", "be", "cf"],
  6: ["cf", "be", "ad"],
  7: ["fc", "eb", "da"],
  8: ["da", "eb", "fc"],
};

test("each way of storing a picture is turned upright, and its inverse turns it back", () => {
  for (const [number, stored] of Object.entries(STORED)) {
    const upright = turned(picture(...stored), Number(number));
    assert.deepEqual(rowsOf(/** @type {any} */ (upright)), STORED[1], number);
    assert.deepEqual(rowsOf(/** @type {any} */ (turned(upright, inverse(Number(number))))), stored, number);
  }
});
