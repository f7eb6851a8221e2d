// A file's bytes, kept from the moment it is opened: what a person does to it later must not reach the page.
import { ClickcutError } from "../words/texts.js";

/**
 * The same file in memory. A file of the disk can't be read any more once it is changed or deleted.
 * @template {Blob} T @param {T} file @returns {Promise<T>}
 */
export async function inMemory(file) {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new ClickcutError("file-unreadable");
  });
  const { type } = file;
  const kept = file instanceof File ? new File([bytes], file.name, { type }) : new Blob([bytes], { type });
  return /** @type {T} */ (kept);
}
