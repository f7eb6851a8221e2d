// What the latest steps of one element took, in milliseconds; it knows nothing of the page.

const MOST = 200;

/** @typedef {{step: number, kind: string, decode: number, roundtrip: number, total: number}} Timing */

export class Timings {
  /** The latest, the newest last. @type {Timing[]} */
  latest = [];
  onAdd = () => {};
  #count = 0;

  /**
   * @param {string} kind  the session's method
   * @param {{decode?: number, roundtrip: number, total: number}} measured
   */
  add(kind, { decode = 0, roundtrip, total }) {
    // An answer that was kept (undo, a click where it was hovered) says what it took then: no part of this step.
    const step = { step: ++this.#count, kind, decode: decode <= roundtrip ? decode : 0, roundtrip, total };
    this.latest = [...this.latest.slice(1 - MOST), step];
    this.onAdd();
  }
}
