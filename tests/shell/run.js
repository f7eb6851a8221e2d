// The shell's unit tests, bundled as the shell itself is and run in one process by Node's own runner:
// `node tests/shell/run.js [PART…]`, where PART is a part of a test file's path.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PASSED = /^# Subtest.*\nok [\s\S]*?\n {2}\.\.\.\n/gm;
const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.js"))
  .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
  .sort();
if (files.length === 0) throw new Error(`no such tests: ${wanted.join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "clickcut-shell-"));
const bundle = join(folder, "tests.mjs");
try {
  await build({
    stdin: { contents: files.map((path) => `import "./${path}";`).join("\n"), resolveDir: here },
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    loader: { ".css": "text" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--enable-source-maps", "--no-warnings", "--test-reporter=tap", bundle],
    { encoding: "utf8" },
  );
  process.stderr.write(stderr);
  process.stdout.write(stdout.replaceAll(PASSED, ""));
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
