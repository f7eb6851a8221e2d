// The kinds of files that a cut-out can be saved as, as Python lists them.
import generated from "#generated";

/** Whether a file holds shapes, which Python writes, instead of pixels. @param {string} mediaType */
export const holdsShapes = (mediaType) => generated.shapes.includes(mediaType);
