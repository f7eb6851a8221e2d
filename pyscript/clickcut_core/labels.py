"""The words on the page, as one table; the bundle gives it to JavaScript, which has no words of its own.

Errors have their sentences in `clickcut_core.errors`.
"""

from __future__ import annotations

LABELS: dict[str, str] = {
    # tools
    "tools": "Tools",
    "include": "Include",
    "include-hint": "A click adds what is under the pointer (I)",
    "exclude": "Exclude",
    "exclude-hint": "A click takes away what is under the pointer: also right-click or Alt-click (E)",
    "box": "Box",
    "box-hint": "Drag a box around the object; clicks correct it (B)",
    "candidates": "Masks that fit",
    "candidate": "Mask {place} of {count}, confidence {score}",
    "candidate-hint": "{candidate}: part, more or all of what was clicked (M or wheel for the next)",
    "undo": "Undo",
    "undo-hint": "Take the last step back (Ctrl+Z)",
    "redo": "Redo",
    "redo-hint": "Take the step again (Ctrl+Shift+Z)",
    "clear": "Clear",
    "clear-hint": "Remove all clicks (Escape)",
    "open": "Open photo",
    "open-hint": "Choose a photo of your own; or drop or paste one anywhere (O)",
    "download": "Download",
    "download-hint": "Save the object as a transparent PNG at the photo's full resolution (S)",
    "panel": "Objects",
    "sheet": "Objects",
    "sheet-hint": "Objects in this photo",
    # objects
    "objects": "Objects",
    "object": "Object {number}",
    "object-waits": "New: click it",
    "add-object": "New object",
    "add-object-hint": "Cut out another object of this photo (N)",
    "select-object-hint": "Go on with this object (1 to 9); double-click or F2 to rename, Alt+arrows to reorder",
    "show-object": "Show",
    "hide-object": "Hide",
    "rename-object": "Name of the object",
    "delete-object": "Delete",
    "share": "{percent} %",
    # the photo
    "canvas": "Photo. Click the object you want to cut out.",
    "hint": "Click anything in the photo",
    "drop": "Drop the photo here",
    # status
    "loading-runtime": "Loading the engine",
    "starting": "Starting the engine",
    "loading-photo": "Loading the photo",
    "encoding": "Reading the photo: once for each photo",
    "saving": "Making the cut-out",
    "bytes": "{loaded} of {total} MB",
    "queued": "Your click is kept and runs in a moment",
    "ready": "Ready",
    "ready-detail": "{threads} · nothing leaves this page",
    "ready-detail-api": "{threads} · clicks never leave this page",
    "thread": "1 thread",
    "threads": "{count} threads",
    "result": "{percent} % of the photo · confidence {score} · {milliseconds} ms",
    "empty-result": "Nothing found here. Click another place.",
    "saved": "Saved {name}",
    # ways on
    "restart": "Restart",
    "retry": "Try again",
    "dismiss": "Close",
}
