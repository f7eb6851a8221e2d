// Makes the files that Python plans: pictures pixel by pixel, texts as they come, several as one archive.
import { Zip, ZipPassThrough, zipSync } from "fflate";
import { exchange, nothingKept, readPicture } from "../files/cutout.js";
import { headOf, usableProfile } from "../files/own_colours.js";
import { castShadow, crop, encodePicture, layOver, onBackground, onBlur } from "../files/picture.js";
import { part, step } from "./jobs.js";
import { read } from "./python.js";

const CUT = 0.65; // of a picture's time: until all is cut out; the rest is writing
/** How far a cut-out is once the photo is decoded, is shrunk and has its matte: shares of that part of the time. */
const [DECODED, SHRUNK, FITTED] = [0.05 / CUT, 0.15 / CUT, 0.5 / CUT];
const WHOLE = "{}"; // what is wished of a cut-out that goes under another

/** @typedef {Omit<import("../clickcut.d.ts").CutoutOptions, "recipe">} Options */
/** @typedef {{name: string, blob: Blob}} Made */
/** What a photo adds to an archive of many. @typedef {{files: Made[], labels: import("#protocol").PhotoLabels}} Shared */
/** @typedef {Pick<import("./boot.js").Booted, "bridge"> & {session: import("./python.js").PythonSession}} Parts */

/**
 * @param {Parts} parts @param {Blob} photo @param {string} photoName @param {Options} options
 * @param {string | undefined} address  of the photo, for the recipe in the file; without one there is none
 * @param {import("./jobs.js").Job} job @returns {Promise<{blob: Blob, name: string}>}
 */
export async function exportFile(parts, photo, photoName, { object, ...options }, address, job) {
  await step(job, 0);
  const { wanted, behind } = wishOf(options);
  const head = await headOf(photo);
  const plan = read(await parts.session.plan(photoName, wanted, head, object, address));
  const made = await makeFiles(parts, photo, plan, { wanted, behind }, job);
  if (made.length === 1) return { blob: made[0].blob, name: plan.name };
  /** @type {Record<string, Uint8Array<ArrayBuffer>>} */
  const entries = {};
  for (const { name, blob } of made) entries[name] = new Uint8Array(await blob.arrayBuffer());
  return { blob: new Blob([zipSync(entries, { level: 0 })], { type: plan.type }), name: plan.name }; // PNGs are compressed
}

/**
 * What the open photo adds to an archive of many: its files, and what the COCO file of all says of it.
 * @param {Parts} parts @param {Blob} photo @param {string} photoName @param {Options} options
 * @param {string} address @param {import("./jobs.js").Job} job @returns {Promise<Shared>}
 */
export async function exportShare(parts, photo, photoName, options, address, job) {
  await step(job, 0);
  const { wanted, behind } = wishOf(options);
  const plan = read(await parts.session.share(photoName, wanted, await headOf(photo), address));
  return { files: await makeFiles(parts, photo, plan, { wanted, behind }, job), labels: plan.labels };
}

/**
 * Join what many photos add. Pictures are read one by one, so that it takes no more memory than the largest.
 * @param {import("./python.js").PythonSession} session @param {readonly Shared[]} shares
 * @returns {Promise<{blob: Blob, name: string}>}
 */
export async function archive(session, shares) {
  const files = shares.flatMap((each) => each.files);
  const names = JSON.stringify(files.map(({ name }) => name));
  const told = await session.together(names, JSON.stringify(shares.map(({ labels }) => labels)));
  const { name, type, names: unlike, labels } = read(told);
  const entries = files.map(({ blob }, place) => ({ name: unlike[place], blob }));
  entries.push({ name: labels.name, blob: new Blob([labels.text], { type: labels.type }) });
  /** @type {BlobPart[]} */
  const chunks = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (chunk)]));
  });
  for (const each of entries) {
    const entry = new ZipPassThrough(each.name); // PNGs are compressed
    zip.add(entry);
    entry.push(new Uint8Array(await each.blob.arrayBuffer()), true);
  }
  zip.end();
  return { blob: new Blob(chunks, { type }), name };
}

/** What Python is asked for, and the picture that it doesn't see. @param {Omit<Options, "object">} options */
function wishOf({ background, ...rest }) {
  const behind = background instanceof Blob ? background : null;
  /** @type {import("#protocol").ExportWish} */
  const wish = { ...rest, background: background instanceof Blob ? "picture" : background };
  return { wanted: JSON.stringify(wish), behind };
}

/**
 * @param {Parts} parts @param {Blob} photo @param {Pick<import("#protocol").ExportPlan, "files" | "profile">} plan
 * @param {{wanted: string, behind: Blob | null}} wish @param {import("./jobs.js").Job} job @returns {Promise<Made[]>}
 */
async function makeFiles(parts, photo, { files, profile: own }, wish, job) {
  const profile = await usableProfile(own);
  /** @type {Made[]} */
  const made = [];
  for (const [place, file] of files.entries()) {
    const blob =
      "text" in file
        ? new Blob([file.text], { type: file.type })
        : await picture(parts, photo, file, { ...wish, profile }, part(job, place, files.length));
    made.push({ name: file.name, blob });
  }
  return made;
}

/**
 * @param {Parts} parts @param {Blob} photo @param {import("#protocol").PictureFile} file
 * @param {{wanted: string, behind: Blob | null, profile: Uint8Array<ArrayBuffer> | null}} options
 * @param {import("./jobs.js").Job} job
 */
async function picture(parts, photo, { objects, isMask, type, recipe }, { wanted, behind, profile }, job) {
  const subject = nothingKept();
  const cutting = { ...job, tell: (/** @type {number} */ share) => job.tell(CUT * share) };
  const last = objects.length - 1;
  const cut = (/** @type {number} */ place) => {
    const wish = { wanted: place === last ? wanted : WHOLE, isMask, profile, subject };
    return cutOut(parts, photo, objects[place], wish, part(cutting, place, objects.length));
  };
  let { whole, frame } = await cut(0);
  for (let place = 1; place <= last; place++) {
    const over = await cut(place);
    layOver(whole, over.whole);
    frame = over.frame;
  }
  const { crop: box, shadow, background } = frame;
  const kept = box ? crop(whole, box) : whole;
  const shown = shadow ? castShadow(kept, shadow) : kept;
  return encodePicture(await behindIt(shown, photo, box, behind ?? background), type, { recipe, profile });
}

/**
 * @param {Parts} parts @param {Blob} photo @param {number} object
 * @param {{
 *   wanted: string, isMask: boolean, profile: Uint8Array<ArrayBuffer> | null, subject: import("../files/cutout.js").Kept,
 * }} wish  `subject` grows by what is kept of this object
 * @param {import("./jobs.js").Job} job
 */
async function cutOut({ bridge, session }, photo, object, { wanted, isMask, profile, subject }, job) {
  const source = await readPicture(photo, profile ? "none" : "default"); // anew each time: a copy would take memory
  const mask = isMask ? new Uint8Array(source.width * source.height) : null;
  const photoOnItsWay = exchange(source, bridge, mask, wantsRows(job, source.height), 0, subject);
  const frame = read(await session.cutout(photoOnItsWay, wanted, object));
  await step(job, 1);
  /** @type {import("../files/picture.js").Picture} */
  const whole = mask ? { ...source, channels: 1, data: mask } : source;
  return { whole, frame };
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
    const [from, to] = isCut ? [FITTED, 1] : [DECODED, SHRUNK];
    return step(job, from + ((to - from) * start) / height).then(
      () => true,
      () => false,
    );
  };
}
