// Photos that a person brings: dropped, pasted or chosen. What is meant for a text field is left to that.
import { addressIn, filesIn, mayBePicture } from "./dropped.js";

/** Files, or the address of one. @typedef {(photos: readonly (File | string)[]) => void} OnPhotos */
/** @typedef {{host: HTMLElement, onPhotos: OnPhotos}} Taker */

/** The elements of the page that take photos. @type {Set<Taker>} */
const takers = new Set();

/**
 * Take what is brought to an element; what is brought to no element of the page in particular, the first one takes.
 * @param {HTMLElement} host @param {OnPhotos} onPhotos
 * @returns {() => void}  stops listening
 */
export function listenIntake(host, onPhotos) {
  const taker = { host, onPhotos };
  if (takers.size === 0) for (const [type, listener] of LISTENERS) document.addEventListener(type, listener);
  takers.add(taker);
  return () => {
    takers.delete(taker);
    host.removeAttribute("data-dropping");
    if (takers.size > 0) return;
    for (const [type, listener] of LISTENERS) document.removeEventListener(type, listener);
  };
}

/** @param {Event} event */
function takerOf(event) {
  const path = event.composedPath();
  const [first] = takers;
  return [...takers].find(({ host }) => path.includes(host)) ?? first;
}

/** Whether a person writes where it happens. @param {Event} event */
function isInField(event) {
  const [target] = /** @type {Partial<Element>[]} */ (event.composedPath());
  return target.matches?.(":read-write") ?? false;
}

/** What is dragged. @param {Event} event */
const carried = (event) => /** @type {DragEvent} */ (event).dataTransfer;

/** @type {readonly (readonly [string, (event: Event) => void])[]} */
const LISTENERS = [
  [
    "dragover",
    (event) => {
      const data = carried(event);
      if (!data || !mayBePicture(data) || (isInField(event) && !data.types.includes("Files"))) return;
      event.preventDefault();
      showDropping(takerOf(event));
    },
  ],
  [
    "dragleave",
    (event) => {
      if (!(/** @type {DragEvent} */ (event).relatedTarget)) showDropping(null);
    },
  ],
  [
    "drop",
    (event) => {
      showDropping(null);
      const data = carried(event);
      if (!data || event.defaultPrevented) return; // the page has taken it
      const files = filesIn(data);
      const address = files || isInField(event) ? null : addressIn(data);
      if (!files && !address) return;
      event.preventDefault();
      const { onPhotos } = takerOf(event);
      if (address) onPhotos([address]);
      else if (Array.isArray(files)) onPhotos(files);
      else void files?.then(onPhotos);
    },
  ],
  [
    "paste",
    (event) => {
      const data = /** @type {ClipboardEvent} */ (event).clipboardData;
      const files = [...(data?.files ?? [])];
      if (files.length && !event.defaultPrevented && !isInField(event)) takerOf(event).onPhotos(files);
    },
  ],
];

/** @param {Taker | null} taker  that would take what is dropped now */
function showDropping(taker) {
  for (const each of takers) each.host.toggleAttribute("data-dropping", each === taker);
}

/** @param {(files: readonly File[]) => void} onPhotos */
export function choosePhotos(onPhotos) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = "image/*,.heic,.heif,.avif,.tif,.tiff";
  input.addEventListener("change", () => {
    if (input.files?.length) onPhotos([...input.files]);
  });
  input.click();
}
