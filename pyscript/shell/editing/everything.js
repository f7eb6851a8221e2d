// All automatic masks of the open photo: looked for a few points at a time, then made as exact as clicks make them. What
// was found is kept until another photo is open, and a search that was stopped goes on from there.

/** @typedef {import("#protocol").Proposal} Proposal */
/** A proposal with its mask. @typedef {import("../opening/foretold.js").Offer & {key: string}} Shape */

const SEARCHED = 0.8; // of the way to the end, once all points were asked

export class Everything {
  #runner;
  #preview;
  /** @type {AbortController | null} */
  #looking = null;
  #isSearched = false;
  /** How much of the search is done. */
  #share = 0;
  /** Keys of the shapes that are as exact as a click's mask. @type {Set<string>} */
  #exact = new Set();
  /** The likeliest subject first, once all is found. @type {readonly Shape[]} */
  shapes = [];

  /**
   * @param {import("../worker/runner.js").Runner} runner
   * @param {(x: number, y: number, mask: number) => Promise<import("./subject.js").Looked | null>} preview  what a click gives
   */
  constructor(runner, preview) {
    this.#runner = runner;
    this.#preview = preview;
  }

  /** Whether it goes on. */
  get isLooking() {
    return this.#looking !== null;
  }

  /** Whether all is found; some of it may not be exact yet, or turn out to be nothing. */
  get isFound() {
    return this.#isSearched;
  }

  /** Whether nothing more is to come. */
  get isDone() {
    return this.#isSearched && this.#exact.size === this.shapes.length;
  }

  /** How much is done, 0 to 1. */
  get share() {
    const { length } = this.shapes;
    const exact = this.#isSearched && length ? this.#exact.size / length : 0;
    return this.isDone ? 1 : SEARCHED * this.#share + (1 - SEARCHED) * exact;
  }

  /**
   * Look further, unless that goes on already. Fails where no more can be found, which the runner has told.
   * @param {() => void} onChange  there is more to be seen
   */
  async look(onChange) {
    if (this.#looking || this.isDone) return;
    const looking = new AbortController();
    this.#looking = looking;
    try {
      while (!this.#isSearched && this.#looking === looking) {
        const found = await this.#runner.call((seat) => seat.search(looking.signal));
        if (this.#looking !== looking) return;
        this.#receive(found);
        onChange();
      }
      for (const shape of this.shapes) {
        if (this.#looking !== looking) return;
        if (await this.#make(shape, looking)) onChange();
      }
    } catch (error) {
      if (this.#looking !== looking) return; // who stopped it waits for nothing
      this.#looking = null;
      throw error;
    }
    if (this.#looking !== looking) return;
    this.#looking = null;
    onChange();
  }

  /** Something else goes first. */
  stop() {
    this.#looking?.abort();
    this.#looking = null;
  }

  /** Another photo is open. */
  forget() {
    this.stop();
    this.shapes = [];
    this.#share = 0;
    this.#isSearched = false;
    this.#exact.clear();
  }

  /** @param {import("#protocol").Searched} found */
  #receive({ shapes, share, isDone, extent, part }) {
    const known = new Map(this.shapes.map((shape) => [shape.key, shape]));
    const news = shapes.map(({ plane, ...proposal }) => {
      const key = keyOf(proposal.x, proposal.y, proposal.mask);
      return known.get(key) ?? { key, proposal, logits: floats(plane), extent, part };
    });
    this.shapes = isDone ? news : [...this.shapes, ...news];
    this.#share = share;
    this.#isSearched = isDone;
  }

  /** Have a shape as its click gives it; tells whether that is another. @param {Shape} shape @param {AbortController} looking */
  async #make({ key, proposal }, looking) {
    if (this.#exact.has(key)) return false;
    const mask = await this.#preview(proposal.x, proposal.y, proposal.mask);
    if (this.#looking !== looking) return false;
    if (mask) this.#exact.add(key);
    this.shapes = this.shapes.flatMap((each) => {
      if (each.key !== key) return [each];
      return mask ? [{ ...each, ...mask }] : []; // only the click tells that a mask is a lattice of dots
    });
    return true;
  }
}

/** @param {number} x @param {number} y @param {number} mask */
const keyOf = (x, y, mask) => `${x} ${y} ${mask}`;

/**
 * The objects that are a proposal and nothing else: their ids, by the shape's key.
 * @param {import("#protocol").Document | null} document
 * @returns {Map<string, number>}
 */
export function takenOf(document) {
  const taken = new Map();
  for (const { id, recipe, look } of document?.objects ?? []) {
    const { points, box, choices, edits, inverted, closer } = recipe;
    const [point, choice] = [points[0], choices[0]];
    const isPlain = points.length === 1 && !box && !edits && !inverted && !closer && !look;
    if (isPlain && point && typeof choice === "number") taken.set(keyOf(point.x, point.y, choice), id);
  }
  return taken;
}

/** @param {string} text  Base64 */
function floats(text) {
  return new Float32Array(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer);
}
