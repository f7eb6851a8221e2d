// The clicks that wait for their answer: they are seen at once, and go with it.

/** @typedef {{x: number, y: number, label: number, pending: true}} PendingPoint */

export class Pending {
  /** @type {PendingPoint[]} */
  points = [];

  /** @param {number} x @param {number} y @param {number} label */
  add(x, y, label) {
    const point = /** @type {PendingPoint} */ ({ x, y, label, pending: true });
    this.points.push(point);
    return point;
  }

  /** The oldest was answered. */
  answered() {
    this.points = this.points.slice(1);
  }

  /** Tell whether it still waited; then it does no more. @param {PendingPoint} point */
  remove(point) {
    const waited = this.points.includes(point);
    this.points = this.points.filter((other) => other !== point);
    return waited;
  }

  drop() {
    this.points = [];
  }
}
