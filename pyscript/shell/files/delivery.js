// Ways for a file to leave the page: as a download, and onto the clipboard.

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
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
