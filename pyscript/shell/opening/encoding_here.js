// Encoding on the visitor's device, where the page wants it or a person has agreed to it. What is wanted is asked when a
// photo is to be encoded: a photo that was brought before, or is tried again, goes the same way.
import { DeviceEncoder } from "../device/device_encoder.js";
import { ClickcutError } from "../words/texts.js";
import { fingerprintOf } from "./fingerprint.js";

/** Gives a picture's embedding. @typedef {(photo: Blob, bitmap: ImageBitmap) => Promise<Uint8Array>} Encode */
/** Who encodes: `encoder` is `device` where this device did before. @typedef {{api: string | null, encoder?: "device"}} Who */

export class EncodingHere {
  #runner;
  /** A person has agreed to it, as there is nobody else who would. */
  isAgreed = false;
  /** Whether the page has all photos encoded here. */
  isWanted = () => false;

  /** @param {import("../worker/runner.js").Runner} runner @param {(progress: import("../worker/remote_worker.js").Progress) => void} onProgress */
  constructor(runner, onProgress) {
    this.#runner = runner;
    this.encoder = new DeviceEncoder(onProgress);
  }

  /** What encodes here; null where that is for somebody else. @param {Who} who @param {AbortSignal} signal @returns {Encode | null} */
  way({ api, encoder }, signal) {
    const isHere = this.isWanted() || encoder === "device" || (api === null && this.isAgreed);
    return isHere ? (photo, bitmap) => this.#encode(photo, bitmap, signal) : null;
  }

  /** @param {Blob} photo @param {ImageBitmap} bitmap @param {AbortSignal} signal */
  async #encode(photo, bitmap, signal) {
    const { seat, runtime } = this.#runner;
    if (!seat) throw new ClickcutError("cancelled");
    const plan = await seat.encoding(bitmap.width, bitmap.height);
    const tensors = await this.encoder.encode(photo, plan, runtime.threads, signal);
    return seat.writeEmbedding(photo, bitmap.width, bitmap.height, tensors, fingerprintOf(bitmap));
  }
}
