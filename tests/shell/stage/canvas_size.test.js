// How large the canvases over a stage are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { canvasSize } from "../../../pyscript/shell/stage/canvas_size.js";

const DENSITIES = [1, 1.25, 1.5, 2, 2.625, 3];
const STAGES = [
  { width: 1, height: 1 },
  { width: 390, height: 612.5 },
  { width: 701.33, height: 520 },
  { width: 2560, height: 1300 },
  { width: 5120, height: 2880 },
];

test("canvases cover the stage and end on whole pixels of page, screen and canvas", () => {
  for (const stage of STAGES) {
    for (const density of DENSITIES) {
      const { ratio, width, height, across, down } = canvasSize(stage, density);
      assert.ok(width >= stage.width && height >= stage.height);
      assert.ok(width < stage.width + 64 && height < stage.height + 64);
      assert.deepEqual([width % 8, height % 8], [0, 0]);
      assert.deepEqual([across, down], [width * ratio, height * ratio]);
    }
  }
});

test("a stage of usual size is drawn at the screen's own density", () => {
  for (const density of DENSITIES)
    assert.equal(canvasSize({ width: 600, height: 400 }, density).ratio, density);
});

test("on the largest screens no more than four million pixels of the stage are drawn", () => {
  const stage = { width: 5120, height: 2880 };
  for (const density of [1, 2, 3]) {
    const { ratio } = canvasSize(stage, density);
    assert.ok(ratio < density);
    assert.ok(stage.width * stage.height * ratio ** 2 <= 4_000_000);
  }
});
