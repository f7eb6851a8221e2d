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
