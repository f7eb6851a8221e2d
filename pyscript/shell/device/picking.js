// Whether the person wants the subject of a photo picked when it opens: a setting of this browser, on until it is put off.

const KEY = "clickcut-subject";

export const picking = {
  get isOn() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true; // a frame without storage
    }
  },
  /** @param {boolean} wanted */
  set isOn(wanted) {
    try {
      localStorage.setItem(KEY, wanted ? "auto" : "off");
    } catch {} // not kept: then it is as it was, and the box says so
  },
};
