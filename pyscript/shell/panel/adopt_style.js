// Gives a part of the element a style sheet of its own.

/** @param {HTMLElement} part @param {string} css @returns {ShadowRoot}  the root that the part is in */
export function adoptStyle(part, css) {
  const root = /** @type {ShadowRoot} */ (part.getRootNode());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return root;
}
