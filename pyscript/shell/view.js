// The photo and what is drawn over it, at any size and device-pixel ratio.
import { paintMask } from "./painter.js";

/** @typedef {{x: number, y: number, label: number, pending?: boolean}} Marker */
/** Photo pixels. @typedef {[x0: number, y0: number, x1: number, y1: number]} Box */
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
  /** @type {Box | null} */
  let box = null;
  let ratio = 1; // the canvases' pixels by the page's; asking the page would cost a layout at each click
  /** @type {ImageData | null} */
  let image = null;
  /** What `image` shows: the same mask is not painted twice. @type {{logits: Float32Array, fill: unknown} | null} */
  let inImage = null;

  function layout() {
    if (!bitmap) return;
    const room = stage.getBoundingClientRect();
    const fit = Math.min(stage.clientWidth / bitmap.width, stage.clientHeight / bitmap.height);
    if (!(fit > 0) || room.width === 0) return;
    const scale = Math.min(fit * devicePixelRatio, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
    ratio = scale / fit;
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
    const shown = preview ?? mask;
    if (shown) {
      if (image?.width !== overlay.width || image.height !== overlay.height) {
        image = context.createImageData(overlay.width, overlay.height);
        inImage = null;
      }
      const fill = preview ? FILL.preview : FILL.mask;
      if (inImage?.logits !== shown.logits || inImage.fill !== fill) {
        const side = Math.sqrt(shown.logits.length);
        paintMask(image, { ...shown, side }, { fill: [...fill], line: 1.6 * ratio });
        inImage = { logits: shown.logits, fill };
      }
      context.putImageData(image, 0, 0);
    } else {
      context.clearRect(0, 0, overlay.width, overlay.height);
    }
    if (box) drawBox(context, box);
    for (const marker of markers) drawMarker(context, marker);
  }

  /** White dashes on a dark line: to be seen on any photo. @param {CanvasRenderingContext2D} context @param {Box} box */
  function drawBox(context, [x0, y0, x1, y1]) {
    if (!bitmap) return;
    const [across, down] = [overlay.width / bitmap.width, overlay.height / bitmap.height];
    const sides = /** @type {const} */ ([
      Math.min(x0, x1) * across,
      Math.min(y0, y1) * down,
      (Math.abs(x1 - x0) + 1) * across,
      (Math.abs(y1 - y0) + 1) * down,
    ]);
    context.lineWidth = 3 * ratio;
    context.strokeStyle = "rgb(0 0 0 / 0.6)";
    context.strokeRect(...sides);
    context.lineWidth = 1.5 * ratio;
    context.strokeStyle = "#fff";
    context.setLineDash([7 * ratio, 5 * ratio]);
    context.strokeRect(...sides);
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context @param {Marker} marker */
  function drawMarker(context, { x, y, label, pending }) {
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
      box = null;
      if (bitmap) stage.style.setProperty("--photo-ratio", `${bitmap.width} / ${bitmap.height}`);
      layout();
    },
    /** @param {Mask | null} next @param {Marker[]} points @param {Box | null} around */
    showMask(next, points, around) {
      mask = next;
      preview = null;
      markers = points;
      box = around;
      paint();
    },
    /** @param {Box} around  while it is being drawn */
    showBox(around) {
      preview = null;
      box = around;
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
