// Calls that may fail together. A race with one promise of failure would keep every answer for as long as that lives.

export class Calls {
  /** @type {Set<(reason: unknown) => void>} */
  #pending = new Set();
  /** @type {unknown} */
  #reason;

  /** A promise that settles as this one does, unless all fail before. @template T @param {Promise<T>} promise @returns {Promise<T>} */
  follow(promise) {
    return new Promise((resolve, reject) => {
      if (this.#reason !== undefined) reject(this.#reason);
      else this.#pending.add(reject);
      promise.then(resolve, reject).then(() => this.#pending.delete(reject));
    });
  }

  /** @param {unknown} reason  of all that are pending, and of all that come */
  fail(reason) {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const reject of this.#pending) reject(reason);
    this.#pending.clear();
  }
}
