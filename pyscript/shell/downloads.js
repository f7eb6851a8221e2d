// Downloads of the worker: every byte counted, every graph checked.
import { hexSha256 } from "./sha256.js";
import { ClickcutError } from "./texts.js";

/**
 * Wrap the global fetch so that each arriving chunk is reported, also of what Pyodide and
 * onnxruntime-web ask for.
 * @param {(bytes: number, isCompressed: boolean) => void} report  bytes as read, and whether fewer came
 */
export function countDownloads(report) {
  const fetch = globalThis.fetch;
  let isCompressed = false;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    isCompressed ||= response.headers.has("Content-Encoding");
    const counter = new TransformStream({
      transform(chunk, controller) {
        report(chunk.byteLength, isCompressed);
        controller.enqueue(chunk);
      },
    });
    const counted = new Response(response.body.pipeThrough(counter), response);
    // A response made here has no address, and the runtimes resolve files against it.
    Object.defineProperty(counted, "url", { value: response.url });
    return counted;
  };
}

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
