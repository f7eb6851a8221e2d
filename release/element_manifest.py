"""What `<click-cut>` has, as editors and catalogues of components read it: `custom-elements.json`.

The format is that of https://github.com/webcomponents/custom-elements-manifest, version 1.0.0. What it says
comes from docs/element.md and from the types beside the npm package.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_NAME = re.compile(r"`([^`]+)`")
_STYLES = re.compile(r"^Custom properties: (.+?) Parts: (.+?), and each button", re.MULTILINE | re.DOTALL)
_TYPED_ATTRIBUTE = re.compile(r'^  "?([\w-]+)"?\?: (.+) \| undefined;$', re.MULTILINE)
_TYPED_EVENT = re.compile(r'^  "(clickcut-\w+)": (CustomEvent<.+>);$', re.MULTILINE)

Entry = dict[str, Any]


def element_manifest(root: Path) -> Entry:
    """Describe the element, from the checkout in `root`."""
    guide = (root / "docs" / "element.md").read_text("utf-8")
    types = (root / "pyscript/shell/clickcut.d.ts").read_text("utf-8")
    attributes = (root / "release/npm/attributes.d.ts").read_text("utf-8")
    typed = dict(_TYPED_ATTRIBUTE.findall(attributes))
    events = dict(_TYPED_EVENT.findall(types))
    properties, parts = (_NAME.findall(names) for names in _STYLES.findall(guide)[0])
    declaration = {
        "kind": "class",
        "customElement": True,
        "name": "ClickCut",
        "tagName": "click-cut",
        "description": "A photo of which a click selects the object, on the visitor's own device.",
        "superclass": {"name": "HTMLElement"},
        "attributes": [
            {
                "name": name,
                "description": told,
                "type": {"text": typed.get(name, "string")},
                "fieldName": _camel(name),
            }
            for name, told in _rows(guide, "attribute")
        ],
        "members": [_member(signature, told) for signature, told in _rows(guide, "member")],
        "events": [
            {"name": name, "description": told, "type": {"text": events[name]}}
            for name, told in _rows(guide, "event")
        ],
        "cssProperties": [{"name": name} for name in properties],
        "cssParts": [{"name": name} for name in parts],
    }
    module = {
        "kind": "javascript-module",
        "path": "clickcut.js",
        "declarations": [declaration],
        "exports": [
            {"kind": "js", "name": "ClickCut", "declaration": {"name": "ClickCut", "module": "clickcut.js"}},
            {
                "kind": "custom-element-definition",
                "name": "click-cut",
                "declaration": {"name": "ClickCut", "module": "clickcut.js"},
            },
        ],
    }
    return {"schemaVersion": "1.0.0", "readme": "README.md", "modules": [module]}


def _rows(guide: str, head: str) -> list[tuple[str, str]]:
    """Give what each row of the table with that head names, one by one, and what it says of it."""
    _, _, after = guide.partition(f"\n| {head} | ")
    table = after.partition("\n\n")[0].splitlines()[2:]
    rows = (line.strip("| ").split(" | ", 1) for line in table)
    return [(name, _LINK.sub(r"\1", told)) for names, told in rows for name in _NAME.findall(names)]


def _member(signature: str, told: str) -> Entry:
    name, bracket, _ = signature.partition("(")
    if not bracket:
        return {"kind": "field", "name": name, "description": told}
    return {"kind": "method", "name": name, "description": f"`{signature}`: {told}"}


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(map(str.capitalize, rest))
