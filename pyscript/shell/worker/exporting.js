// Makes the files that Python plans: pictures pixel by pixel, texts as they come, several as one archive.
import { zipSync } from "fflate";
import { exchange, readPicture } from "../files/cutout.js";
import { headOf, usableProfile } from "../files/own_colours.js";
import { crop, encodePicture, onBackground, onBlur } from "../files/picture.js";
import { part, step } from "./jobs.js";
import { read } from "./python.js";

/** How far a picture is once the photo is decoded, is shrunk, has its matte, and is cut out: shares of the time. */
const [DECODED, SHRUNK, FITTED, CUT] = [0.05, 0.15, 0.5, 0.65];

/** @typedef {Omit<import("../clickcut.d.ts").CutoutOptions, "recipe">} Options */
/** @typedef {Pick<import("./boot.js").Booted, "bridge"> & {session: import("./python.js").PythonSession}} Parts */

/**
 * @param {Parts} parts @param {Blob} photo @param {string} photoName @param {Options} options
 * @param {string | undefined} address  of the photo, for the recipe in the file; without one there is none
 * @param {import("./jobs.js").Job} job @returns {Promise<{blob: Blob, name: string}>}
 */
export async function exportFile(parts, photo, photoName, { background, object, ...rest }, address, job) {
  await step(job, 0);
  const behind = background instanceof Blob ? background : null;
  /** @type {import("#protocol").ExportWish} */
  const wish = { ...rest, background: background instanceof Blob ? "picture" : background };
  const wanted = JSON.stringify(wish);
  const head = await headOf(photo);
  const plan = read(await parts.session.plan(photoName, wanted, head, object, address));
  const { name, type, files } = plan;
  const profile = await usableProfile(plan.profile);
  const make = (/** @type {typeof files[number]} */ file, place = 0) =>
    "text" in file
      ? new Blob([file.text], { type: file.type })
      : picture(parts, photo, file, { wanted, behind, profile }, part(job, place, files.length));
  if (files.length === 1) return { blob: await make(files[0]), name };
  /** @type {Record<string, Uint8Array<ArrayBuffer>>} */
  const entries = {};
  for (const [place, file] of files.entries())
    entries[file.name] = new Uint8Array(await (await make(file, place)).arrayBuffer());
  return { blob: new Blob([zipSync(entries, { level: 0 })], { type }), name }; // PNGs are compressed
}

/**
 * @param {Parts} parts @param {Blob} photo @param {import("#protocol").PictureFile} file
 * @param {{wanted: string, behind: Blob | null, profile: Uint8Array<ArrayBuffer> | null}} options
 * @param {import("./jobs.js").Job} job
 */
async function picture(
  { bridge, session },
  photo,
  { object, isMask, type, recipe },
  { wanted, behind, profile },
  job,
) {
  const source = await readPicture(photo, profile ? "none" : "default");
  const mask = isMask ? new Uint8Array(source.width * source.height) : null;
  const photoOnItsWay = exchange(source, bridge, mask, wantsRows(job, source.height));
  const { crop: box, background } = read(await session.cutout(photoOnItsWay, wanted, object));
  await step(job, CUT);
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

/** Whether the next rows are wanted, which are read twice from the top. @param {import("./jobs.js").Job} job @param {number} height */
function wantsRows(job, height) {
  let [before, isCut] = [-1, false];
  return async (/** @type {number} */ start) => {
    isCut ||= start <= before;
    before = start;
    const [from, to] = isCut ? [FITTED, CUT] : [DECODED, SHRUNK];
    return step(job, from + ((to - from) * start) / height).then(
      () => true,
      () => false,
    );
  };
}
