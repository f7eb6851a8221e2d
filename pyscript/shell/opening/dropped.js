// Where a picture is that was dragged here from another page: browsers hand over its address, and not always a file.

/** The address in a picture's tag, as browsers write one that is dragged. */
const PICTURE = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/**
 * The picture's own address before that of a link around it.
 * @param {Pick<DataTransfer, "getData">} data @returns {string | null}
 */
export function addressIn(data) {
  const [, ...written] = PICTURE.exec(data.getData("text/html")) ?? [];
  const picture = written.find((each) => each !== undefined);
  if (picture) return picture.replaceAll("&amp;", "&");
  const lines = data.getData("text/uri-list").split(/\r?\n/); // https://www.rfc-editor.org/rfc/rfc2483#section-5
  return lines.find((line) => line !== "" && !line.startsWith("#")) ?? null;
}

const PHOTO = /\.(avif|bmp|gif|hei[cf]|jpe?g|png|tiff?|webp)$/i;

/**
 * The files that are dropped; of folders, the photos in them, which take a moment. Nothing where there is none.
 * @param {Pick<DataTransfer, "files" | "items">} data @returns {File[] | Promise<File[]> | null}
 */
export function filesIn({ files, items }) {
  const entries = [...(items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return files.length ? [...files] : null;
  return Promise.all(entries.map((entry) => (entry ? photosIn(entry, false) : []))).then((found) =>
    found.flat(),
  );
}

/** @param {FileSystemEntry} entry @param {boolean} isInFolder  where not all is meant @returns {Promise<File[]>} */
async function photosIn(entry, isInFolder) {
  if (!entry.isDirectory) {
    if (isInFolder && (!PHOTO.test(entry.name) || entry.name.startsWith("."))) return [];
    const file = new Promise((resolve, reject) =>
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject),
    );
    return file.then((found) => [found]).catch(() => []);
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const inside = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) break; // browsers give a hundred at a time
    inside.push(...some);
  }
  inside.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  return (await Promise.all(inside.map((each) => photosIn(each, true)))).flat();
}

/** Whether what is dragged may be a picture; what it is can't be read before it is dropped. @param {DataTransfer} data */
export function mayBePicture({ types }) {
  return types.includes("Files") || types.includes("text/uri-list");
}

/** What a data address holds; no request, which a page's policy may refuse. https://fetch.spec.whatwg.org/#data-urls @param {URL} url */
export function readData({ pathname }) {
  const [, type, isBase64, body] = /^([^,]*?)(;\s*base64)?,(.*)$/is.exec(pathname) ?? [null, "", "", ""];
  const text = percentDecoded(body);
  const bytes = isBase64 ? atob(text) : text;
  return new Blob([Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))], { type });
}

/** Bytes as Latin-1. @param {string} text */
function percentDecoded(text) {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}
