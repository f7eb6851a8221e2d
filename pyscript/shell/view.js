// The photo and what is drawn over it, at any size and device-pixel ratio.
import { paintMask } from "./painter.js";

/** @typedef {{x: number, y: number, label: number, pending?: boolean}} Marker */
/** @typedef {{logits: Float32Array, extent: [number, number]}} Mask */

const MOST_PIXELS = 4_000_000; // an overlay any larger costs time and shows no more
const FILL = /** @type {const} */ ({ mask: [38, 132, 255, 0.42], preview: [38, 132, 255, 0.24] });

/** @param {HTMLElement} stage @param {HTMLCanvasElement} photoCanvas @param {HTMLCanvasElement} overlay */
export function createView(stage, photoCanvas, overlay) {
  /** @type {ImageBitmap | null} */
  let bitmap = null;
  /** @type {Mask | null} */
  let mask = null;
  /** @type {Mask | null} */
  let preview = null;
  /** @type {Marker[]} */
  let markers = [];
  /** @type {ImageData | null} */
  let image = null;

  function layout() {
    if (!bitmap) return;
    const room = stage.getBoundingClientRect();
    const fit = Math.min(stage.clientWidth / bitmap.width, stage.clientHeight / bitmap.height);
    if (!(fit > 0) || room.width === 0) return;
    const scale = Math.min(fit * devicePixelRatio, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
    for (const canvas of [photoCanvas, overlay]) {
      canvas.style.width = `${bitmap.width * fit}px`;
      canvas.style.height = `${bitmap.height * fit}px`;
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    }
    const context = /** @type {CanvasRenderingContext2D} */ (photoCanvas.getContext("2d"));
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, photoCanvas.width, photoCanvas.height);
    paint();
  }

  function paint() {
    const context = /** @type {CanvasRenderingContext2D} */ (overlay.getContext("2d"));
    context.clearRect(0, 0, overlay.width, overlay.height);
    const shown = preview ?? mask;
    const ratio = overlay.width / (overlay.clientWidth || overlay.width);
    if (shown) {
      if (image?.width !== overlay.width || image.height !== overlay.height) {
        image = context.createImageData(overlay.width, overlay.height);
      }
      const side = Math.sqrt(shown.logits.length);
      const fill = [...(preview ? FILL.preview : FILL.mask)];
      paintMask(image, { ...shown, side }, { fill: /** @type {any} */ (fill), line: 1.6 * ratio });
      context.putImageData(image, 0, 0);
    }
    for (const marker of markers) drawMarker(context, marker, ratio);
  }

  /** @param {CanvasRenderingContext2D} context @param {Marker} marker @param {number} ratio */
  function drawMarker(context, { x, y, label, pending }, ratio) {
    if (!bitmap) return;
    const cx = ((x + 0.5) / bitmap.width) * overlay.width;
    const cy = ((y + 0.5) / bitmap.height) * overlay.height;
    context.globalAlpha = pending ? 0.55 : 1;
    context.beginPath();
    context.arc(cx, cy, 7.5 * ratio, 0, 2 * Math.PI);
    context.fillStyle = label === 1 ? "#1763d6" : "#c62828";
    context.fill();
    context.lineWidth = 2 * ratio;
    context.strokeStyle = "#fff";
    context.stroke();
    context.beginPath();
    context.moveTo(cx - 3.5 * ratio, cy);
    context.lineTo(cx + 3.5 * ratio, cy);
    if (label === 1) {
      context.moveTo(cx, cy - 3.5 * ratio);
      context.lineTo(cx, cy + 3.5 * ratio);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  const resizes = new ResizeObserver(layout);

  return {
    /** @param {ImageBitmap | null} next */
    showPhoto(next) {
      bitmap = next;
      mask = preview = null;
      markers = [];
      if (bitmap) stage.style.setProperty("--photo-ratio", `${bitmap.width} / ${bitmap.height}`);
      layout();
    },
    /** @param {Mask | null} next @param {Marker[]} points */
    showMask(next, points) {
      mask = next;
      preview = null;
      markers = points;
      paint();
    },
    /** @param {Mask | null} next */
    showPreview(next) {
      if (preview === next) return;
      preview = next;
      paint();
    },
    /**
     * The photo pixel under a pointer, whatever size, scroll or transform the page gives the canvas.
     * @param {{clientX: number, clientY: number}} event
     */
    photoPixel({ clientX, clientY }) {
      const rect = overlay.getBoundingClientRect();
      const { width, height } = bitmap ?? { width: 1, height: 1 };
      const x = Math.floor(((clientX - rect.left) / rect.width) * width);
      const y = Math.floor(((clientY - rect.top) / rect.height) * height);
      return { x: Math.min(Math.max(x, 0), width - 1), y: Math.min(Math.max(y, 0), height - 1) };
    },
    connect: () => resizes.observe(stage),
    disconnect: () => resizes.disconnect(),
  };
}
