"""The graphs of proposals without ONNX: each point has one good mask, a square, and no two are alike."""

from array import array

SIDE = 64
FIGURES = (0.1, 0.9, 0, 0, 20, 20, 4, 0, 0, 0, 0, 0, 0)
"""Of a mask that may be an object: area, stability and the rest, as `candidate.FIGURES` names them."""


def survey(feeds):
    """Mask 2 of each point is good: 9 × 9 of the pixels that are seen, around it."""
    places = list(feeds["point_coords"].data)
    masks = array("f", [-1]) * (len(places) // 2 * 4 * SIDE * SIDE)
    for number, (x, y) in enumerate(zip(places[::2], places[1::2], strict=True)):
        column, row = (min(max(int(place / 16), 4), SIDE - 5) for place in (x, y))
        for line in range(row - 4, row + 5):
            start = ((4 * number + 2) * SIDE + line) * SIDE + column - 4
            masks[start : start + 9] = array("f", [1]) * 9
    count = len(places) // 2
    return {
        "masks": ("float32", (count, 4, SIDE, SIDE), masks),
        "iou_predictions": ("float32", (count, 4), array("f", [0.1, 0.1, 0.9, 0.1] * count)),
    }


def propose(feeds):
    """Nothing overlaps."""
    count = feeds["masks"].dims[0]
    overlaps = array("f", [one == other for one in range(count) for other in range(count)])
    return {
        "figures": ("float32", (count, len(FIGURES)), array("f", FIGURES * count)),
        "overlaps": ("float32", (count, count), overlaps),
    }


PROPOSALS = {"survey": survey, "propose": propose}
