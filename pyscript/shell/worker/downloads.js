// Downloads of the worker: every byte counted, every graph checked, wasm compiled whatever the host calls it.
import { hexSha256 } from "../files/sha256.js";
import { ClickcutError } from "../words/texts.js";

const WASM = "application/wasm";

/**
 * Wrap the global fetch so that each arriving chunk is reported, also of what Pyodide and onnxruntime-web ask for. They
 * get the response itself, not one made here: only of that does the browser keep the compiled wasm for the next visit.
 * The exception is wasm of another type, which would not be compiled at all.
 * @param {(bytes: number, isCompressed: boolean) => void} report  bytes as read, and whether fewer came
 */
export function countDownloads(report) {
  const fetch = globalThis.fetch;
  let isCompressed = false;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    isCompressed ||= response.headers.has("Content-Encoding");
    const counter = new WritableStream({
      write: (/** @type {Uint8Array} */ chunk) => report(chunk.byteLength, isCompressed),
    });
    response
      .clone()
      .body?.pipeTo(counter)
      .catch(() => {}); // whoever reads the response is told
    return isMistyped(response) ? asWasm(response) : response;
  };
}

/** Hosts that know no wasm send it as some bytes, which no browser compiles as they come. @param {Response} response */
function isMistyped({ ok, url, headers }) {
  return ok && /\.wasm(\?|$)/.test(url) && headers.get("Content-Type") !== WASM;
}

/** @param {Response} response */
const asWasm = ({ body }) => new Response(body, { headers: { "Content-Type": WASM } });

/**
 * @param {string} url
 * @param {string | undefined} sha256  an insecure context can't hash and trusts
 */
export async function downloadVerified(url, sha256) {
  const file = new URL(url).pathname.split("/").pop();
  const response = await fetch(url);
  if (!response.ok) throw new ClickcutError("model-missing", { file });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (sha256 && globalThis.crypto?.subtle && (await hexSha256(bytes)) !== sha256) {
    throw new ClickcutError("model-altered", { file });
  }
  return bytes;
}
