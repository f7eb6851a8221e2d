"""The soft edge on drawn edges whose true alpha and colours are known."""

import numpy as np
import pytest
from clickcut_core.geometry import ImageSize
from clickcut_core.masks.decided import INSIDE, OPEN, OUTSIDE, Decided
from clickcut_core.working_size import WorkingSize
from clickcut_models.pixels.cutout import cutout
from clickcut_models.pixels.matte import matte
from clickcut_models.pixels.shrink import shrink
from clickcut_models.pixels.soften import soften
from clickcut_models.proof.oracle import session

SIDE = 512
INNER, OUTER = np.array([200, 60, 40]), np.array([40, 120, 220])


@pytest.fixture(scope="module")
def graphs():
    return {made.graph.name: session(made) for made in (shrink(), matte(), soften(), cutout())}


def disc(softness, side=SIDE, shift=0.0):
    """The true alpha of a disc whose edge is `softness` pixels wide; 512 pixels across, whatever the side."""
    y, x = (np.mgrid[:side, :side] + 0.5) * SIDE / side - SIDE / 2
    return np.clip(0.5 + (150 + shift - np.hypot(x, y)) / max(softness, 1e-6), 0, 1)


def logits_of(alpha, slope=8.0):
    """What a decoder that sees a little less than the photo would say, 256 × 256, as sure as most are."""
    coarse = alpha.reshape(256, alpha.shape[0] // 256, 256, -1).mean((1, 3))
    return np.broadcast_to((coarse * 2 - 1) * slope, (1, 4, 256, 256)).astype(np.float32)


def composite(alpha, inner=INNER, outer=OUTER):
    mixed = alpha[..., None] * inner + (1 - alpha[..., None]) * outer
    opaque = np.full((*alpha.shape, 1), 255)
    return np.concatenate([np.floor(mixed + 0.5), opaque], 2).astype(np.uint8)


def cut(graphs, pixels, logits, factor=1, rows=None, columns=None, part=None):
    height, width = pixels.shape[:2]
    (start, stop), (left, right) = rows or (0, height), columns or (0, width)
    one = np.array([factor], np.int32)
    (small,) = graphs["shrink"].run(None, {"pixels": pixels, "factor": one})
    chosen = {
        "masks": logits,
        "mask_index": np.array([0], np.int32),
        "extent": np.array([256, 256], np.float32),
    }
    softened = graphs["soften"].run(["logits"], chosen)[0]
    part = np.array(part or small.shape[:2], np.int32)
    radii = np.array([5, 7, 9], np.int32)
    fitted = {"logits": softened, "extent": chosen["extent"], "photo": small, "radii": radii, "part": part}
    fit, colours = graphs["matte"].run(["fit", "colours"], fitted)
    feeds = {
        "logits": softened,
        "extent": chosen["extent"],
        "size": np.array([height, width], np.int32),
        "rows": np.array([start, stop], np.int32),
        "columns": np.array([left, right], np.int32),
        "factor": one,
        "fit": fit,
        "colours": colours,
        "pixels": np.ascontiguousarray(pixels[start:stop, left:right]),
    }
    return graphs["cutout"].run(["cutout", "alpha"], feeds)


@pytest.mark.parametrize("softness", [0, 4, 10])
def test_the_alpha_of_a_mixture_is_recovered(graphs, softness):
    truth = disc(softness)
    made, alpha = cut(graphs, composite(truth), logits_of(truth))
    assert np.array_equal(made[..., 3], alpha)
    error = np.abs(alpha / 255 - truth)
    assert error.max() < 0.2
    assert error[disc(20) % 1 > 0].mean() < 0.03


def distance():
    """How far each pixel lies within the disc's edge."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2
    return 150 - np.hypot(x, y)


def width(alpha):
    """The fading area over the disc's edge, in pixels."""
    return ((alpha > 0.1) & (alpha < 0.9)).sum() / (2 * np.pi * 150)


@pytest.mark.parametrize("unsure", [4, 16])
@pytest.mark.parametrize("softness", [0, 1.5])
def test_a_hard_edge_is_anti_aliased_and_nothing_more(graphs, softness, unsure):
    truth = disc(softness)
    _, alpha = cut(graphs, composite(truth), logits_of(disc(unsure), 6))
    assert width(alpha / 255) <= 2
    assert (alpha[distance() > 8] == 255).all()
    assert (alpha[distance() < -8] == 0).all()


def test_noise_on_both_sides_makes_no_fog_at_a_hard_edge(graphs):
    truth = disc(0)
    noise = np.random.default_rng(0).normal(0, 30, (SIDE, SIDE, 3))
    pixels = composite(truth)
    pixels[..., :3] = np.clip(pixels[..., :3] + noise, 0, 255)
    _, alpha = cut(graphs, pixels, logits_of(disc(16), 6))
    assert width(alpha / 255) <= 3
    assert (alpha[distance() > 8] == 255).mean() > 0.998
    assert (alpha[distance() < -8] == 0).mean() > 0.998


def test_hair_stays_soft(graphs):
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2
    strands = 0.5 + 0.5 * np.sin(np.arctan2(y, x) * 300)
    fading = np.clip(0.5 + distance() / 24, 0, 1)
    truth = np.clip(fading * 2 - 1, 0, 1) + np.minimum(fading, 1 - fading) * 2 * strands
    _, alpha = cut(graphs, composite(truth), logits_of(disc(40), 4))
    hair = np.abs(distance()) < 12
    assert width(alpha / 255) > 0.8 * width(truth)
    assert np.abs(alpha / 255 - truth)[hair].mean() < 0.1


def test_a_mask_that_lies_beside_the_edge_is_drawn_to_it(graphs):
    truth = disc(2)
    _, alpha = cut(graphs, composite(truth), logits_of(disc(8, shift=3), 6))
    plain = disc(0, shift=3)
    assert np.abs(alpha / 255 - truth).sum() < 0.3 * np.abs(plain - truth).sum()


@pytest.mark.parametrize("background", [(0, 0, 0), (255, 255, 255), (255, 0, 0)])
def test_no_halo_of_the_old_background_shows_on_a_new_one(graphs, background):
    truth = disc(8)
    made, _ = cut(graphs, composite(truth), logits_of(truth))
    shown = composite(made[..., 3] / 255, made[..., :3], np.array(background))[..., :3].astype(int)
    wanted = composite(made[..., 3] / 255, INNER, np.array(background))[..., :3].astype(int)
    halo = np.abs(shown - wanted).max(2)
    mixed = (truth > 0) & (truth < 1)
    assert halo.max() <= 30
    assert halo[mixed].mean() < 6
    undone = composite(made[..., 3] / 255, composite(truth)[..., :3], np.array(background))[..., :3]
    assert np.abs(undone.astype(int) - wanted).max(2)[mixed].mean() > 20, "else this edge proves nothing"


def test_pixels_are_the_photos_own_where_opaque_and_nothing_where_clear(graphs):
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    noise[..., 3] = 255
    truth = disc(0)
    made, alpha = cut(graphs, noise, logits_of(truth))
    assert np.array_equal(made[alpha == 255], noise[alpha == 255])
    assert not made[alpha == 0].any()
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2
    assert (alpha[np.hypot(x, y) < 120] == 255).all()
    assert (alpha[np.hypot(x, y) > 180] == 0).all()


def test_where_the_photo_says_nothing_the_logits_decide(graphs):
    grey = np.full((SIDE, SIDE, 4), 128, np.uint8)
    grey[..., 3] = 255
    truth = disc(0)
    _, alpha = cut(graphs, grey, logits_of(truth))
    assert np.mean((alpha >= 128) == (truth > 0.5)) > 0.995


def test_a_dark_spot_that_the_decoder_is_unsure_of_is_no_hole(graphs):
    truth = disc(0)
    pixels, logits = composite(truth), logits_of(truth).copy()
    pixels[230:280, 230:280, :3] = OUTER
    logits[..., 115:140, 115:140] = 0.2
    _, alpha = cut(graphs, pixels, logits)
    assert (alpha[230:280, 230:280] > 200).mean() > 0.95


@pytest.mark.full
def test_strips_of_a_large_photo_equal_the_whole(graphs):
    truth = disc(6, 2 * SIDE)
    pixels, logits = composite(truth), logits_of(truth)
    whole, _ = cut(graphs, pixels, logits, factor=2)
    strips = [cut(graphs, pixels, logits, factor=2, rows=(n, n + 256))[0] for n in range(0, 1024, 256)]
    assert np.array_equal(np.concatenate(strips), whole)
    assert np.abs(whole[..., 3] / 255 - truth).max() < 0.2


@pytest.mark.full
def test_columns_of_a_photo_equal_the_whole_and_what_is_decided_needs_no_graph(graphs):
    truth = disc(6, 2 * SIDE)
    pixels, logits = composite(truth), logits_of(truth)
    whole, alpha = cut(graphs, pixels, logits, factor=2)
    chosen = {"masks": logits, "mask_index": np.array([0], np.int32), "extent": np.full(2, 256, np.float32)}
    values = graphs["soften"].run(["decided"], chosen)[0].tobytes()
    decided = Decided(values, (256, 256), ImageSize(2 * SIDE, 2 * SIDE))
    kinds = set()
    for start in range(0, 2 * SIDE, 128):
        spans, stop = decided.spans(start, start + 128), start + 128
        assert [span.left for span in spans] == [0, *(span.right for span in spans[:-1])]
        assert spans[-1].right == 2 * SIDE
        for span in spans:
            kinds.add(span.kind)
            columns = np.s_[start:stop, span.left : span.right]
            if span.kind == OPEN:
                made, _ = cut(
                    graphs, pixels, logits, factor=2, rows=(start, stop), columns=(span.left, span.right)
                )
                assert np.array_equal(made, whole[columns])
            elif span.kind == INSIDE:
                assert np.array_equal(pixels[columns], whole[columns])
                assert (alpha[columns] == 255).all()
            else:
                assert not whole[columns].any()
    assert kinds == {OPEN, INSIDE, OUTSIDE}


def test_a_matte_of_the_part_that_is_open_gives_the_bytes_of_the_whole(graphs):
    truth = disc(6, 2 * SIDE)
    truth = np.roll(truth, -300, (0, 1)) * (np.mgrid[: 2 * SIDE, : 2 * SIDE] < SIDE).all(0)
    pixels, logits = composite(truth), logits_of(truth)
    chosen = {"masks": logits, "mask_index": np.array([0], np.int32), "extent": np.full(2, 256, np.float32)}
    values = graphs["soften"].run(["decided"], chosen)[0].tobytes()
    size = ImageSize(2 * SIDE, 2 * SIDE)
    part = Decided(values, (256, 256), size).part(WorkingSize(size, 2))
    assert max(part) < 0.9 * SIDE
    whole, of_part = (cut(graphs, pixels, logits, factor=2, part=each) for each in (None, part))
    assert all(np.array_equal(*pair) for pair in zip(whole, of_part, strict=True))


def test_a_transparent_photo_stays_transparent(graphs):
    truth = disc(4)
    pixels = composite(truth)
    pixels[:, :256, 3] = 0
    pixels[:, 256:, 3] = 100
    made, alpha = cut(graphs, pixels, logits_of(truth))
    assert not made[:, :256].any()
    assert made[..., 3].max() == 100
    assert alpha[256, 100] == 0
    assert alpha[256, 200] == 255


@pytest.mark.parametrize(("size", "factor"), [((64, 96), 1), ((64, 96), 4), ((65, 97), 4), ((3, 5), 7)])
def test_shrinking_takes_the_mean_of_blocks(graphs, size, factor):
    pixels = np.random.default_rng(1).integers(0, 256, (*size, 4), np.uint8)
    (small,) = graphs["shrink"].run(None, {"pixels": pixels, "factor": np.array([factor], np.int32)})
    pads = [(0, -side % factor) for side in size]
    padded = np.pad(pixels[..., :3].astype(float), [*pads, (0, 0)], mode="edge")
    blocks = padded.reshape(padded.shape[0] // factor, factor, padded.shape[1] // factor, factor, 3)
    assert np.array_equal(small, np.floor(blocks.mean((1, 3)) + 0.5))
