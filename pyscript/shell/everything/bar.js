// What is said and offered beside the map: how far the search is, taking several, taking all.

/** @param {HTMLElement} bar @param {import("../words/words.js").Words} words @param {{onAll: () => void, onLeave: () => void}} on */
export function createBar(bar, { label }, { onAll, onLeave }) {
  const text = document.createElement("span");
  const meter = document.createElement("div");
  meter.className = "meter";
  const several = button("several", label("several"), label("several-hint"));
  several.setAttribute("aria-pressed", "false");
  const all = button("all", label("all-as-objects"), label("all-as-objects-hint"));
  bar.setAttribute("aria-label", label("everything"));
  bar.append(text, several, all, meter);
  several.addEventListener("click", () =>
    several.setAttribute("aria-pressed", String(several.getAttribute("aria-pressed") !== "true")),
  );
  all.addEventListener("click", onAll);
  bar.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") onLeave();
  });

  return {
    /** Whether each tap is to take one more. */
    get isSeveral() {
      return several.getAttribute("aria-pressed") === "true";
    },
    hide() {
      bar.hidden = true;
      several.setAttribute("aria-pressed", "false");
    },
    /** @param {{count: number, share: number, isFound: boolean, isDone: boolean}} found */
    show({ count, share, isFound, isDone }) {
      bar.hidden = false;
      text.textContent = said(count, share, isFound);
      meter.hidden = isDone;
      meter.style.setProperty("--done", String(share));
      all.disabled = !isFound || count === 0;
    },
  };

  /** @param {number} count @param {number} share @param {boolean} isFound */
  function said(count, share, isFound) {
    if (!isFound) return label("map-looking", { percent: Math.floor(100 * share) });
    if (count === 0) return label("subject-none");
    return count === 1 ? label("map-found-one") : label("map-found", { count });
  }
}

/** @param {string} kind @param {string} text @param {string} title */
function button(kind, text, title) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = kind;
  node.textContent = text;
  node.title = title;
  return node;
}
