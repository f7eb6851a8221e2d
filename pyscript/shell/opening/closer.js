// Parts of the open photo that objects are looked at closer in: each is encoded by itself, by whom the photo was.
import { checkCanvas } from "../files/honest.js";
import { asOurs } from "../words/foreign.js";
import { ClickcutError } from "../words/texts.js";
import { requestEmbedding } from "./source.js";

/** Photo pixels: left, top, right, bottom. @typedef {import("#protocol").Box} Box */
/** @typedef {import("./opening.js").Opened} Opened */
/** @typedef {import("./encoding_here.js").EncodingHere} EncodingHere */
/** @typedef {Pick<import("./loader.js").Listeners, "onProgress" | "onFailed">} Listeners */

export class Closer {
  #runner;
  #here;
  #on;
  /** What is being encoded. @type {AbortController | null} */
  #encoding = null;
  /** Who encodes. @type {import("./encoding_here.js").Who} */
  who = { api: null };

  /** @param {import("../worker/runner.js").Runner} runner @param {EncodingHere} here @param {Listeners} on */
  constructor(runner, here, on) {
    this.#runner = runner;
    this.#here = here;
    this.#on = on;
  }

  get isEncoding() {
    return this.#encoding !== null;
  }

  cancel() {
    this.#encoding?.abort(new ClickcutError("cancelled"));
  }

  /** Have the part encoded that a closer look takes now. @param {Opened | null} opened @param {() => void} again  what to do to try again */
  async encode(opened, again) {
    this.cancel();
    const encoding = new AbortController();
    this.#encoding = encoding;
    try {
      const { photo, closer } = opened?.state ?? {};
      if (!opened || !photo) throw new ClickcutError("no-photo");
      if (!closer) throw new ClickcutError("closer-useless");
      await this.#provide(opened, closer, encoding.signal);
    } catch (failure) {
      const error = asOurs(encoding.signal.aborted ? encoding.signal.reason : failure);
      this.#on.onFailed(error, () => {
        this.#here.isAgreed ||= error.code === "no-encoder";
        again();
      });
      throw error;
    } finally {
      if (this.#encoding === encoding) this.#encoding = null;
    }
  }

  /**
   * Give the session all parts that documents look at. Those that the open photo doesn't have are encoded first.
   * @param {Opened} opened @param {readonly import("#protocol").Document[]} documents @param {AbortSignal} [signal]
   */
  async provide(opened, documents, signal = new AbortController().signal) {
    /** @type {Map<string, Box>} */
    const wanted = new Map();
    for (const { recipe } of documents.flatMap(({ objects }) => objects ?? []))
      if (recipe?.closer) wanted.set(String(recipe.closer), recipe.closer);
    for (const part of wanted.values()) await this.#provide(opened, part, signal);
  }

  /** @param {Opened} opened @param {Box} part @param {AbortSignal} signal */
  async #provide(opened, part, signal) {
    const key = String(part);
    const embedding = opened.parts.get(key) ?? (await this.#encoded(opened.bitmap, part, signal));
    signal.throwIfAborted();
    const { seat } = this.#runner;
    if (!seat) throw new ClickcutError("cancelled");
    await seat.addPart(embedding, part);
    opened.parts.set(key, embedding);
    signal.throwIfAborted();
  }

  /** @param {ImageBitmap} photo @param {Box} part @param {AbortSignal} signal */
  async #encoded(photo, [left, top, right, bottom], signal) {
    const here = this.#here.way(this.who, signal);
    const { api } = this.who;
    if (!here && api === null) throw new ClickcutError("no-encoder");
    /** @type {import("./source.js").OnStage} */
    const onStage = (stage, loaded = 0, total = 0) => this.#on.onProgress({ stage, loaded, total });
    onStage("encoding");
    const bitmap = await createImageBitmap(photo, left, top, right - left, bottom - top);
    try {
      const png = await pngOf(bitmap);
      signal.throwIfAborted();
      return await (here ? here(png, bitmap) : requestEmbedding(String(api), png, { signal, onStage }));
    } finally {
      bitmap.close();
    }
  }
}

/** Lossless, so that whoever encodes it has the pixels that are seen. @param {ImageBitmap} bitmap */
function pngOf(bitmap) {
  checkCanvas();
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
