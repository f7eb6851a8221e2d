// Makes the files that Python plans: pictures pixel by pixel, texts as they come, several as one archive.
import { zipSync } from "fflate";
import { exchange, readPicture } from "../files/cutout.js";
import { headOf, usableProfile } from "../files/own_colours.js";
import { crop, encodePicture, onBackground, onBlur } from "../files/picture.js";
import { read } from "./python.js";

/** @typedef {Omit<import("../clickcut.d.ts").CutoutOptions, "recipe">} Options */
/** @typedef {Pick<import("./boot.js").Booted, "bridge"> & {session: import("./python.js").PythonSession}} Parts */

/**
 * @param {Parts} parts @param {Blob} photo @param {string} photoName @param {Options} options
 * @param {string | undefined} address  of the photo, for the recipe in the file; without one there is none
 * @returns {Promise<{blob: Blob, name: string}>}
 */
export async function exportFile(parts, photo, photoName, { background, object, ...rest }, address) {
  const behind = background instanceof Blob ? background : null;
  /** @type {import("#protocol").ExportWish} */
  const wish = { ...rest, background: background instanceof Blob ? "picture" : background };
  const wanted = JSON.stringify(wish);
  const head = await headOf(photo);
  const plan = read(await parts.session.plan(photoName, wanted, head, object, address));
  const { name, type, files } = plan;
  const profile = await usableProfile(plan.profile);
  const make = (/** @type {typeof files[number]} */ file) =>
    "text" in file
      ? new Blob([file.text], { type: file.type })
      : picture(parts, photo, file, { wanted, behind, profile });
  if (files.length === 1) return { blob: await make(files[0]), name };
  /** @type {Record<string, Uint8Array<ArrayBuffer>>} */
  const entries = {};
  for (const file of files) entries[file.name] = new Uint8Array(await (await make(file)).arrayBuffer());
  return { blob: new Blob([zipSync(entries, { level: 0 })], { type }), name }; // PNGs are compressed
}

/**
 * @param {Parts} parts @param {Blob} photo @param {import("#protocol").PictureFile} file
 * @param {{wanted: string, behind: Blob | null, profile: Uint8Array<ArrayBuffer> | null}} options
 */
async function picture(
  { bridge, session },
  photo,
  { object, isMask, type, recipe },
  { wanted, behind, profile },
) {
  const source = await readPicture(photo, profile ? "none" : "default");
  const mask = isMask ? new Uint8Array(source.width * source.height) : null;
  const { crop: box, background } = read(
    await session.cutout(exchange(source, bridge, mask), wanted, object),
  );
  /** @type {import("../files/picture.js").Picture} */
  const whole = mask ? { ...source, channels: 1, data: mask } : source;
  const shown = box ? crop(whole, box) : whole;
  return encodePicture(await behindIt(shown, photo, box, behind ?? background), type, { recipe, profile });
}

/**
 * @param {import("../files/picture.js").Picture} shown @param {Blob} photo @param {import("../files/picture.js").Box | null} box
 * @param {string | Blob} background
 */
function behindIt(shown, photo, box, background) {
  if (background === "transparent") return shown;
  return background === "blur" ? onBlur(shown, photo, box) : onBackground(shown, background);
}
