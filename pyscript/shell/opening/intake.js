// Photos that a person brings: dropped, pasted or chosen.

/** @typedef {{host: HTMLElement, onPhoto: (file: File) => void}} Taker */

/** The elements of the page that take photos. @type {Set<Taker>} */
const takers = new Set();

/**
 * Take what is brought to an element; what is brought to no element of the page in particular, the first one takes.
 * @param {HTMLElement} host @param {(file: File) => void} onPhoto
 * @returns {() => void}  stops listening
 */
export function listenIntake(host, onPhoto) {
  const taker = { host, onPhoto };
  if (takers.size === 0)
    for (const [type, listener] of LISTENERS) document.addEventListener(type, /** @type {any} */ (listener));
  takers.add(taker);
  return () => {
    takers.delete(taker);
    host.removeAttribute("data-dropping");
    if (takers.size > 0) return;
    for (const [type, listener] of LISTENERS)
      document.removeEventListener(type, /** @type {any} */ (listener));
  };
}

/** @param {Event} event */
function takerOf(event) {
  const path = event.composedPath();
  const [first] = takers;
  return [...takers].find(({ host }) => path.includes(host)) ?? first;
}

/** @type {readonly (readonly [string, (event: any) => void])[]} */
const LISTENERS = [
  [
    "dragover",
    (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      showDropping(takerOf(event));
    },
  ],
  [
    "dragleave",
    (/** @type {DragEvent} */ event) => {
      if (!event.relatedTarget) showDropping(null);
    },
  ],
  [
    "drop",
    (/** @type {DragEvent} */ event) => {
      showDropping(null);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      takerOf(event).onPhoto(file);
    },
  ],
  [
    "paste",
    (/** @type {ClipboardEvent} */ event) => {
      const file = event.clipboardData?.files[0];
      if (file) takerOf(event).onPhoto(file);
    },
  ],
];

/** @param {Taker | null} taker  that would take what is dropped now */
function showDropping(taker) {
  for (const each of takers) each.host.toggleAttribute("data-dropping", each === taker);
}

/** @param {(file: File) => void} onPhoto */
export function choosePhoto(onPhoto) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*,.heic,.heif,.avif,.tif,.tiff";
  input.addEventListener("change", () => {
    if (input.files?.[0]) onPhoto(input.files[0]);
  });
  input.click();
}
