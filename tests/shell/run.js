// The shell's unit tests, each file bundled as the shell itself is and run by Node's own runner:
// `node tests/shell/run.js [NAME…]`, where NAME is a test file's without `.test.js`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ENDING = ".test.js";
const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(here)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) throw new Error(`no such tests: ${wanted.join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "clickcut-shell-"));
try {
  await build({
    entryPoints: names.map((name) => join(here, name + ENDING)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    loader: { ".css": "text" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  const files = names.map((name) => join(folder, `${name}.test.mjs`));
  const options = ["--enable-source-maps", "--test", "--test-reporter=tap"];
  const { status, stdout } = spawnSync(process.execPath, [...options, ...files], { encoding: "utf8" });
  const sums = stdout.split("\n").filter((line) => /^# (tests|pass|fail|duration_ms) /.test(line));
  process.stdout.write(status === 0 ? `${sums.join("\n")}\n` : stdout);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
