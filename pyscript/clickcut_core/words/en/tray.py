"""What is said of many photos side by side."""

from __future__ import annotations

TRAY: dict[str, str] = {
    "tray": "Photos",
    "tray-waiting": "Waiting",
    "tray-encoding": "Being prepared",
    "tray-ready": "Ready",
    "tray-picked": "Cut out",
    "tray-done": "Accepted",
    "tray-broken": "Can't be opened",
    "tray-count": "{done} of {all} accepted",
    "tray-problem": "{name} can't be opened: {why}",
    "tray-more-problems": "{count} more can't be opened either.",
    "tray-unkept": "This browser has no room to keep {count} of these photos. Save them before you leave.",
    "accept": "Accept",
    "accept-hint": "Accept this cut-out and go to the next photo (Enter)",
    "accept-nothing": "Nothing to accept yet: click the object first, or choose another photo",
    "accept-all": "All photos are done. Save them all when you like.",
    "save-done": "Save all",
    "save-done-hint": "Save the accepted cut-outs as one ZIP, with their outlines as one COCO file",
    "saved-without": "Saved {name} without {count} that could not be opened",
    "no-photos-inside": "No photos in this folder",
    "remove-photo": "Remove {name}",
    "close-tray": "Close these photos",
    # keys
    "keys-accept": "Enter",
    "does-accept": "Accept the cut-out and go to the next photo, unless the crosshair is shown",
    "keys-beside": "Page Up, Page Down",
    "does-beside": "The previous or next photo, unless the crosshair is shown",
    "keys-remove-photo": "Delete",
    "does-remove-photo": "Remove the photo",
}
