// The worker's end of an element's seat: a session of Python's, made when it is first needed.
import * as Comlink from "comlink";
import { average, readAlpha } from "./alpha.js";
import { composeMask } from "./cutout.js";
import { exportFile } from "./exporting.js";

/** What Python answered, or what it refused. @param {string} json */
export function read(json) {
  const answer = JSON.parse(json);
  if (answer.error) throw answer.error;
  return answer;
}

/** @param {<T>(task: (parts: import("./boot.js").Booted) => Promise<T> | T) => Promise<T>} enqueue  runs one task at a time */
export function createWorkerSeat(enqueue) {
  /** @type {any} */
  let session = null;
  /** Keys of the masks that the page has. @type {Set<string>} */
  let sent = new Set();

  /** @template T @param {(parts: import("./boot.js").Booted & {session: any}) => Promise<T> | T} task */
  const seated = (task) =>
    enqueue((parts) => {
      session ??= parts.createSession();
      return task({ ...parts, session });
    });

  /** @param {import("./boot.js").Booted["bridge"]} bridge @param {string} json */
  function answer(bridge, json) {
    const { paint, ...rest } = read(json);
    const masks = paint.map((/** @type {any} */ { id, handle, index, fades }) => {
      const key = `${handle}:${index}`; // no handle is given twice
      return sent.has(key) ? { id, key, fades } : { id, key, fades, logits: bridge.copy(handle, index) };
    });
    sent = new Set(masks.map((/** @type {any} */ { key }) => key));
    const copies = masks.flatMap((/** @type {any} */ { logits }) => logits?.buffer ?? []);
    return Comlink.transfer({ ...rest, masks }, copies);
  }

  return {
    /** @param {Uint8Array} embedding @param {number} width @param {number} height */
    open: (embedding, width, height) =>
      seated(async (parts) => answer(parts.bridge, await parts.session.open(embedding, width, height))),

    /** What the encoder's worker has to do for a photo. @param {number} width @param {number} height */
    encoding: (width, height) => seated(({ session }) => read(session.encoding(width, height))),

    /**
     * The embedding file of what the encoder's worker gave.
     * @param {Blob} photo @param {number} width @param {number} height
     * @param {Record<string, Uint8Array>} tensors
     */
    writeEmbedding: (photo, width, height, tensors) =>
      seated(async ({ session }) => {
        const content = new Uint8Array(await photo.arrayBuffer());
        const { file } = read(session.write_embedding(content, width, height, tensors));
        const bytes = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
        return Comlink.transfer(bytes, [bytes.buffer]);
      }),

    /** @param {string} name @param {unknown[]} args */
    call: (name, args) =>
      seated(async (parts) => answer(parts.bridge, await parts.session.call(name, JSON.stringify(args)))),

    /**
     * Go on from a mask's file.
     * @param {Blob} file @param {{width: number, height: number} | null} photo  see `readAlpha`
     */
    importMask: (file, photo) =>
      seated(async (parts) => {
        const image = await readAlpha(file, photo);
        if (!image) return null;
        const { down, across } = read(await parts.session.import_grid(image.width, image.height));
        return answer(parts.bridge, await parts.session.import_mask(average(image, down, across)));
      }),

    /** @param {number} x @param {number} y */
    preview: (x, y) =>
      seated(async (parts) => {
        const { handle, index } = read(await parts.session.preview(x, y));
        const logits = parts.bridge.copy(handle, index);
        return Comlink.transfer(logits, [logits.buffer]);
      }),

    /** The masks to choose from. */
    candidates: () =>
      seated((parts) => {
        const copies = read(parts.session.candidates()).map((/** @type {any} */ { handle, index }) => ({
          index,
          logits: parts.bridge.copy(handle, index),
        }));
        return Comlink.transfer(
          copies,
          copies.map((/** @type {any} */ { logits }) => logits.buffer),
        );
      }),

    /** @param {number | undefined} id */
    mask: (id) =>
      seated(async (parts) => {
        const plan = read(await parts.session.mask(id));
        const data = assemble(parts.bridge, plan);
        return Comlink.transfer({ width: plan.width, height: plan.height, data }, [data.buffer]);
      }),

    /**
     * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
     * @param {string | undefined} address
     */
    cutout: (photo, photoName, options, address) =>
      seated((parts) => exportFile(parts, read, photo, photoName, options, address)),

    /** @param {string} photoName @param {string} address @param {number | undefined} id */
    writeRecipe: (photoName, address, id) =>
      seated(async (parts) => read(await parts.session.write_recipe(photoName, address, id)).recipe),

    /** @param {string} text */
    readRecipe: (text) => seated(async (parts) => read(await parts.session.read_recipe(text))),

    /** Let go of all that was kept for the element. */
    leave: () =>
      enqueue(async () => {
        session?.close();
        session?.destroy();
        session = null;
      }),
  };
}

/** @param {import("./boot.js").Booted["bridge"]} bridge @param {any} plan */
function assemble(bridge, { width, height, strips }) {
  return composeMask(
    { width, height },
    strips.map((/** @type {number[]} */ [start, , handle]) => {
      const rows = /** @type {Uint8Array} */ (bridge.copy(handle));
      bridge.release(handle);
      return { start, rows };
    }),
  );
}
