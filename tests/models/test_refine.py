"""Growing, feathering and smoothing against what numpy says of drawn edges."""

import numpy as np
import pytest
from clickcut_core.recipes.look import Look
from clickcut_models.pixels.cutout import cutout
from clickcut_models.pixels.refine import refine, sketch
from clickcut_models.proof.oracle import session

from .test_matte import SIDE, composite, disc, graphs, logits_of  # noqa: F401  a fixture

NONE, BLANK = (0, 0, 0), np.array([0], np.int32)


@pytest.fixture(scope="module")
def recut(graphs):  # noqa: F811
    """Cuts a soft disc with a look: pixels, alpha; and the graph that knows no look."""
    refining, cutting = session(refine()), session(cutout(refined=True))
    truth = disc(4)
    photo, logits = composite(truth), logits_of(truth)
    chosen = {"masks": logits, "mask_index": BLANK, "extent": np.array([256, 256], np.float32)}
    small = np.ascontiguousarray(photo[..., :3])
    radii = np.array([5, 5, 9], np.int32)
    softened = graphs["soften"].run(["logits"], chosen)[0]
    fitted = {
        "logits": softened,
        "extent": chosen["extent"],
        "photo": small,
        "radii": radii,
        "part": np.array([SIDE, SIDE], np.int32),
    }
    fit, colours, alpha = graphs["matte"].run(["fit", "colours", "small_alpha"], fitted)
    feeds = {
        "logits": softened,
        "extent": chosen["extent"],
        "size": np.array([SIDE, SIDE], np.int32),
        "rows": np.array([0, SIDE], np.int32),
        "columns": np.array([0, SIDE], np.int32),
        "factor": np.array([1], np.int32),
        "fit": fit,
        "colours": colours,
        "pixels": photo,
    }

    def cut(*look):
        given = arrays(look)
        shape, edge = refining.run(["shape", "edge"], {"alpha": alpha, **given})
        more = {"shape": shape, "edge": edge, "look": given["look"]}
        return cutting.run(["cutout", "alpha"], {**feeds, **more})

    return cut, graphs["cutout"].run(["cutout", "alpha"], feeds), photo


def arrays(look, scale=1.0):
    return {name: np.array(tensor.data) for name, tensor in Look(*look).feeds(scale).items()}


def radius(alpha):
    return np.sqrt((alpha / 255).sum() / np.pi)


def test_no_look_gives_the_bytes_of_the_graph_without(recut):
    cut, plain, _ = recut
    assert all(np.array_equal(*pair) for pair in zip(cut(*NONE), plain, strict=True))


@pytest.mark.parametrize("grow", [-20, -5, -1.5, 1.5, 5, 20])
def test_a_disc_grows_by_so_many_pixels(recut, grow):
    cut, (_, plain), photo = recut
    pixels, alpha = cut(grow, 0, 0)
    assert radius(alpha) - radius(plain) == pytest.approx(grow, abs=0.15 + 0.07 * abs(grow))
    assert (alpha >= plain).all() if grow > 0 else (alpha <= plain).all()
    assert np.array_equal(pixels[alpha == 255], photo[alpha == 255])
    assert not pixels[alpha == 0].any()


@pytest.mark.parametrize("feather", [3, 8, 20])
def test_feathering_is_the_mean_in_a_tent(recut, feather):
    cut, (_, plain), _ = recut
    _, alpha = cut(0, feather, 0)
    wanted = plain / 255
    for half in (feather // 2, feather - feather // 2):
        for axis in (0, 1):
            kernel = np.ones(2 * half + 1) / (2 * half + 1)
            wanted = np.apply_along_axis(np.convolve, axis, wanted, kernel, "same")
    inner = (slice(30, -30),) * 2  # beyond the photo nothing counts
    assert np.abs(alpha[inner] / 255 - wanted[inner]).max() < 0.01
    assert (alpha[disc(0, shift=-2 * feather - 8) == 1] == 255).all()
    assert (alpha[disc(0, shift=2 * feather + 8) == 0] == 0).all()


def test_smoothing_straightens_and_keeps_the_size(recut):
    cut, (_, plain), _ = recut
    _, alpha = cut(0, 0, 20)
    assert radius(alpha) == pytest.approx(radius(plain), abs=0.5)


def test_feathers_show_no_old_background(recut):
    cut, _, _ = recut
    pixels, alpha = cut(0, 20, 0)
    mixed = (alpha > 20) & (alpha < 255)
    assert np.abs(pixels[mixed][:, :3].astype(int) - (200, 60, 40)).mean() < 12


def test_what_is_painted_has_the_size_of_what_is_cut(recut):
    cut, _, _ = recut
    feeds = {"masks": logits_of(disc(4)), "mask_index": BLANK, "extent": np.array([256, 256], np.float32)}
    (planes,) = session(sketch()).run(None, {**feeds, **arrays((8, 6, 4), 0.5)})
    _, alpha = cut(8, 6, 4)
    assert 2 * np.sqrt((planes[0, 0] > 0).sum() / np.pi) == pytest.approx(radius(alpha), abs=1)
    assert 2 * radius(255 * (planes[0, 1] + 0.5)) == pytest.approx(radius(alpha), abs=1)
