// From measurements to the columns that the device's charts show; it draws nothing.

/** @typedef {import("../worker/timings.js").Timing} Timing */
/** Megabytes of wasm memory after a step. @typedef {{step: number, python: number, onnx: number}} Memory */

/** Columns by source, as build/clickcut_build/device_charts.py names them. @param {Timing[]} timings @param {Memory[]} memory */
export function columns(timings, memory) {
  const { p50, p95 } = quantiles(timings);
  const parts = partsOf(timings.at(-1));
  const ends = p50 === null ? [] : [timings[0], timings[timings.length - 1]];
  return {
    latency: {
      step: timings.map(({ step }) => step),
      decode: timings.map(({ decode }) => decode),
      roundtrip: timings.map(({ roundtrip }) => roundtrip),
    },
    quantiles: { step: ends.map(({ step }) => step), p50: ends.map(() => p50), p95: ends.map(() => p95) },
    parts: {
      decode: parts ? [parts.decode] : [],
      around: parts ? [parts.around] : [],
      painting: parts ? [parts.painting] : [],
    },
    memory: {
      step: memory.map(({ step }) => step),
      python: memory.map(({ python }) => python),
      onnx: memory.map(({ onnx }) => onnx),
    },
  };
}

/** Of the round trips that ran the decoder: by nearest rank. @param {Timing[]} timings */
export function quantiles(timings) {
  const sorted = timings.filter(({ decode }) => decode > 0).map(({ roundtrip }) => roundtrip);
  sorted.sort((a, b) => a - b);
  const rank = (/** @type {number} */ share) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { count: sorted.length, p50: rank(0.5), p95: rank(0.95) };
}

/** @param {Timing | undefined} timing */
export function partsOf(timing) {
  if (!timing) return null;
  const { decode, roundtrip, total } = timing;
  return { decode, around: roundtrip - decode, painting: total - roundtrip };
}
