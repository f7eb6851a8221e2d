// What is dragged here from another page: addresses, and pictures within addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressIn, filesIn, mayBePicture, readData } from "../../../pyscript/shell/opening/dropped.js";

/** @param {Record<string, string>} held  by its type */
const dragged = (held) => ({ getData: (/** @type {string} */ type) => held[type] ?? "" });

test("of a picture in a link the picture is meant, and else the first address", () => {
  const list = "# from a page\r\nhttps://other.test/page\r\nhttps://other.test/more";
  for (const [html, expected] of [
    [
      '<a href="page"><img alt="x" src="https://other.test/a.jpg?b=1&amp;c=2" width="3"></a>',
      "https://other.test/a.jpg?b=1&c=2",
    ],
    ["<IMG SRC='https://other.test/a.jpg'>", "https://other.test/a.jpg"],
    ["<img src=https://other.test/a.jpg>", "https://other.test/a.jpg"],
    ['<img srcset="b.jpg 2x" data-src="c.jpg">', "https://other.test/page"],
    ["<b>text</b>", "https://other.test/page"],
    ["", "https://other.test/page"],
  ])
    assert.equal(addressIn(dragged({ "text/html": html, "text/uri-list": list })), expected, html);
  assert.equal(
    addressIn(dragged({ "text/html": '<img src="data:image/png;base64,AA==">' })),
    "data:image/png;base64,AA==",
  );
  assert.equal(addressIn(dragged({ "text/plain": "https://other.test/a.jpg" })), null);
});

test("files and addresses may be pictures, text is none", () => {
  const held = (/** @type {string[]} */ ...types) => mayBePicture(/** @type {any} */ ({ types }));
  assert.deepEqual(
    [held("Files"), held("text/uri-list", "text/html"), held("text/plain", "text/html"), held()],
    [true, true, false, false],
  );
});

test("an address that is its own content is read without a request", async () => {
  for (const [address, type, bytes] of /** @type {const} */ ([
    ["data:image/png;base64,AAEC", "image/png", [0, 1, 2]],
    ["data:image/png;base64,AA%3D%3D", "image/png", [0]],
    ["data:text/plain;charset=utf-8,a%20b", "text/plain;charset=utf-8", [97, 32, 98]],
    ["data:,", "", []],
  ])) {
    const blob = readData(new URL(address));
    assert.equal(blob.type, type);
    assert.deepEqual([...new Uint8Array(await blob.arrayBuffer())], bytes);
  }
});

/** Something of a file system; a folder gives what is in it by twos. @param {string} name @param {any[]} [inside] */
function entry(name, inside) {
  const isDirectory = inside !== undefined;
  const createReader = () => {
    const left = [...(inside ?? [])];
    return { readEntries: (/** @type {(some: any[]) => void} */ tell) => tell(left.splice(0, 2)) };
  };
  const file = (/** @type {(file: File) => void} */ tell) => tell(new File([name], name));
  return /** @type {any} */ ({ name, isDirectory, createReader, file });
}

const dropped = (/** @type {any[]} */ ...entries) =>
  /** @type {any} */ ({
    files: entries.map(({ name }) => new File([name], name)),
    items: entries.map((each) => ({ webkitGetAsEntry: () => each })),
  });

test("of a folder the photos are taken, in the order of their names, and nothing else", async () => {
  const deeper = entry("deeper", [entry("b.webp"), entry("notes.txt")]);
  const names = ["10.jpg", "2.JPG", ".hidden.jpg", "Thumbs.db", "a.heic"].map((name) => entry(name));
  const files = await filesIn(dropped(entry("holiday", [...names, deeper]), entry("cat.raw")));
  assert.deepEqual(
    files?.map(({ name }) => name),
    ["2.JPG", "10.jpg", "a.heic", "b.webp", "cat.raw"],
  );
});

test("files that are dropped are taken as they are, whatever they are", () => {
  const files = filesIn(dropped(entry("cat.jpg"), entry("notes.txt")));
  assert.deepEqual(Array.isArray(files) && files.map(({ name }) => name), ["cat.jpg", "notes.txt"]);
  assert.equal(filesIn(dropped()), null);
});
