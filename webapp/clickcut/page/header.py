"""The header's buttons and the dialog behind them, in Material UI; they act in the browser alone."""

from __future__ import annotations

from collections.abc import Sequence

import panel_material_ui as pmui

from clickcut.page.gallery import Tile

_ABOUT = """
**Click** the object in the photo: the mask appears at once. **Right-click**, or Alt-click, takes a
part away. Then download the cut-out: a transparent PNG at the photo's full resolution.

**Your photo.** It is sent to this server once, to be read by the encoder, and is not kept; what stays
for a while is the encoder's result, under the photo's fingerprint. Every click after that is computed on
your own device: nothing is sent.

| key | what it does |
|---|---|
| I, E | include, exclude |
| M | another mask for the same click |
| Ctrl+Z, Ctrl+Shift+Z | undo, redo |
| Escape | clear |
| O, S | open a photo, save the cut-out |

MobileSAM by Chaoning Zhang and others, Apache-2.0, runs in your browser through onnxruntime-web and Pyodide.
"""
_TOGGLE_THEME = """
const root = document.documentElement
root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"
localStorage.setItem("clickcut-theme", root.dataset.theme)
"""


def header_bar(about: pmui.Dialog) -> pmui.Row:
    """Build the buttons at the right of the header."""
    theme = pmui.IconButton(icon="contrast", description="Theme", color="default", margin=0)
    theme.js_on_click(code=_TOGGLE_THEME)
    help_button = pmui.IconButton(icon="help_outline", description="Help", color="default", margin=0)
    help_button.js_on_click(args={"dialog": about}, code="dialog.data.open = true")
    return pmui.Row(theme, help_button, sizing_mode="fixed", width=92, height=40, margin=0)


def about_dialog(gallery: Sequence[Tile]) -> pmui.Dialog:
    """Build the dialog with help, the truth about privacy, and the photos' credits."""
    credits_ = "\n".join(f"- {tile.title}: {tile.credit}, {tile.licence}" for tile in gallery)
    return pmui.Dialog(
        pmui.Typography(f"{_ABOUT}\n**Sample photos**\n\n{credits_}" if gallery else _ABOUT),
        title="How it works",
        close_on_click=True,
        show_close_button=True,
        width_option="sm",
    )
