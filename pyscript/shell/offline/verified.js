// A file's answer as it is kept: its bytes are the ones that were published, and its headers make a page that loads it
// cross-origin isolated.
import { hexSha256 } from "../files/sha256.js";

/** `require-corp`, for Safari knows no `credentialless`, and nothing here is loaded without permission. */
export const ISOLATING = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * @param {Response} response @param {string} sha256  its first digits at least
 * @param {string} [mark]  of a page, to which a host may have added something
 * @returns {Promise<Response | null>}  null if the bytes are others, or did not all come
 */
export async function verified(response, sha256, mark) {
  if (response.status !== 200) return null;
  const bytes = await response.arrayBuffer().catch(() => null);
  if (!bytes) return null;
  if (!(await hexSha256(bytes)).startsWith(sha256) && !(mark && hasTwice(bytes, mark))) return null;
  return new Response(bytes, {
    headers: {
      "Content-Type": response.headers.get("Content-Type") ?? "application/octet-stream",
      ...ISOLATING,
    },
  });
}

/** Its first one stands in a page's head and its second one at the end: all between them came. @param {ArrayBuffer} bytes @param {string} mark */
const hasTwice = (bytes, mark) => new TextDecoder().decode(bytes).split(mark).length > 2;
