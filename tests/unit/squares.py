"""Squares that stand for masks: left, top, right and bottom."""


def area(box):
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def overlap(one, other):
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
