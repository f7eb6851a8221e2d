// Shows the subject that the machine picked as it would be saved: on the checkerboard, through which the photo is
// seen while the pointer is over it, until something is done.

const VEIL = 0.78; // how much of the photo the checkerboard hides then

/**
 * @param {HTMLElement} stage
 * @param {Pick<ReturnType<typeof import("./view.js").createView>, "backdrop" | "setVeil">} view
 * @param {(backdrop: string) => void} show
 */
export function createReveal(stage, view, show) {
  /** The backdrop before. @type {string | null} */
  let before = null;
  const veil = (/** @type {boolean} */ isOver) => before !== null && view.setVeil(isOver ? VEIL : 1);
  stage.addEventListener("pointerenter", ({ pointerType }) => veil(pointerType !== "touch"));
  stage.addEventListener("pointerleave", () => veil(false));
  stage.addEventListener("focusin", () => veil(stage.matches(":focus-visible")));
  stage.addEventListener("focusout", () => veil(false));

  return {
    /** @param {boolean} isProposed  whether what is seen is the machine's pick */
    update(isProposed) {
      if (isProposed === (before !== null)) return;
      if (isProposed && view.backdrop === "photo") {
        before = view.backdrop;
        show("checkerboard");
        veil(stage.matches(":hover") && matchMedia("(hover: hover)").matches);
      } else if (!isProposed && before !== null) {
        const [kind, isOurs] = [before, view.backdrop === "checkerboard"];
        before = null;
        view.setVeil(1);
        if (isOurs) show(kind);
      }
    },
  };
}
