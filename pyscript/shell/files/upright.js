// Turns pictures that this browser's decoders turn otherwise than it counts. What they do is asked of them, once.
import { readPicture } from "./cutout.js";
import { orientationOf } from "./orientation.js";
import { filtered, pngParts } from "./png_parts.js";
import { inverse, turned } from "./turning.js";

/** @typedef {import("./orientation.js").Kind} Kind */

/** A picture of 2 × 1 pixels each, which says that it is 1 × 2 upright (6). */
const TINY = /** @type {Record<Kind, string>} */ ({
  jpeg: "/9j/4QAiRXhpZgAASUkqAAgAAAABABIBAwABAAAABgAAAAAAAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z",
  png: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAGmVYSWZJSSoACAAAAAEAEgEDAAEAAAAGAAAAAAAAALdIESkAAAALSURBVHjaY2D4DwABAgEA0RrLjwAAAABJRU5ErkJggg==",
  late: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR42mNg+A8AAQIBANEay48AAAAaZVhJZklJKgAIAAAAAQASAQMAAQAAAAYAAAAAAAAAt0gRKQAAAABJRU5ErkJggg==",
  avif: "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPNtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAARcAAAAaAAAAKGlpbmYAAAAAAAEAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAAHJpcHJwAAAAUmlwY28AAAAUaXNwZQAAAAAAAAACAAAAAQAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAAlpcm90AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAACJtZGF0EgAKBxgAJpgIaDUyDR/1Fd/+LACQNZFuXHA=",
  webp: "UklGRk4AAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4TA4AAAAvAQAAAAcQEf0PRET/A0VYSUYaAAAASUkqAAgAAAABABIBAwABAAAABgAAAAAAAAA=",
});

/** Whether this browser turns what says so there. @type {Partial<Record<Kind, Promise<boolean>>>} */
const asked = {};

/** @param {Kind} kind */
async function turns(kind) {
  const bytes = Uint8Array.from(atob(TINY[kind]), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null);
  const isTurned = bitmap?.height === 2;
  bitmap?.close();
  return isTurned;
}

/**
 * How what this browser decodes of a file has still to be turned, as EXIF numbers it; 1 where it is upright.
 * @param {Blob} blob @param {(kind: Kind) => Promise<boolean>} [ask]
 */
export async function missingTurn(blob, ask = (kind) => (asked[kind] ??= turns(kind))) {
  const said = orientationOf(new Uint8Array(await blob.arrayBuffer()));
  if (!said || said.written === 1) return 1;
  const { kind, written, counts } = said;
  const done = (await ask(kind)) ? written : 1;
  if (done === counts) return 1;
  return done === 1 ? counts : inverse(done);
}

/** A picture's file as it is to be seen: photo or background. @param {Blob} blob @returns {Promise<ImageBitmap>} */
export async function uprightBitmap(blob) {
  const bitmap = await createImageBitmap(blob);
  const file = await upright(blob);
  if (!file) return bitmap;
  bitmap.close();
  return createImageBitmap(file);
}

/** A file of the upright picture, where this browser does not show that by itself. @param {Blob} blob @returns {Promise<Blob | null>} */
export async function upright(blob) {
  const turn = await missingTurn(blob);
  if (turn === 1) return null;
  const picture = turned(await readPicture(blob), turn);
  // For this page alone, so it need not have the same bytes everywhere.
  const pixels = new Blob([filtered(picture)]).stream().pipeThrough(new CompressionStream("deflate"));
  const compressed = new Uint8Array(await new Response(pixels).arrayBuffer());
  return new Blob(pngParts(picture, compressed, { profile: null, text: null }), { type: "image/png" });
}
