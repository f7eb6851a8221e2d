// What is behind the cut-out, on the stage and in the file: one choice. It makes the pictures that the stage shows.
import { drawBlurred } from "./files/blur.js";
import { inMemory } from "./files/bytes.js";
import { uprightBitmap } from "./files/upright.js";
import { ClickcutError } from "./words/texts.js";

/** @typedef {ReturnType<typeof import("./stage/view.js").createView>} View */

const FINE = 1000; // pixels: no blurred photo shows more

/**
 * @param {View} view
 * @param {{onChange: () => void, onRefused: (error: ClickcutError) => void}} on
 */
export function createBackground(view, { onChange, onRefused }) {
  /** @type {Blob | null} */
  let picture = null;
  /** @type {ImageBitmap | null} */
  let photo = null;

  /** @param {ImageBitmap} bitmap */
  function blurOf(bitmap) {
    const scale = Math.min(1, FINE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    drawBlurred(context, bitmap, 0, 0, scale);
    return canvas.transferToImageBitmap();
  }

  /** @param {string} kind @param {ImageBitmap | null} image */
  function use(kind, image) {
    view.setBackdrop(kind, image);
    onChange();
  }

  /** @param {string} kind  see `Backdrop` */
  function show(kind) {
    try {
      use(kind, kind === "blur" && photo ? blurOf(photo) : null);
    } catch (error) {
      onRefused(/** @type {ClickcutError} */ (error));
    }
  }

  return {
    show,
    /** @param {Blob} file */
    async showPicture(file) {
      const kept = await inMemory(file).catch(() => null);
      if (!kept) return onRefused(new ClickcutError("file-unreadable"));
      const image = await uprightBitmap(kept).catch(() => null);
      if (!image) return onRefused(new ClickcutError("background-undecodable"));
      picture = kept;
      use("picture", image);
    },
    /** Another photo is seen: behind its object it is blurred itself. @param {ImageBitmap | null} next */
    open(next) {
      photo = next;
      if (view.backdrop === "blur") show("blur");
    },
    /** What a file has behind the object; nothing where its format decides. @returns {string | Blob | undefined} */
    get saved() {
      const kind = view.backdrop;
      if (kind === "picture") return picture ?? undefined;
      if (["photo", "transparent", "checkerboard"].includes(kind)) return undefined;
      return kind === "blur" ? kind : numbersOf(kind);
    },
  };
}

/** A CSS colour as #rrggbb, if it is one without transparency. @param {string} colour */
function numbersOf(colour) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(1, 1).getContext("2d")
  );
  context.fillStyle = colour;
  return String(context.fillStyle);
}
