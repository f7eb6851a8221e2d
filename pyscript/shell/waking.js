// Nothing is loaded for an element until it is needed: when it comes near to what is seen of the page, is touched, or
// is asked for something.

const SCREENS = 1; // so many of them are near, on every side

export class Waking {
  #element;
  #onNeeded;
  /** @type {AbortController | null} */
  #watch = null;
  #resolve = () => {};
  isAwake = false;
  /** @type {Promise<void>} Resolves when it is awake. */
  awake = Promise.resolve();

  /** @param {HTMLElement} element @param {() => void} onNeeded */
  constructor(element, onNeeded) {
    this.#element = element;
    this.#onNeeded = onNeeded;
    this.#promise();
  }

  /** Wait until the element is needed. */
  watch() {
    if (this.isAwake || this.#watch) return;
    this.#watch = new AbortController();
    const { signal } = this.#watch;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#onNeeded();
      },
      { rootMargin: `${100 * SCREENS}%` },
    );
    observer.observe(this.#element);
    signal.addEventListener("abort", () => observer.disconnect());
    for (const type of ["pointerdown", "focusin"])
      this.#element.addEventListener(type, () => this.#onNeeded(), { signal });
    // No frame later than must be; but the script that defines the element may go on to say where the engine is.
    if (isNear(this.#element)) queueMicrotask(() => signal.aborted || this.#onNeeded());
  }

  wake() {
    this.#stop();
    this.isAwake = true;
    this.#resolve();
  }

  /** Off the page, until it is needed again. */
  sleep() {
    this.#stop();
    if (this.isAwake) this.#promise(); // who waits for the first time still does
    this.isAwake = false;
  }

  #promise() {
    this.awake = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  #stop() {
    this.#watch?.abort();
    this.#watch = null;
  }
}

/** @param {HTMLElement} element */
function isNear(element) {
  const [box] = element.getClientRects(); // none where it is not displayed
  if (!box) return false;
  const { innerWidth, innerHeight } = window;
  const isBeside = box.right < -SCREENS * innerWidth || box.left > (1 + SCREENS) * innerWidth;
  return !isBeside && box.bottom >= -SCREENS * innerHeight && box.top <= (1 + SCREENS) * innerHeight;
}
