// Which colour each shape of the map has: those that touch or overlap differ, as far as there are colours.
import generated from "#generated";

/** @typedef {Pick<import("../editing/everything.js").Shape, "key" | "logits" | "extent">} Shape */

const CELLS = 48; // across and down: enough to see what touches
/** Those of objects. @type {readonly string[]} */
export const COLOURS = generated.colours;

/**
 * @param {readonly Shape[]} shapes @param {ReadonlyMap<string, string>} before  by key: a shape keeps its colour
 * @returns {Map<string, string>}
 */
export function coloursOf(shapes, before) {
  const taken = COLOURS.map(() => new Uint8Array(CELLS * CELLS));
  const uses = COLOURS.map(() => 0);
  /** @type {Map<string, string>} */
  const chosen = new Map();

  /** @param {Shape} shape @param {readonly number[]} cells @param {number} place  of the colour */
  function give({ key }, cells, place) {
    chosen.set(key, COLOURS[place]);
    uses[place]++;
    for (const cell of cells) for (const beside of [0, 1, -1, CELLS, -CELLS]) taken[place][cell + beside] = 1; // beyond the ends is nothing
  }

  const waiting = [];
  for (const shape of shapes) {
    const [cells, place] = [cellsOf(shape), COLOURS.indexOf(before.get(shape.key) ?? "")];
    if (place < 0) waiting.push(/** @type {const} */ ([shape, cells]));
    else give(shape, cells, place);
  }
  for (const [shape, cells] of waiting) {
    const clashes = taken.map((plane) => cells.filter((cell) => plane[cell]).length);
    const order = COLOURS.map((_, place) => place).sort(
      (a, b) => clashes[a] - clashes[b] || uses[a] - uses[b] || a - b,
    );
    give(shape, cells, order[0]);
  }
  return chosen;
}

/** The cells of the photo whose middle is inside. @param {Shape} shape */
function cellsOf({ logits, extent: [height, width] }) {
  const side = Math.sqrt(logits.length);
  return Array.from({ length: CELLS * CELLS }, (_, cell) => cell).filter((cell) => {
    const row = Math.floor(((Math.floor(cell / CELLS) + 0.5) * height) / CELLS);
    const column = Math.floor((((cell % CELLS) + 0.5) * width) / CELLS);
    return logits[row * side + column] > 0;
  });
}
