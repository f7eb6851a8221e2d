// PNG files as they are written and read, against Node's own zlib.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { writePng } from "../../../pyscript/shell/files/png.js";
import { readRecipe } from "../../../pyscript/shell/opening/resuming.js";

/** The checksum bit by bit (https://www.w3.org/TR/png-3/#5CRC-algorithm). @param {Uint8Array} bytes */
function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

/** The chunks of a file, by type; every length and checksum must be right. @param {Uint8Array[]} parts */
async function chunks(parts) {
  const bytes = new Uint8Array(await new Blob(/** @type {any} */ (parts)).arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 8)], [0x89, ...latin1("PNG\r\n\x1a\n")]);
  const view = new DataView(bytes.buffer);
  /** @type {Map<string, Uint8Array>} */
  const found = new Map();
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    assert.equal(view.getUint32(end), checksum(bytes.subarray(at + 4, end)));
    found.set(String.fromCharCode(...bytes.subarray(at + 4, at + 8)), bytes.subarray(at + 8, end));
    at = end + 4;
  }
  return found;
}

/** @param {string} text */
const latin1 = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The pixels, of rows that are differences to the row above. @param {Uint8Array} data @param {number} length  of a row */
function pixels(data, length) {
  const rows = inflateSync(data);
  const found = new Uint8Array((rows.length / (length + 1)) * length);
  for (let at = 0; at < found.length; at++) {
    const row = Math.floor(at / length);
    assert.equal(rows[row * (length + 1)], 2);
    found[at] = rows[at + row + 1] + (row > 0 ? found[at - length] : 0);
  }
  return found;
}

/** @param {number} length */
const noise = (length) => Uint8Array.from({ length }, (_, at) => (at * 2654435761) >>> 24);
const PLAIN = { profile: null, text: null };

test("colours, alpha and greys come back as they were", async () => {
  for (const [width, height, channels, type] of /** @type {const} */ ([
    [7, 5, 4, 6],
    [9, 4, 1, 0],
    [1, 1, 4, 6],
  ])) {
    const data = noise(width * height * channels);
    const found = await chunks(writePng({ width, height, channels, data }, PLAIN));
    assert.deepEqual([...found.keys()], ["IHDR", "IDAT", "IEND"]);
    const header = /** @type {Uint8Array} */ (found.get("IHDR"));
    assert.deepEqual([...header], [0, 0, 0, width, 0, 0, 0, height, 8, type, 0, 0, 0]);
    assert.deepEqual(pixels(/** @type {Uint8Array} */ (found.get("IDAT")), width * channels), data);
  }
});

test("sides of more than a byte are written in four", async () => {
  const picture = { width: 70_000, height: 1, channels: /** @type {const} */ (1), data: noise(70_000) };
  const header = (await chunks(writePng(picture, PLAIN))).get("IHDR");
  assert.deepEqual([...(header ?? [])].slice(0, 4), [0, 1, 17, 112]);
});

const DOT = { width: 1, height: 1, channels: /** @type {const} */ (1), data: Uint8Array.of(7) };

test("a profile lies compressed before the pixels", async () => {
  const profile = noise(3144);
  const found = await chunks(writePng(DOT, { profile, text: "Author\0é" }));
  assert.deepEqual([...found.keys()], ["IHDR", "iCCP", "tEXt", "IDAT", "IEND"]);
  const chunk = /** @type {Uint8Array} */ (found.get("iCCP"));
  assert.deepEqual(chunk.subarray(0, 13), latin1("ICC Profile\0\0"));
  assert.deepEqual(Uint8Array.from(inflateSync(chunk.subarray(13))), profile);
  assert.deepEqual(found.get("tEXt"), latin1("Author\0é"));
});

/** @param {string | null} text */
const file = (text) => new Blob(writePng(DOT, { profile: noise(300), text }));

test("a recipe that was written into a picture is read from it", async () => {
  assert.equal(await readRecipe(file('clickcut\0{"name": "é"}')), '{"name": "é"}');
});

test("pictures of others, and what is no picture, hold no recipe", async () => {
  for (const blob of [file(null), file("Author\0clickcut\0{}"), new Blob(["clickcut\0{}"]), new Blob([])])
    assert.equal(await readRecipe(blob), null);
});

test("a picture that was cut off, wherever, holds no recipe and breaks nothing", async () => {
  const whole = file("clickcut\0{}");
  const before =
    whole.size - 12 - (await chunks(writePng(DOT, PLAIN)).then((all) => 12 + (all.get("IDAT")?.length ?? 0)));
  for (let size = 0; size < before - 4; size++) assert.equal(await readRecipe(whole.slice(0, size)), null);
  assert.equal(await readRecipe(whole.slice(0, before)), "{}");
});
