"""The words of the page at `/`, around the element; markup in a text is the same in every language."""

from __future__ import annotations

PAGE: dict[str, str] = {
    "title": "clickcut: click a photo, get the object",
    "description": "Click a photo, get the object, as a transparent PNG. Every click is computed in your browser.",
    "motto": "Click a photo, get the object.",
    "theme": "Theme",
    "help": "Help",
    "close": "Close",
    # the gallery
    "samples": "Samples",
    "sample-photos": "Sample photos",
    "credit": "{title}. Photo: {credit}, {licence}",
    "photos": "Photos",
    "all-photos": "All photos",
    "sample-astronaut": "Astronaut",
    "sample-cat": "Cat",
    "sample-coffee": "Coffee",
    "sample-flower": "Flower",
    "sample-palace": "Palace",
    "sample-raccoon": "Raccoon",
    "sample-retina": "Retina",
    "sample-rocket": "Rocket",
    # the help
    "about": "How it works",
    "about-click": "<b>Click</b> the object in the photo: the mask appears at once. <b>Right-click</b>, or Alt-click, takes a part away. Then download the cut-out: a transparent PNG at the photo's full resolution.",
    "about-photo": "<b>Your photo.</b> It is sent to this server once, to be read by the encoder, and is not kept; what stays for a while is the encoder's result, under the photo's fingerprint. Every click after that is computed on your own device: nothing is sent.",
    "about-published": "<b>Nothing is sent.</b> The photos were prepared when this page was made. Every click is computed on your own device, and nobody is told of it.",
    "about-hand": "<b>By hand.</b> Drag a point to move it; right-click, Alt-click or a long press deletes it. Two fingers, the middle button, or <kbd>Space</kbd> and dragging move the photo.",
    "about-keyboard": "<b>By keyboard alone.</b> <kbd>Tab</kbd> to the photo, then move the crosshair with the arrow keys and press <kbd>Enter</kbd>. <kbd>?</kbd> lists all keys.",
    "about-made-with": "MobileSAM by Chaoning Zhang and others, Apache-2.0, runs in your browser through onnxruntime-web and Pyodide.",
    "licences": "Licences",
    # a published page that could not be kept
    "offline-altered": "This page can’t be kept for use offline: its host sends {file} otherwise than it was published.",
    "offline-missing": "This page can’t be kept for use offline: its host doesn’t send {file}.",
    "offline-full": "This page can’t be kept for use offline: there is not enough room on this device.",
}
