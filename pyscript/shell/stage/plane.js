// Where a pointer is on the stage, whatever scroll, scaling or turning the page puts around it.

const CORNERS = /** @type {const} */ ([
  [0, 0],
  [1, 0],
  [0, 1],
]);

/**
 * Three corners as the page shows them give the whole transform, as long as it is affine.
 * @param {HTMLElement} stage
 */
export function createPlane(stage) {
  const probes = CORNERS.map(([x, y]) => {
    const probe = document.createElement("span");
    probe.style.cssText = `position: absolute; place-self: start; left: ${100 * x}%; top: ${100 * y}%`;
    stage.append(probe);
    return probe;
  });

  return {
    /**
     * CSS pixels from the stage's upper left corner, before any transform.
     * @param {{clientX: number, clientY: number}} event @param {import("./viewport.js").Size} size  of the stage
     */
    locate: (event, size) =>
      placeOn(
        probes.map((probe) => probe.getBoundingClientRect()),
        event,
        size,
      ),
  };
}

/**
 * @param {{left: number, top: number}[]} corners  on the page: upper left, upper right, lower left
 * @param {{clientX: number, clientY: number}} event @param {import("./viewport.js").Size} size  of the stage
 */
export function placeOn([origin, right, down], { clientX, clientY }, { width, height }) {
  const [ux, uy] = [right.left - origin.left, right.top - origin.top];
  const [vx, vy] = [down.left - origin.left, down.top - origin.top];
  const [dx, dy] = [clientX - origin.left, clientY - origin.top];
  const area = ux * vy - uy * vx || 1; // 0 while nothing is shown
  return { x: ((dx * vy - dy * vx) / area) * width, y: ((dy * ux - dx * uy) / area) * height };
}
