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
 * @returns {Promise<Response | null>}  null if the bytes are others, or did not all come
 */
export async function verified(response, sha256) {
  if (response.status !== 200) return null;
  const bytes = await response.arrayBuffer().catch(() => null);
  if (!bytes || !(await hexSha256(bytes)).startsWith(sha256)) return null;
  return new Response(bytes, {
    headers: {
      "Content-Type": response.headers.get("Content-Type") ?? "application/octet-stream",
      ...ISOLATING,
    },
  });
}
