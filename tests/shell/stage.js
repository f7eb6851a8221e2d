// A stage without a page: the real camera over a photo, and a target for the events of pointers and keys.
import { createCamera } from "../../pyscript/shell/stage/camera.js";

/** @typedef {import("../../pyscript/shell/stage/view.js").Scene} Scene */

/** @type {Scene} */
const NOTHING = {
  masks: [],
  renderings: [],
  preview: null,
  points: [],
  box: null,
  isBoxDrawn: false,
  selected: null,
  hovered: null,
  crosshair: null,
  strokes: [],
  brush: null,
  map: null,
};

/** A photo of 400 × 300 pixels, fitted to a stage of twice its size, whose corner is the page's. */
export function createStage() {
  globalThis.devicePixelRatio = 1;
  const camera = createCamera(() => {});
  camera.open({ width: 400, height: 300 });
  camera.resize({ width: 800, height: 600 });
  let scene = NOTHING;
  const place = (/** @type {any} */ { clientX, clientY }) => ({ x: clientX, y: clientY });
  const view = {
    get viewport() {
      return camera.viewport;
    },
    get isFitted() {
      return camera.isFitted;
    },
    get photo() {
      return camera.photo;
    },
    get scene() {
      return scene;
    },
    get grips() {
      return scene;
    },
    /** @param {Partial<Scene>} changes */
    show(changes) {
      scene = { ...scene, ...changes };
    },
    fit: camera.fit,
    zoom: camera.zoom.bind(camera),
    move: camera.move,
    reveal: camera.reveal,
    place,
    photoPixel: (/** @type {any} */ event) => camera.pixel(place(event)),
    photoPlace: (/** @type {any} */ event) => camera.photoPlace(place(event)),
    isOnPhoto: (/** @type {any} */ event) => camera.isOnPhoto(place(event)),
  };
  return { camera, view: /** @type {any} */ (view), canvas: createTarget(), node: createTarget() };
}

/** What of an HTML element listeners ask for. @returns {any} */
function createTarget() {
  const marks = new Set();
  /** Pointers whose events come here wherever they are. @type {number[]} */
  const captured = [];
  return Object.assign(new EventTarget(), {
    style: {},
    clientWidth: 800,
    clientHeight: 600,
    parentNode: null,
    captured,
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 800, height: 600 }),
    setPointerCapture: (/** @type {number} */ pointer) => void captured.push(pointer),
    matches: () => false,
    hasMark: (/** @type {string} */ name) => marks.has(name),
    toggleAttribute(/** @type {string} */ name, /** @type {boolean} */ isOn) {
      if (isOn) marks.add(name);
      else marks.delete(name);
    },
  });
}

/**
 * Send an event, and give it back.
 * @param {EventTarget} target @param {string} type @param {Record<string, unknown>} [values]
 */
export function send(target, type, values = {}) {
  const event = Object.assign(new Event(type, { cancelable: true }), values);
  target.dispatchEvent(event);
  return event;
}

/**
 * A pointer's event at a place of the page: the mouse's left button, if nothing else is said.
 * @param {EventTarget} target @param {string} type @param {number} clientX @param {number} clientY
 * @param {Record<string, unknown>} [values]
 */
export function point(target, type, clientX, clientY, values = {}) {
  const keys = { altKey: false, ctrlKey: false, shiftKey: false };
  const usual = { pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, ...keys };
  return send(target, `pointer${type}`, { ...usual, clientX, clientY, ...values });
}
