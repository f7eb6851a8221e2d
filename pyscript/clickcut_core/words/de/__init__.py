"""German. Labels are infinitives, sentences do without an address where they can."""

# Keys of texts that are the same as in English, and meant to be.
SAME_AS_ENGLISH = frozenset(
    {
        *(
            "crosshair-at",
            "zoom",
            "zoom-percent",
            "share",
            "pixels",
            "format",
            "background-transparent",
        ),
        *("keys-shortcuts", "keys-object-by-number", "keys-rename"),
        *("device-threads", "device-browser", "device-median", "device-slowest"),
        *("device-python", "device-onnx", "device-ms", "device-mb", "device-memory-value"),
        *("image/png", "image/webp", "image/jpeg", "application/json"),
        *("invalid-prompt", "about-version"),
    }
)
