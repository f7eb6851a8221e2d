// The zoom's buttons in the stage's corner: what the keys do, for a mouse or a finger.

/** @typedef {import("../stage/navigation.js").Way} Way */

const MINUS = "M6 12h12";
const PLUS = "M12 6v12M6 12h12";
const FRAME = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

/** @param {HTMLElement} group @param {import("../words/words.js").Words} words @param {(way: Way) => void} onWay */
export function createZoom(group, { label, number, twoDigits }, onWay) {
  const percent = button("actual", label("zoom-actual"));
  percent.classList.add("percent");
  group.setAttribute("aria-label", label("zoom"));
  group.append(
    button("out", label("zoom-out"), MINUS),
    percent,
    button("in", label("zoom-in"), PLUS),
    button("fit", label("zoom-fit"), FRAME),
  );
  group.addEventListener("click", (event) => {
    const way = /** @type {Element} */ (event.target).closest("button")?.dataset.way;
    if (way) onWay(/** @type {Way} */ (way));
  });

  return {
    /** @param {number} scale  CSS pixels by photo pixel */
    show(scale) {
      const value = 100 * scale * devicePixelRatio;
      percent.textContent = label("zoom-percent", {
        percent: value < 10 ? twoDigits(value) : number(value, 0),
      });
    },
  };
}

/** @param {Way} way @param {string} hint @param {string} [icon] */
function button(way, hint, icon) {
  const node = document.createElement("button");
  node.type = "button";
  node.dataset.way = way;
  node.title = hint;
  if (icon) {
    node.setAttribute("aria-label", hint);
    node.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg>`;
  }
  return node;
}
