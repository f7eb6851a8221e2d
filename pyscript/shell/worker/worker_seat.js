// The worker's end of an element's seat: a session of Python's, made when it is first needed.
import * as Comlink from "comlink";
import { average, readAlpha } from "../files/alpha.js";
import { composeMask } from "../files/cutout.js";
import { hexSha256 } from "../files/sha256.js";
import { archive, exportFile, exportShare } from "./exporting.js";
import { isAwaited, Jobs, step } from "./jobs.js";
import { read } from "./python.js";
import { createRenderer } from "./renderer.js";

/** @typedef {ReturnType<typeof createWorkerSeat>} WorkerSeat */
/** @typedef {import("./python.js").PythonSession} PythonSession */
/** @typedef {import("./boot.js").Booted} Booted */
/** @typedef {import("#protocol").Answer} Answer */
/** @typedef {Omit<Answer, "paint"> & {masks: import("../opening/masks.js").Told[]}} Told  an answer with the masks themselves */

/** @param {<T>(task: (parts: Booted) => Promise<T> | T) => Promise<T>} enqueue  runs one task at a time */
export function createWorkerSeat(enqueue) {
  /** @type {PythonSession | null} */
  let session = null;
  /** Keys of the masks that the page has. @type {Set<string>} */
  let sent = new Set();
  const renderer = createRenderer();
  const jobs = new Jobs();

  /** @template T @param {(parts: Booted & {session: PythonSession}) => Promise<T> | T} task */
  const seated = (task) =>
    enqueue((parts) => {
      const own = session ?? parts.createSession();
      session = own;
      return task({ ...parts, session: own });
    });

  /** What Python alone has to say. @template T @param {(session: PythonSession) => Promise<import("#protocol").Json<T>>} question */
  const told = (question) => seated(async (parts) => read(await question(parts.session)));

  /** What Python says, and the masks that are new. @param {(session: PythonSession) => Promise<import("#protocol").Json<Answer>>} question */
  const answered = (question) =>
    seated(async (parts) => withMasks(parts.bridge, read(await question(parts.session))));

  /**
   * Work that may be stopped, and that tells how far it is.
   * @template T @param {number} ticket @param {((share: number) => void) | undefined} tell
   * @param {(parts: Booted & {session: PythonSession}, job: import("./jobs.js").Job) => Promise<T>} work
   */
  const watched = (ticket, tell, work) =>
    jobs
      .run(ticket, (isWanted) => {
        const job = { isWanted, tell: (/** @type {number} */ share) => tell?.(share) };
        return seated((parts) => work(parts, job));
      })
      .finally(() =>
        /** @type {import("comlink").ProxyMethods | undefined} */ (tell)?.[Comlink.releaseProxy](),
      );

  /**
   * What Python says as long as somebody waits for it. Python asks that before each graph: told when to end, it might
   * have been told before it began, for it begins some turns after it was called.
   * @template T @param {number} ticket
   * @param {(session: PythonSession, asker: import("#protocol").Asker) => Promise<import("#protocol").Json<T>>} question
   */
  const looked = (ticket, question) =>
    watched(ticket, undefined, async ({ session }, job) => {
      await step(job, 0);
      return read(await question(session, { waits: () => isAwaited(job) }));
    });

  /** @param {Booted["bridge"]} bridge @param {Answer} answer @returns {Told} */
  function withMasks(bridge, { paint, ...rest }) {
    const masks = paint.map(({ handle, index, ...rest }) => {
      const key = `${handle}:${index}`; // no handle is given twice
      return sent.has(key) ? { ...rest, key } : { ...rest, key, logits: logitsOf(bridge, handle, index) };
    });
    sent = new Set(masks.map(({ key }) => key));
    const copies = masks.flatMap((mask) => ("logits" in mask ? mask.logits.buffer : []));
    return Comlink.transfer({ ...rest, masks }, copies);
  }

  return {
    /**
     * @param {Uint8Array} embedding @param {number} width @param {number} height
     * @param {string} fingerprint  of the photo here
     * @param {Blob | string} photo  its file, or the SHA-256 that is known of it
     */
    open(embedding, width, height, fingerprint, photo) {
      renderer.forget();
      return answered(async (python) => {
        const known = typeof photo === "string" ? photo : await identity(photo);
        return python.open(embedding, width, height, fingerprint, known);
      });
    },

    /** What the encoder's worker has to do for a photo. @param {number} width @param {number} height */
    encoding: (width, height) => told((python) => python.encoding(width, height)),

    /**
     * The embedding file of what the encoder's worker gave.
     * @param {Blob} photo @param {number} width @param {number} height
     * @param {Record<string, Uint8Array>} tensors @param {string} fingerprint
     */
    writeEmbedding: (photo, width, height, tensors, fingerprint) =>
      seated(async ({ session }) => {
        const content = new Uint8Array(await photo.arrayBuffer());
        const { file } = read(await session.write_embedding(content, width, height, tensors, fingerprint));
        const bytes = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
        return Comlink.transfer(bytes, [bytes.buffer]);
      }),

    /** Take the embedding of a part of the photo. @param {Uint8Array} embedding @param {import("#protocol").Box} part */
    addPart: (embedding, part) => told((python) => python.add_part(embedding, ...part)),

    /** @param {import("../operations.js").Edit} name @param {readonly unknown[]} args */
    operate(name, args) {
      renderer.abandon();
      return answered((python) => python.operate(name, JSON.stringify(args)));
    },

    /**
     * Go on from a mask's file; null when it is none.
     * @param {Blob} file @param {{width: number, height: number} | null} photo  see `readAlpha`
     */
    importMask: (file, photo) =>
      seated(async ({ bridge, session }) => {
        const image = await readAlpha(file, photo);
        if (!image) return null;
        const { down, across } = read(await session.import_grid(image.width, image.height));
        return withMasks(bridge, read(await session.import_mask(average(image, down, across))));
      }),

    /** What the photo may be about; see `jobs.run`. @param {number} ticket */
    propose: (ticket) => looked(ticket, (python, asker) => python.propose(asker)),

    /** Some more of everything in the photo. @param {number} ticket */
    search: (ticket) => looked(ticket, (python, asker) => python.search(asker)),

    /** @param {number} x @param {number} y @param {number} [mask]  of those that are offered there */
    preview: (x, y, mask) =>
      seated(async ({ bridge, session }) => {
        const { handle, index } = read(await session.preview(x, y, mask));
        const logits = logitsOf(bridge, handle, index);
        return Comlink.transfer(logits, [logits.buffer]);
      }),

    /** The masks to choose from. */
    candidates: () =>
      seated(async ({ bridge, session }) => {
        const offered = read(await session.candidates());
        const copies = offered.map((each) => ({
          ...each,
          logits: logitsOf(bridge, each.handle, each.index),
        }));
        return Comlink.transfer(
          copies,
          copies.map(({ logits }) => logits.buffer),
        );
      }),

    /** @param {number | undefined} id */
    mask: (id) =>
      seated(async ({ bridge, session }) => {
        const { width, height, strips, part, beyond } = read(await session.mask(id));
        const data = composeMask(
          { width, height },
          strips.map(([start, handle]) => {
            const rows = /** @type {Uint8Array} */ (bridge.copy(handle));
            bridge.release(handle);
            return { start, rows };
          }),
          part,
          beyond,
        );
        return Comlink.transfer({ width, height, data }, [data.buffer]);
      }),

    /**
     * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
     * @param {string | undefined} address @param {number} ticket  to stop it with
     * @param {((share: number) => void) | undefined} tell  a function of the page's
     */
    cutout: (photo, photoName, options, address, ticket, tell) =>
      watched(ticket, tell, (parts, job) => exportFile(parts, photo, photoName, options, address, job)),

    /**
     * What the photo adds to an archive of many.
     * @param {Blob} photo @param {string} photoName @param {import("./exporting.js").Options} options
     * @param {string} address @param {number} ticket @param {((share: number) => void) | undefined} tell
     */
    share: (photo, photoName, options, address, ticket, tell) =>
      watched(ticket, tell, (parts, job) => exportShare(parts, photo, photoName, options, address, job)),

    /** @param {readonly import("./exporting.js").Shared[]} shares */
    together: (shares) => seated(({ session }) => archive(session, shares)),

    /** @param {number} ticket */
    stop: (ticket) => jobs.stop(ticket),

    /**
     * What a file would hold, for what the stage shows; null once something newer was asked.
     * @param {Blob} photo @param {import("#protocol").Seen} seen @param {boolean} isQuick
     */
    render(photo, seen, isQuick) {
      const isAwaited = renderer.ask();
      return seated((parts) =>
        isAwaited() ? renderer.render(parts, photo, seen, isQuick, isAwaited) : null,
      );
    },

    /** @param {string} photoName @param {string} address @param {number} [id] */
    writeRecipe: (photoName, address, id) => told((python) => python.write_recipe(photoName, address, id)),

    /** @param {string} text */
    readRecipe: (text) => told((python) => python.read_recipe(text)),

    /** End the edit that Python does now, if it does one: not in line, as it is what the line waits for. */
    stopEdit: () => session?.stop(),

    /** Let go of all that was kept for the element. */
    leave: () =>
      enqueue(async () => {
        session?.close();
        session?.destroy();
        session = null;
      }),
  };
}

/**
 * The SHA-256 of a photo's file; its bytes where the page can't hash, as then Python does.
 * @param {Blob} photo
 */
async function identity(photo) {
  const bytes = await photo.arrayBuffer();
  return globalThis.crypto?.subtle ? hexSha256(bytes) : new Uint8Array(bytes);
}

/** @param {Booted["bridge"]} bridge @param {number} handle @param {number} index */
function logitsOf(bridge, handle, index) {
  return /** @type {Float32Array<ArrayBuffer>} */ (bridge.copy(handle, index));
}
