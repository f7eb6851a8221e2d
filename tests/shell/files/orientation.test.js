// How a photo is to be turned: what its file says, what of that counts, and what a browser has done already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { orientationOf } from "../../../pyscript/shell/files/orientation.js";
import { missingTurn } from "../../../pyscript/shell/files/upright.js";

const latin1 = (/** @type {string} */ text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const joined = (/** @type {Uint8Array[]} */ ...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A TIFF block with one entry. @param {number} value @param {{type?: number, count?: number, isBig?: boolean}} [given] */
function exif(value, { type = 3, count = 1, isBig = false } = {}) {
  const view = new DataView(new ArrayBuffer(26));
  new Uint8Array(view.buffer).set(latin1(isBig ? "MM\0*" : "II*\0"));
  view.setUint32(4, 8, !isBig);
  view.setUint16(8, 1, !isBig);
  view.setUint16(10, 0x0112, !isBig);
  view.setUint16(12, type, !isBig);
  view.setUint32(14, count, !isBig);
  view.setUint16(18, value, !isBig);
  return new Uint8Array(view.buffer);
}

/** @param {string} name @param {Uint8Array} data @param {number} [damage] */
function chunk(name, data, damage = 0) {
  const view = new DataView(new ArrayBuffer(8));
  const body = joined(latin1(name), data);
  view.setUint32(0, data.length);
  view.setUint32(4, crc32(body) ^ damage);
  const bytes = new Uint8Array(view.buffer);
  return joined(bytes.subarray(0, 4), body, bytes.subarray(4));
}

const png = (/** @type {Uint8Array[]} */ ...chunks) =>
  joined(
    latin1("\x89PNG\r\n\x1a\n"),
    chunk("IHDR", new Uint8Array(13)),
    ...chunks,
    chunk("IEND", new Uint8Array()),
  );
const PIXELS = chunk("IDAT", Uint8Array.of(1));

const segment = (/** @type {number} */ marker, /** @type {Uint8Array} */ data) =>
  joined(Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff), data);
const jpeg = (/** @type {Uint8Array[]} */ ...segments) =>
  joined(latin1("\xff\xd8"), ...segments, segment(0xda, new Uint8Array(4)), latin1("\xff\xd9"));
const app1 = (/** @type {Uint8Array} */ block) => segment(0xe1, joined(latin1("Exif\0\0"), block));

function webp(/** @type {Uint8Array} */ block) {
  const size = Uint8Array.of(block.length, 0, 0, 0);
  return joined(latin1("RIFF\0\0\0\0WEBPVP8X\n\0\0\0"), new Uint8Array(10), latin1("EXIF"), size, block);
}

test("what says so where it counts is read, and nothing else", () => {
  const xmp = segment(0xe1, latin1("http://ns.adobe.com/xap/1.0/\0<tiff:Orientation>3</tiff:Orientation>"));
  for (const [bytes, kind, written, counts] of /** @type {const} */ ([
    [jpeg(app1(exif(6))), "jpeg", 6, 6],
    [jpeg(xmp, app1(exif(3, { isBig: true })), app1(exif(8))), "jpeg", 3, 3],
    [jpeg(xmp), "jpeg", 1, 1],
    [jpeg(app1(exif(9))), "jpeg", 1, 1],
    [jpeg(app1(exif(6, { type: 4 }))), "jpeg", 1, 1],
    [jpeg(app1(exif(6, { count: 2 }))), "jpeg", 1, 1],
    [jpeg(app1(exif(6).subarray(0, 16))), "jpeg", 1, 1],
    [joined(jpeg(), app1(exif(6))), "jpeg", 1, 1],
    [png(chunk("eXIf", exif(6)), PIXELS), "png", 6, 6],
    [png(PIXELS, chunk("eXIf", exif(3))), "late", 3, 1],
    [png(chunk("eXIf", exif(6), 1), PIXELS), "png", 1, 1],
    [png(chunk("eXIf", exif(6), 1), chunk("eXIf", exif(8)), PIXELS), "png", 8, 8],
    [png(chunk("zTXt", latin1("Raw profile type exif\0")), PIXELS), "png", 1, 1],
    [webp(exif(3)), "webp", 3, 1],
    [webp(joined(latin1("Exif\0\0"), exif(6))), "webp", 6, 1],
  ]))
    assert.deepEqual(orientationOf(bytes), { kind, written, counts });
  assert.equal(orientationOf(latin1("GIF89a")), null);
  assert.equal(orientationOf(new Uint8Array()), null);
});

test("a photo is turned by what its browser leaves undone, and turned back by what it should have left", async () => {
  for (const [bytes, isTurned, missing] of /** @type {const} */ ([
    [jpeg(app1(exif(6))), true, 1],
    [jpeg(app1(exif(6))), false, 6],
    [png(chunk("eXIf", exif(3)), PIXELS), false, 3],
    [png(PIXELS, chunk("eXIf", exif(6))), false, 1],
    [png(PIXELS, chunk("eXIf", exif(6))), true, 8],
    [webp(exif(3)), true, 3],
    [webp(exif(8)), true, 6],
    [webp(exif(8)), false, 1],
  ]))
    assert.equal(await missingTurn(new Blob([bytes]), async () => isTurned), missing);
});

test("a browser is asked nothing about a photo that says nothing", async () => {
  const refuse = () => Promise.reject(new Error("asked"));
  for (const bytes of [jpeg(), png(PIXELS), webp(exif(1)), latin1("BM")])
    assert.equal(await missingTurn(new Blob([bytes]), refuse), 1);
});

/** @param {string} name @param {Uint8Array[]} inside */
function box(name, ...inside) {
  const body = joined(...inside);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, body.length + 8);
  return joined(size, latin1(name), body);
}

/** @param {Uint8Array[]} properties */
function avif(...properties) {
  const items = box("iprp", box("ipco", box("ispe", new Uint8Array(12)), ...properties), box("ipma"));
  const meta = box("meta", new Uint8Array(4), box("hdlr", new Uint8Array(24)), items);
  return joined(box("ftyp", latin1("avif\0\0\0\0mif1")), meta, box("mdat", Uint8Array.of(1)));
}

test("an AVIF says it with quarter turns and a mirror after them", () => {
  const turn = (/** @type {number} */ angle) => box("irot", Uint8Array.of(angle));
  const mirror = (/** @type {number} */ axis) => box("imir", Uint8Array.of(axis));
  for (const [properties, number] of /** @type {const} */ ([
    [[], 1],
    [[mirror(1)], 2],
    [[turn(2)], 3],
    [[mirror(0)], 4],
    [[turn(1), mirror(0)], 5],
    [[turn(3)], 6],
    [[turn(3), mirror(0)], 7],
    [[turn(1)], 8],
  ]))
    assert.deepEqual(orientationOf(avif(...properties)), { kind: "avif", written: number, counts: number });
});

test("an AVIF that ends early or is damaged says nothing", () => {
  const whole = avif(box("irot", Uint8Array.of(3)));
  for (let length = 12; length < whole.length; length++)
    assert.ok([1, 6].includes(/** @type {any} */ (orientationOf(whole.subarray(0, length))).written));
  assert.equal(orientationOf(avif(box("irot")))?.written, 1);
});
