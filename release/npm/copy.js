#!/usr/bin/env node
// `clickcut public/clickcut`: copies what the element loads to where a site's own files are.
import { cpSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, ...more] = process.argv.slice(2);
if (!folder || more.length > 0 || folder.startsWith("-")) {
  console.error(
    "Usage: clickcut FOLDER\n\nCopies clickcut's runtime to FOLDER, which must be named clickcut:",
  );
  console.error("what is in it is replaced. For example: clickcut public/clickcut");
  process.exit(folder === "--help" ? 0 : 2);
}
if (basename(folder) !== "clickcut") {
  console.error(`clickcut: ${folder} would be replaced as a whole, so its name must be clickcut.`);
  process.exit(2);
}
rmSync(folder, { recursive: true, force: true });
cpSync(fileURLToPath(new URL("runtime", import.meta.url)), folder, { recursive: true });
console.log(`${folder}: copied; name it with setRuntime() or the attribute runtime`);
