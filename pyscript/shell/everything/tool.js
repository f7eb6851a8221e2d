// The tool Everything: looks through all automatic masks by pointer and keys, and takes some.
import { takenOf } from "../editing/everything.js";
import { smallestAt } from "../opening/foretold.js";
import { createBar } from "./bar.js";
import { coloursOf } from "./colours.js";
import { createMapPainter } from "./painting.js";

/** @typedef {import("../editing/everything.js").Shape} Shape */
/** @typedef {import("../stage/viewport.js").Place} Place */

const next = (/** @type {number} */ place, /** @type {number} */ count) => (place + 1) % count;
const before = (/** @type {number} */ place, /** @type {number} */ count) =>
  (Math.max(place, 0) + count - 1) % count;
/** From one shape's place, -1 where none is looked at, to another's. */
const WAYS = /** @type {Record<string, typeof next>} */ ({
  ArrowRight: next,
  ArrowDown: next,
  ArrowLeft: before,
  ArrowUp: before,
  Home: () => 0,
  End: (_, count) => count - 1,
});
const ignore = () => {}; // the client reports every failure itself

/**
 * @param {HTMLElement} node  of the bar
 * @param {import("../words/words.js").Words} words @param {import("../client.js").Client} client
 * @param {Pick<ReturnType<typeof import("../stage/view.js").createView>, "show" | "reveal">} view
 * @param {{say: (words: string) => void, onLeave: () => void}} on  another tool is to be taken
 */
export function createMapTool(node, words, client, view, { say, onLeave }) {
  const { label, twoDigits } = words;
  const paint = createMapPainter();
  const { everything } = client.choosing;
  const bar = createBar(node, words, { onAll: takeAll, onLeave });
  let isOn = false;
  /** Key of the shape that is looked at. @type {string | null} */
  let lifted = null;
  /** @type {Map<string, string>} */
  let colours = new Map();
  /** What is said already: the count, once all is found. */
  let isTold = false;

  function draw() {
    const { shapes } = everything;
    const taken = takenOf(client.picture.document);
    const map = { shapes, colours, lifted, taken };
    view.show({ map: (context, frame) => paint(context, frame, map) });
  }

  function update() {
    if (!isOn) return;
    if (client.isLoading || !client.state.photo) return hide();
    const { shapes, share, isFound, isDone, isLooking } = everything;
    colours = coloursOf(shapes, colours);
    if (!shapes.some(({ key }) => key === lifted)) lifted = null;
    bar.show({ count: shapes.length, share, isFound, isDone });
    if (isDone && !isTold)
      say(label(shapes.length === 1 ? "map-found-one" : "map-found", { count: shapes.length }));
    isTold = isDone;
    draw();
    if (!isDone && !isLooking) void everything.look(update).catch(onLeave); // asked again at once, it would fail again
  }

  function hide() {
    everything.stop();
    bar.hide();
    view.show({ map: null });
  }

  /** @param {Shape | null} shape */
  function lift(shape) {
    const key = shape?.key ?? null;
    if (key === lifted) return;
    lifted = key;
    draw();
  }

  /** @param {typeof next} way */
  function step(way) {
    const { shapes } = everything;
    if (shapes.length === 0) return;
    const place = way(
      shapes.findIndex(({ key }) => key === lifted),
      shapes.length,
    );
    const shape = shapes[place];
    lift(shape);
    view.reveal(shape.proposal.x, shape.proposal.y);
    const percent = twoDigits(100 * shape.proposal.area);
    const said = label("map-at", { place: place + 1, count: shapes.length, percent });
    say(takenOf(client.picture.document).has(shape.key) ? label("map-at-taken", { entry: said }) : said);
  }

  /** Take a shape as the object, or as one more, which a second time gives it back. @param {Shape} shape @param {boolean} adds */
  function take({ key, proposal }, adds) {
    const id = takenOf(client.picture.document).get(key);
    if (!adds) onLeave();
    if (adds && id !== undefined) void client.edit("delete_object", id).catch(ignore).then(update);
    else void client.edit("take_proposals", [proposal], adds).catch(ignore).then(update);
  }

  function takeAll() {
    const taken = takenOf(client.picture.document);
    const rest = everything.shapes.filter(({ key }) => !taken.has(key)).map(({ proposal }) => proposal);
    onLeave();
    if (rest.length) void client.edit("take_proposals", rest, true).catch(ignore);
  }

  return {
    /** @param {boolean} wanted */
    turn(wanted) {
      if (isOn === wanted) return;
      isOn = wanted;
      lifted = null;
      isTold = false;
      if (isOn) {
        client.subject.drop();
        update();
      } else hide();
    },
    /** Something has changed. */
    update,
    /** @param {Place | null} place  photo pixel under the pointer */
    hover: (place) => lift(place && smallestAt(everything.shapes, place)),
    /** @param {Place} place @param {boolean} isMore  whether it is to be one more */
    tap(place, isMore) {
      const shape = smallestAt(everything.shapes, place);
      if (shape) take(shape, isMore || bar.isSeveral);
    },
    /** Take a key that was pressed on the stage; tells whether it was meant for the map. @param {KeyboardEvent} event */
    key({ key, shiftKey, altKey, ctrlKey, metaKey }) {
      if (altKey || ctrlKey || metaKey) return false;
      const shape = everything.shapes.find((each) => each.key === lifted);
      if (Object.hasOwn(WAYS, key)) step(WAYS[key]);
      else if (key === "Enter" && shape) take(shape, shiftKey || bar.isSeveral);
      else if (key === "Escape") onLeave();
      else return key === "Enter";
      return true;
    },
  };
}
