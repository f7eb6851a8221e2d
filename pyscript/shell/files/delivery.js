// Ways for a file to leave the page: as a download, to another app, and onto the clipboard.

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Whether the device offers to share files with other apps. */
export function canShare() {
  const files = [new File([], "cutout.png", { type: "image/png" })];
  return Boolean(globalThis.navigator.canShare?.({ files }));
}

/**
 * Let a person choose the app that gets a file; it is downloaded where the browser doesn't let them, as after a press
 * that was long ago.
 * @param {Blob} blob @param {string} name
 * @returns {Promise<"shared" | "saved" | "not-saved">}
 */
export async function share(blob, name) {
  const files = [new File([blob], name, { type: blob.type })];
  try {
    if (navigator.canShare({ files })) {
      await navigator.share({ files });
      return "shared";
    }
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return "not-saved";
  }
  save(blob, name);
  return "saved";
}

/**
 * @param {Promise<Blob>} png  may still be in the making: what asks for the clipboard must not come late
 * @returns {Promise<boolean>}  whether the browser let it
 */
export async function copyPicture(png) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
    return true;
  } catch {
    return false;
  }
}
