// What this browser can't make of a picture, found by trying: such things are not offered.

/**
 * @param {readonly string[]} formats  media types, some with parameters
 * @returns {Promise<string[]>}  those that can't be written, and `blur` where nothing can be blurred
 */
export async function missing(formats) {
  const kinds = formats.filter((type) => /^image\/(webp|jpeg)\b/.test(type));
  const written = await Promise.all(kinds.map(writes));
  return [...kinds.filter((_, place) => !written[place]), ...(blurs() ? [] : ["blur"])];
}

/** Browsers write a PNG instead of what they can't. @param {string} type */
async function writes(type) {
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext("2d"); // without one, some write nothing
  const [kind] = type.split(";");
  const blob = await canvas.convertToBlob({ type: kind }).catch(() => null);
  return blob?.type === kind;
}

/** Whether a blurred line reaches beyond itself. */
function blurs() {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(9, 9).getContext("2d")
  );
  if (!("filter" in context)) return false;
  context.filter = "blur(2px)";
  context.fillRect(4, 0, 1, 9);
  return context.getImageData(2, 4, 1, 1).data[3] > 0;
}
