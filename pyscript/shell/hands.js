// What a person's hands do on the photo, with pointer, brush, crosshair and keys, and what is drawn until it is done.
import { listenBrush } from "./stage/brush.js";
import { createCrosshair } from "./stage/crosshair.js";
import { PREVIEW_COLOUR } from "./stage/marks.js";
import { listenNavigation } from "./stage/navigation.js";
import { listenPointer, newestWins } from "./stage/pointer.js";

/** @typedef {import("./stage/viewport.js").Place} Place */
/** @typedef {import("./panel/controls.js").Mode} Mode */

/** What to do first with each. */
const HINTS = /** @type {const} */ ({
  include: "hint",
  exclude: "hint-exclude",
  box: "hint-box",
  brush: "hint-brush",
  erase: "hint-erase",
  everything: "hint-everything",
});
const SLOWEST_HOVER = 250; // ms; a preview that comes later is no preview
const ignore = () => {}; // the client reports every failure itself

/**
 * @param {HTMLElement} host @param {import("./client.js").Client} client
 * @param {ReturnType<typeof import("./template.js").attachTemplate>} parts
 * @param {ReturnType<typeof import("./stage/view.js").createView>} view  of what is in them
 * @param {ReturnType<typeof import("./everything/tool.js").createMapTool>} map
 * @param {{
 *   onDropped: () => void,
 *   onNothingThere: () => void,
 *   onKey: (event: KeyboardEvent) => boolean,
 *   onCrosshair: (at: Place) => void,
 * }} handlers  something that was begun is not to be done; there is nothing yet to take away from; a key that is none of the crosshair's, and whether it was
 *   used; where the crosshair has come to
 */
export function createHands(
  host,
  client,
  parts,
  view,
  map,
  { onDropped, onNothingThere, onKey, onCrosshair },
) {
  /** @type {Mode} */
  let mode = "include";
  let hovering = false;

  const paints = () => (mode === "brush" || mode === "erase" ? mode : null);
  const draws = () => mode === "box";

  const preview = newestWins(async ({ x, y }) => {
    const mask = await client.preview(x, y);
    showPreview(hovering && wantsPreview() ? mask : null);
  });
  const pointer = listenPointer(parts.overlay, {
    view,
    label: () => (mode === "exclude" ? 0 : 1),
    draws,
    onBox: drawBox,
    onDragDropped: onDropped,
    onClick: (x, y, label, isMore) =>
      mode === "everything" ? map.tap({ x, y }, isMore) : addPoint(x, y, label),
    onHover: (point) => {
      if (mode === "everything") return map.hover(point);
      hovering = point !== null;
      if (hovering && wantsPreview()) void preview(point);
      else showPreview(null);
    },
    onPointMove: (index, to, isDone) => (isDone ? movePoint(index, to) : shiftPoint(index, to)),
    onPointDelete: deletePoint,
    onPointSelect: (selected) => view.show({ selected }),
  });
  listenNavigation(parts.stage, parts.overlay, {
    view,
    isFull: () => host.hasAttribute("controls"),
    onTake: () => void cancel(),
  });
  const brush = listenBrush(parts.overlay, {
    view,
    paints(isEraser) {
      if (!client.state.photo) return null;
      return isEraser ? "erase" : paints();
    },
    onStroke({ path, radius, adds }) {
      const points = path.map(({ x, y }) => /** @type {const} */ ([x, y]));
      return client.edit("stroke", points, radius, adds).catch(ignore);
    },
  });
  const crosshair = createCrosshair(parts.stage, {
    view,
    draws,
    onClick(x, y, isOpposite) {
      if (paints()) brush.dab({ x, y }, isOpposite);
      else addPoint(x, y, mode === "exclude" || isOpposite ? 0 : 1);
    },
    onBox: drawBox,
    onBoxDropped: onDropped,
    onPointDelete: deletePoint,
    onMove: onCrosshair,
  });
  parts.stage.addEventListener("keydown", (event) => {
    if (!host.hasAttribute("controls")) return;
    const isTaken = mode === "everything" ? map.key(event) : crosshair.take(event);
    if (isTaken || onKey(event)) event.preventDefault();
  });
  parts.strip.addEventListener("keydown", (event) => {
    if (host.hasAttribute("controls") && onKey(event)) event.preventDefault();
  });

  /** @returns {boolean} whether something was begun that is not to be done now */
  function cancel() {
    return brush.cancel() || pointer.cancel();
  }

  /** @param {Omit<import("./stage/layers.js").Preview, "colour"> | null} mask */
  function showPreview(mask) {
    if (mask || view.scene.preview) view.show({ preview: mask && { ...mask, colour: PREVIEW_COLOUR } });
  }

  function wantsPreview() {
    const { photo, timings } = client.state;
    return (
      ((photo !== null && !client.isLoading) || client.subject.foretold !== null) &&
      (mode === "include" || mode === "exclude") &&
      !hasBegun() &&
      !((timings.decode ?? 0) > SLOWEST_HOVER)
    );
  }

  /** Whether something has been done to the active object, or is about to be. */
  function hasBegun() {
    const { objects } = client.shownState;
    return client.picture.points.length > 0 || objects.some((each) => each.active);
  }

  /** @param {number} x @param {number} y @param {number} label */
  function addPoint(x, y, label) {
    if (label === 1 || hasBegun()) void client.edit("add_point", x, y, label).catch(ignore);
    else onNothingThere(); // the decoder, asked for what is around it, would give anything
  }

  /** @param {Place} from @param {Place} to @param {boolean} isDone */
  function drawBox(from, to, isDone) {
    if (isDone) void client.edit("set_box", from.x, from.y, to.x, to.y).catch(ignore);
    else view.show({ preview: null, box: [from.x, from.y, to.x, to.y], isBoxDrawn: true });
  }

  /** @param {number} index @param {Place} to  where it is to be seen until it has been moved there */
  function shiftPoint(index, to) {
    view.show({ points: view.scene.points.map((each, i) => (i === index ? { ...each, ...to } : each)) });
  }

  /** @param {number} index @param {Place} to */
  async function movePoint(index, to) {
    await client.edit("move_point", index, to.x, to.y).catch(onDropped);
  }

  /** @param {number} index */
  function deletePoint(index) {
    void client.edit("delete_point", index).catch(ignore);
  }

  return {
    /** What they do. */
    get mode() {
      return mode;
    },
    /** The label of what is to be done with it first. */
    get hint() {
      return HINTS[mode];
    },
    hasBegun,
    showPreview,
    /** @param {Mode} wanted */
    take(wanted) {
      mode = wanted;
      map.turn(mode === "everything");
      parts.overlay.toggleAttribute("data-draws", draws() || paints() !== null);
      parts.overlay.toggleAttribute("data-paints", paints() !== null);
      brush.show();
      crosshair.forget();
    },
    cancel,
    shiftPoint,
    movePoint,
    deletePoint,
    resizeBrush: brush.resize,
    resetBrush: brush.reset,
  };
}
