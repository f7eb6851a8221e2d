// What a file's first bytes tell; tests/unit/files/test_photo_format.py has the server's answers for the same files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatOf, refusalOf, sizeOf } from "../../../pyscript/shell/opening/photo_head.js";
import heads from "./photo_heads.json";

/** @param {{head: string}} file */
const bytesOf = ({ head }) =>
  Uint8Array.from(head.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));

test("formats are told apart as on the server", () => {
  for (const file of heads) assert.equal(formatOf(bytesOf(file)), file.format, file.name);
});

test("a photo's size is read off its head, and one that isn't there is unknown", async () => {
  for (const file of heads) {
    const [width, height] = file.size ?? [];
    const expected = file.size ? { width, height } : null;
    assert.deepEqual(await sizeOf(new Blob([bytesOf(file)])), expected, file.name);
  }
});

test("what is no photo is refused with the server's code, and what may be one is not", async () => {
  for (const file of heads) {
    const codes = /** @type {Record<string, string>} */ ({ null: "not-a-photo", raw: "raw-photo" });
    const expected = file.head === "" ? "empty-photo" : (codes[String(file.format)] ?? null);
    const refusal = await refusalOf(new Blob([bytesOf(file)]));
    assert.equal(refusal?.code ?? null, expected, file.name);
  }
});

test("a file's name and type prove nothing", async () => {
  const [jpeg] = heads;
  assert.equal(await refusalOf(new File([bytesOf(jpeg)], "notes.txt", { type: "text/plain" })), null);
  const letter = new File(["Dear all,"], "cat.jpg", { type: "image/jpeg" });
  assert.equal((await refusalOf(letter))?.code, "not-a-photo");
});

test("a file that was deleted is said to be gone", async () => {
  const file = new File(["abc"], "cat.jpg");
  file.slice = () =>
    Object.assign(new Blob(), {
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")),
    });
  await assert.rejects(refusalOf(file), { code: "file-unreadable" });
});
