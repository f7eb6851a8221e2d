// Small pictures of photos, as files: so a tray shows many without holding one of them decoded.
import { isCanvasHonest } from "../files/honest.js";

const HEIGHT = 112; // pixels: twice what is shown

/** Null where this browser can't make one. @param {Blob | ImageBitmap} photo @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
export async function thumbnailOf(photo) {
  if (!isCanvasHonest()) return null; // it would be noise
  const options = /** @type {const} */ ({ resizeHeight: HEIGHT, resizeQuality: "medium" });
  const bitmap = await createImageBitmap(photo, options).catch(() => null);
  if (!bitmap) return null;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "white";
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const file = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  return new Uint8Array(await file.arrayBuffer());
}
