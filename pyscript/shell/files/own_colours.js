// A photo's colour profile, where this browser can read a photo's own numbers. What a profile is, Python knows.
import generated from "#generated";
import { readPicture } from "./cutout.js";
import { writePng } from "./png.js";

/** What of a photo's file may hold its profile. @param {Blob} photo */
export async function headOf(photo) {
  return new Uint8Array(await photo.slice(0, generated.headBytes).arrayBuffer());
}

/**
 * The ICC profile to hand on with the photo's own numbers; null where this browser converts colours in any case:
 * numbers and profile must never be of two spaces.
 * @param {string | null} found  as Python found it, Base64
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
export async function usableProfile(found) {
  if (found === null) return null;
  const profile = Uint8Array.from(atob(found), (character) => character.charCodeAt(0));
  return (await keepsNumbers(profile)) ? profile : null;
}

/** Whether this browser gives a picture's numbers back as they are in its file. @param {Uint8Array<ArrayBuffer>} profile */
async function keepsNumbers(profile) {
  const data = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 50, 100, 200, 255);
  const file = new Blob(writePng({ width: 4, height: 1, channels: 4, data }, { profile, text: null }));
  const found = await readPicture(file, "none");
  return found.data.every((value, place) => value === data[place]);
}
