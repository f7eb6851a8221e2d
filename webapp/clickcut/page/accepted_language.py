"""The language that a browser asks for, out of those there are."""

from __future__ import annotations

# No tag needs more (RFC 5646, 4.4.1), and looking a longer one up would take long.
LONGEST = 35


def accepted_language(header: str, known: tuple[str, ...]) -> str:
    """Choose by an `Accept-Language` header (RFC 9110, 12.5.4), by lookup (RFC 4647, 3.4).

    Parameters
    ----------
    header
        Such as `de-AT,de;q=0.9,en;q=0.8`. A part that is malformed counts for nothing.
    known
        Tags in lower case; the first one is given when none is asked for.
    """
    weighed = [each for item in header.split(",") if (each := _weighed(item))]
    refused = {tag for tag, weight in weighed if weight == 0}
    # The sort is stable: of equal weights, the one named first.
    for tag, _ in sorted((each for each in weighed if each[1] > 0), key=lambda each: -each[1]):
        wanted = tag
        while wanted:
            if wanted in known and wanted not in refused:
                return wanted
            wanted = wanted.rpartition("-")[0]  # de-at, then de
    return known[0]


def _weighed(item: str) -> tuple[str, float] | None:
    tag, *parameters = (part.strip().lower() for part in item.split(";"))
    try:
        weight = float(next((each[2:] for each in parameters if each.startswith("q=")), "1"))
    except ValueError:
        return None
    return (tag, weight) if len(tag) <= LONGEST and 0 <= weight <= 1 else None
