// To which size a photo is scaled that has too many pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaledSize } from "../../../pyscript/shell/opening/scaling.js";

test("a photo is scaled to as many pixels as may be, in its proportions", () => {
  assert.deepEqual(scaledSize({ width: 400, height: 100 }, 10_000), { width: 200, height: 50 });
  for (const size of [
    { width: 12_000, height: 9001 },
    { width: 801, height: 51_000 },
  ]) {
    const { width, height } = scaledSize(size, 64 * 2 ** 20);
    assert.ok(width * height <= 64 * 2 ** 20);
    assert.ok((width + 1) * (height + 1) > 64 * 2 ** 20);
    assert.ok(Math.abs(width / height / (size.width / size.height) - 1) < 0.001);
  }
});
