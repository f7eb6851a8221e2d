// What a press means besides the tool in hand: which button it is, which keys are held, which end of a pen it is.

const RIGHT = { button: 2, bit: 2 };
const ERASER = { button: 5, bit: 32 }; // https://www.w3.org/TR/pointerevents3/#the-buttons-property

/** @typedef {Pick<PointerEvent, "button" | "buttons" | "altKey" | "ctrlKey">} Press */

/** Whether it does the opposite of the tool: with the right button, or Alt, or Ctrl on a Mac, whose right button that is. @param {Press} event */
export function isOpposite({ button, buttons, altKey, ctrlKey }) {
  const isRight = button === RIGHT.button || (buttons & RIGHT.bit) !== 0;
  return isRight || altKey || (ctrlKey && isApple());
}

/** Whether a pen is held upside down. @param {Pick<PointerEvent, "button" | "buttons">} event */
export function isEraser({ button, buttons }) {
  return button === ERASER.button || (buttons & ERASER.bit) !== 0;
}

/** Phones and tablets say "like Mac", and with a keyboard they do as a Mac does. */
function isApple() {
  const { platform, userAgent } = navigator;
  return /Mac|iPhone|iPad/.test(`${platform} ${userAgent}`);
}
