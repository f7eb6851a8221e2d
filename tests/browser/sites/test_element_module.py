"""`clickcut.js` for those who build pages: its types, and its import where there is no browser."""

import json
import subprocess
from pathlib import Path

from clickcut_build.declarations import operations
from clickcut_build.node import find_node, run_tool

from tests.browser.photos import ROOT

USE = """
import { ClickCut, type ClickCutElement, type ClickcutError } from "%s";

const element = document.querySelector("click-cut")!;
const same: ClickCutElement = element;
new ClickCut().poster = "poster.jpg";
element.addEventListener("clickcut-mask", ({ detail: { score, bbox, timings } }) => {
  console.log(score, bbox?.[0], timings.total);
});
document.addEventListener("clickcut-error", (event) => console.log(event.detail.code));

async function use(): Promise<string> {
  await same.ready;
  const state = await element.addPoint(10, 20, 0);
  const { width, data } = await element.mask({ object: state?.objects[0]?.id });
  const file: Blob = await element.cutout({ format: "image/webp", background: "#fff", crop: true });
  return `${width} ${data.length} ${file.size} ${element.state.runtime.reason}`;
}
use().catch(({ code }: ClickcutError) => code);

// What is wrong is refused: the compiler says so where it finds nothing to expect.
// @ts-expect-error
element.addPoint("1", 2);
// @ts-expect-error
element.src = 5;
// @ts-expect-error
element.state.photo.width;
// @ts-expect-error
element.state.active = 2;
"""
OPTIONS = [
    *("--noEmit", "--ignoreConfig", "--strict", "--skipLibCheck", "false", "--types", ""),
    *("--target", "es2022", "--lib", "es2022,dom,dom.iterable"),
    *("--module", "esnext", "--moduleResolution", "bundler"),
]
MODULE = (ROOT / "dist/runtime/clickcut.js").as_posix()


def test_typescript_knows_the_element_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    source = tmp_path / "use.ts"
    source.write_text(USE % MODULE)
    run_tool(ROOT, "tsc", *OPTIONS, str(source))


def run(tmp_path: Path, expression: str) -> str:
    """Print an expression of `ClickCut` where there is no browser."""
    folder, _ = find_node()
    script = tmp_path / "render.mjs"
    script.write_text(f"const {{ ClickCut }} = await import({MODULE!r}); console.log({expression})")
    done = subprocess.run([folder / "node", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_server_that_renders_pages_can_import_it(tmp_path: Path) -> None:
    assert run(tmp_path, "typeof ClickCut") == "function"


def test_every_operation_that_is_the_elements_is_a_method_of_it(tmp_path: Path) -> None:
    members = [each["member"] for each in operations() if each["member"]]
    assert len(members) >= 20
    missing = f"{json.dumps(members)}.filter((name) => typeof ClickCut.prototype[name] !== 'function')"
    assert run(tmp_path, f"JSON.stringify({missing})") == "[]"
