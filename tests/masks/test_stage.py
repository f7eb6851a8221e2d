"""What the stage is given of a cut-out, beside the file: the same pixels, or nearly the same and sooner."""

import numpy as np
import pytest
from clickcut.native_runtime import NativeRows, completed
from clickcut_core.geometry import ImageSize
from clickcut_core.masks.soft_cutout import Scaled
from clickcut_core.working_size import Sight
from PIL import Image, ImageFilter

from tests.masks.work import Work

NEAR = 7  # pixels: the edge's band, with three of what is decided to each side


def rendered(work: Work, density: float, *, is_quick: bool) -> np.ndarray:
    """What `render` gives, RGBA."""
    photo = work.photo.image.convert("RGBA")
    seen = {"density": density, "top": 0, "bottom": photo.height}
    sight = Sight.of(ImageSize(height=photo.height, width=photo.width), seen, is_quick=is_quick)
    sizes = ((size.width, size.height) for size in (sight.working.photo, sight.working.small))
    picture, small = (NativeRows(np.asarray(photo.resize(size, Image.Resampling.BOX))) for size in sizes)

    async def strips() -> list[np.ndarray]:
        made = work.session.cutout_strips(picture, None, Scaled(sight, small))
        return [strip.pixels.handle async for strip in made]

    return np.concatenate(completed(strips()))


def on(colour: int, picture: np.ndarray) -> np.ndarray:
    alpha = picture[..., 3:] / 255
    return np.asarray(picture[..., :3] * alpha + colour * (1 - alpha))


def band(picture: np.ndarray) -> np.ndarray:
    """The edge's pixels."""
    alpha = picture[..., 3]
    edge = Image.fromarray(np.where((alpha > 0) & (alpha < 255), 255, 0).astype(np.uint8))
    return np.asarray(edge.filter(ImageFilter.MaxFilter(NEAR))) > 0


def test_a_photo_as_it_is_gives_the_bytes_of_its_file(coffee: Work) -> None:
    coffee.click(290, 200)
    assert np.array_equal(rendered(coffee, 1, is_quick=False), coffee.picture())
    coffee.do("refine", 2, 4, 3)
    assert np.array_equal(rendered(coffee, 1, is_quick=False), coffee.picture())


@pytest.mark.parametrize("colour", [0, 255])
def test_what_comes_sooner_differs_by_little_on_any_colour(coffee: Work, colour: int) -> None:
    coffee.click(290, 200)
    quick, exact = rendered(coffee, 1, is_quick=True), coffee.picture()
    assert not np.array_equal(quick, exact), "it costs as much"
    assert np.abs(on(colour, quick) - on(colour, exact))[band(exact)].mean() <= 4
