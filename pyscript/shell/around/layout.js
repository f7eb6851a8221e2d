// Which of two layouts the element has: one row of tools beside a panel, or what a thumb reaches on a phone.

const NARROW = 760; // CSS pixels of the element
const NARROW_FOR_FINGERS = 860; // as narrow.css: up to there the panel is a sheet

/**
 * @param {Pick<ReturnType<typeof import("../template.js").attachTemplate>, "frame" | "stage" | "strip" | "behind">} parts
 * @param {ReturnType<typeof import("../panel/controls.js").createToolbar>} toolbar
 * @param {ReturnType<typeof import("../panel/output.js").createOutput>} output
 * @param {() => void} onChange
 * @param {() => boolean} canShare  whether this device offers to share files
 */
export function createLayout({ frame, stage, strip, behind }, toolbar, output, onChange, canShare) {
  let isPhone = false;

  /** @param {boolean} isWanted */
  function arrange(isWanted) {
    isPhone = isWanted;
    frame.toggleAttribute("data-phone", isPhone);
    toolbar.arrange(isPhone, strip);
    toolbar.nameSaving(isPhone ? (canShare() ? "share-file" : "save") : "download");
    output.placeBackgrounds(isPhone ? behind : null);
    behind.hidden = true;
  }

  /** @param {boolean} isWanted */
  function showBackgrounds(isWanted) {
    const root = /** @type {ShadowRoot} */ (behind.getRootNode());
    if (!isWanted && behind.contains(root.activeElement)) stage.focus({ preventScroll: true });
    behind.hidden = !isWanted;
    onChange();
  }

  behind.classList.add("output"); // as it looks in the panel
  arrange(false); // until the room is known
  new ResizeObserver(() => {
    const most = matchMedia("(pointer: coarse)").matches ? NARROW_FOR_FINGERS : NARROW;
    const isNarrow = frame.clientWidth <= most;
    if (frame.clientWidth === 0 || isNarrow === isPhone) return;
    arrange(isNarrow);
    onChange();
  }).observe(frame);
  stage.addEventListener("pointerdown", () => {
    toolbar.closeMore();
    if (!behind.hidden) showBackgrounds(false);
  });
  behind.addEventListener("keydown", (event) => {
    event.stopPropagation(); // letters are no tools here
    if (event.key === "Escape") showBackgrounds(false);
  });

  return {
    get isBackgroundOpen() {
      return !behind.hidden;
    },
    toggleBackgrounds: () => showBackgrounds(behind.hidden !== false),
    /** Whether a file goes to the share sheet. */
    get shares() {
      return isPhone && canShare();
    },
  };
}
