"""The bill of materials of a release, as CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/).

`python -m clickcut_build.sbom FILE` writes it out of the lock files and the table of parts. Equal locks give
equal bytes: there is no date in it, and its number comes from what it says.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import uuid
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from clickcut_models.source import NPM

from clickcut_build.licence_parts import PARTS

_SHIPPED = {part.package: part for part in PARTS}
_PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
_EXPRESSION = re.compile(r" (AND|OR|WITH) ")


def bill_of_materials(root: Path) -> str:
    """Write the document.

    Parameters
    ----------
    root
        The checkout, with its lock files.
    """
    own = json.loads((root / "package.json").read_bytes())
    components = [*_node(root), *_python(root), *_inside(), _weights()]
    content: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": _component("application", own["name"], own["version"], own["license"], "pypi")
        },
        "components": sorted(components, key=lambda each: str(each["bom-ref"])),
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return json.dumps({**content, "serialNumber": f"urn:uuid:{number}"}, indent=1, ensure_ascii=False) + "\n"


def _node(root: Path) -> Iterator[dict[str, Any]]:
    """Give the npm packages; those that only build are `excluded` from what a site carries."""
    for place, entry in json.loads((root / "package-lock.json").read_bytes())["packages"].items():
        if not place:
            continue
        name = place.rpartition("node_modules/")[2]
        algorithm, _, digest = entry["integrity"].partition("-")
        yield {
            **_component("library", name, entry["version"], entry.get("license", ""), "npm"),
            "scope": "required" if f"npm:{name}" in _SHIPPED else "excluded",
            "hashes": [
                {"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}
            ],
        }


def _python(root: Path) -> Iterator[dict[str, Any]]:
    """Give the Python packages; those that only build are `excluded` from what runs."""
    running = {name for name, _, _ in _PIN.findall((root / "requirements-run.txt").read_text("utf-8"))}
    for name, version, rest in _PIN.findall((root / "requirements.txt").read_text("utf-8")):
        yield {
            **_component("library", name, version, _licence_of(name), "pypi"),
            "scope": "required" if name in running or f"pypi:{name}" in _SHIPPED else "excluded",
            # Of each file that may be installed; a component's own hashes would be those of one file.
            "properties": [{"name": "clickcut:pinned", "value": pin} for pin in _HASH.findall(rest)],
        }


def _inside() -> Iterator[dict[str, Any]]:
    """Give what comes inside of another package, and has no version that we know."""
    for part in PARTS:
        if not part.package and part.name != "MobileSAM":
            yield {**_component("library", part.name, "", part.licence), "scope": "required"}


def _weights() -> dict[str, Any]:
    (part,) = (part for part in PARTS if part.name == "MobileSAM")
    return {
        **_component("machine-learning-model", part.name, NPM.model, part.licence),
        "scope": "required",
        "properties": [
            {"name": f"clickcut:{file}", "value": f"sha256:{digest}"} for file, digest in NPM.sha256.items()
        ],
    }


def _licence_of(name: str) -> str:
    if f"pypi:{name}" in _SHIPPED:
        return _SHIPPED[f"pypi:{name}"].licence
    try:
        found = metadata(name).get_all("License-Expression")
    except PackageNotFoundError:  # one for another system
        return ""
    return found[0] if found else ""


def _component(kind: str, name: str, version: str, licence: str, registry: str = "") -> dict[str, Any]:
    address = f"pkg:{registry}/{name.replace('@', '%40')}@{version}" if registry else f"clickcut:{name}"
    component: dict[str, Any] = {"type": kind, "bom-ref": address, "name": name}
    if version:
        component["version"] = version
    if registry:
        component["purl"] = address
    if licence:
        is_one = not _EXPRESSION.search(licence)
        component["licenses"] = [{"license": {"id": licence}} if is_one else {"expression": licence}]
    return component


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill_of_materials(Path.cwd()), encoding="utf-8")
