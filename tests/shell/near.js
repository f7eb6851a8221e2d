// Floating-point numbers that should be equal.
import assert from "node:assert/strict";

/**
 * Refuse numbers, or objects of them, that differ by more than `most`.
 * @template {number | Record<string, any>} T @param {T} actual @param {T} expected @param {number} [most]
 */
export function near(actual, expected, most = 1e-9) {
  if (typeof actual === "number" || typeof expected === "number") {
    assert.ok(Math.abs(Number(actual) - Number(expected)) <= most, `${actual} is not near ${expected}`);
    return;
  }
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const key of Object.keys(expected)) near(actual[key], expected[key], most);
}
