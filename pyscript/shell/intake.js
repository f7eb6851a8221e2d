// Photos that a person brings: dropped, pasted or chosen.

/**
 * @param {HTMLElement} target
 * @param {(file: File) => void} onPhoto
 * @returns {() => void}  stops listening
 */
export function listenIntake(target, onPhoto) {
  const listeners = new AbortController();
  const { signal } = listeners;
  const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener(
    "dragover",
    (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      target.toggleAttribute("data-dropping", true);
    },
    { signal },
  );
  document.addEventListener(
    "dragleave",
    (event) => {
      if (!event.relatedTarget) target.removeAttribute("data-dropping");
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      target.removeAttribute("data-dropping");
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      onPhoto(file);
    },
    { signal },
  );
  document.addEventListener(
    "paste",
    (event) => {
      const file = event.clipboardData?.files[0];
      if (file) onPhoto(file);
    },
    { signal },
  );
  return () => listeners.abort();
}

/** @param {(file: File) => void} onPhoto */
export function choosePhoto(onPhoto) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*,.heic,.heif,.avif,.tif,.tiff";
  input.addEventListener("change", () => {
    if (input.files?.[0]) onPhoto(input.files[0]);
  });
  input.click();
}
