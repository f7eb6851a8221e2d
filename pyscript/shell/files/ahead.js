// The file that is likely to be saved next, begun while a person looks; one at most. What it holds, others say.

/** @typedef {import("../worker/exporting.js").Options} Options */
/** @typedef {import("../worker/seat.js").Watch} Watch */
/** @typedef {{blob: Blob, name: string}} Made */
/** @typedef {{width: number, height: number}} Size */

const BYTES = 16; // of a photo's pixel while its file is made: the pixels, their rows filtered, and what the graphs hold
const SHARE = 1 / 16; // of a device's memory
const ignore = (/** @type {number} */ _share) => {};

export class Ahead {
  /**
   * @type {{
   *   work: object, options: Options, stopping: AbortController, made: Promise<Made>,
   *   isDone: boolean, isTaken: boolean, tell: (share: number) => void,
   * } | null}
   */
  #kept = null;
  #make;

  /** @param {(options: Options, watch: Watch) => Promise<Made>} make */
  constructor(make) {
    this.#make = make;
  }

  /** Begin a file, if it isn't there. @param {object} work  what it is made of: another object once that changes @param {Options} options */
  begin(work, options) {
    if (this.#find(work, options)) return;
    this.drop();
    const stopping = new AbortController();
    const onProgress = (/** @type {number} */ share) => kept.tell(share);
    const made = this.#make(options, { signal: stopping.signal, onProgress });
    const kept = { work, options, stopping, made, isDone: false, isTaken: false, tell: ignore };
    this.#kept = kept;
    made.then(
      () => {
        kept.isDone = true;
      },
      () => {
        if (this.#kept === kept) this.#kept = null; // who takes it is told
      },
    );
  }

  /** Something else goes first: what is not done and wanted by nobody is stopped. */
  pause() {
    if (!this.#kept || this.#kept.isDone || this.#kept.isTaken) return;
    this.#kept.stopping.abort();
    this.#kept = null;
  }

  /** What it was made of changes. */
  drop() {
    this.pause();
    this.#kept = null;
  }

  /** The file, or what is being made of it; null when there is none. @param {object} work @param {Options} options @param {Watch} watch */
  take(work, options, { signal, onProgress = ignore }) {
    const kept = this.#find(work, options);
    if (!kept) return null;
    kept.isTaken = true;
    kept.tell = onProgress;
    signal?.addEventListener("abort", () => kept.stopping.abort());
    return kept.made;
  }

  /** @param {object} work @param {Options} options */
  #find(work, options) {
    return this.#kept?.work === work && isSame(this.#kept.options, options) ? this.#kept : null;
  }
}

/** Whether a device has memory for a file that nobody asked for. @param {Size} photo @param {number} [gigabytes]  of the device */
export function hasRoom({ width, height }, gigabytes = memory()) {
  return width * height * BYTES <= gigabytes * 2 ** 30 * SHARE;
}

/** In gigabytes, as far as browsers say: at most 8. */
function memory() {
  const { deviceMemory = 4 } = /** @type {{deviceMemory?: number}} */ (navigator);
  return deviceMemory;
}

/** @param {Options} one @param {Options} other */
function isSame({ background, ...one }, { background: behind, ...other }) {
  return background === behind && JSON.stringify(one) === JSON.stringify(other);
}
