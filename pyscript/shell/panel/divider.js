// Before and after: a grip on the stage, left of which the photo is seen as it was. Only where a cut-out is looked at.

const STEP = 0.02; // of the stage's width, of an arrow key
const KEYS = /** @type {Record<string, (at: number) => number>} */ ({
  ArrowLeft: (at) => at - STEP,
  ArrowDown: (at) => at - STEP,
  ArrowRight: (at) => at + STEP,
  ArrowUp: (at) => at + STEP,
  PageDown: (at) => at - 5 * STEP,
  PageUp: (at) => at + 5 * STEP,
  Home: () => 0,
  End: () => 1,
});

/**
 * @param {HTMLElement} node @param {import("../words/words.js").Words} words
 * @param {Pick<ReturnType<typeof import("../stage/view.js").createView>, "place" | "seen" | "showSplit" | "split">} view
 * @param {() => boolean} isWanted
 */
export function createDivider(node, { label }, view, isWanted) {
  let isMine = false;
  node.setAttribute("aria-label", label("divider"));
  node.title = label("divider");

  /** @param {number} at  from 0 to 1 of the stage's width */
  function move(at) {
    const next = Math.min(Math.max(at, 0), 1);
    view.showSplit(next === 0 ? null : next);
    isMine = next > 0;
    show();
  }

  function show() {
    const at = view.split ?? 0;
    node.style.setProperty("--at", `${100 * at}%`);
    node.setAttribute("aria-valuenow", String(Math.round(100 * at)));
  }

  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.stopPropagation(); // it is no click on the photo
    node.setPointerCapture(event.pointerId);
  });
  node.addEventListener("pointermove", (event) => {
    const width = node.parentElement?.clientWidth;
    if (width && node.hasPointerCapture(event.pointerId)) move(view.place(event).x / width);
  });
  node.addEventListener("keydown", (event) => {
    const next = KEYS[event.key];
    if (!next || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // nor a move of the crosshair
    move(Math.round(100 * next(view.split ?? 0)) / 100);
  });

  return {
    update() {
      node.hidden = !isWanted() || view.seen === null;
      if (node.hidden && isMine) move(0);
      show();
    },
  };
}
