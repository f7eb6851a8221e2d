// What this device and its runtime are, as facts for people and as a report for a bug's description.
// Neither holds a photo's name, an address or a coordinate.
import { model, version } from "../words/texts.js";

const LATEST = 20;

/** @typedef {import("../words/words.js").Words} Words */
/** @typedef {[term: string, value: string]} Fact */

/**
 * @param {import("../clickcut.d.ts").State} state
 * @param {{python: number, onnx: number} | undefined} memory  megabytes
 * @param {Words} words
 * @returns {Fact[]}
 */
export function facts({ runtime, photo, objects }, memory, { label, number }) {
  const { backendReason, reason, threads, isolated, verified } =
    /** @type {import("../worker/threads.js").Threads & {backendReason: "wasm-only", isolated: boolean, verified: boolean | null}} */ (
      runtime
    );
  const none = label("device-none");
  const shown = objects.find(({ active }) => active);
  const amount = memory && { python: number(memory.python, 1), onnx: number(memory.onnx, 1) };
  return [
    [label("device-backend"), label(backendReason)],
    [label("device-threads"), label(`threads-${reason}`, { count: threads })],
    [label("device-isolated"), label(isolated ? "yes" : "no")],
    [
      label("device-verified"),
      verified === null ? label("verified-not-yet") : label(verified ? "verified-right" : "verified-wrong"),
    ],
    [label("device-memory"), amount ? label("device-memory-value", amount) : none],
    [label("device-confidence"), shown ? number(Math.min(1, shown.score), 2) : none],
    [label("device-model"), model],
    [label("device-version"), version],
    [label("device-cores"), String(navigator.hardwareConcurrency ?? none)],
    [label("device-ratio"), String(devicePixelRatio)],
    [label("device-photo"), photo ? label("device-photo-value", { ...photo }) : none],
    [label("device-browser"), navigator.userAgent],
  ];
}

/**
 * @param {import("../clickcut.d.ts").State} state @param {Fact[]} known
 * @param {import("../worker/timings.js").Timing[]} timings @param {string[]} errors  codes
 * @param {Words} words
 */
export function report({ runtime }, known, timings, errors, { label, number }) {
  const rows = timings
    .slice(-LATEST)
    .map(({ step, kind, ...times }) => [
      String(step),
      kind,
      ...[times.decode, times.roundtrip, times.total].map((time) => number(time, 1)),
    ]);
  const unit = label("device-ms");
  const head = [
    label("device-step"),
    "",
    ...[label("device-decode"), label("device-roundtrip"), label("device-total")].map(
      (name) => `${name} (${unit})`,
    ),
  ];
  return [
    `## clickcut ${version}`,
    "",
    ...known.map(([term, value]) => `- ${term}: ${value}`),
    `- ${label("report-errors")}: ${errors.join(", ") || label("device-none")}`,
    `- \`${JSON.stringify(runtime)}\``,
    "",
    ...[head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`),
    "",
  ].join("\n");
}

/** @param {string} text @returns {Promise<boolean>} whether the clipboard took it */
export async function copy(text) {
  if (!navigator.clipboard) return false; // an insecure context has none
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
