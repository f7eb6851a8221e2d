"""The bench runs to its end and prints a row for each of its bars; no time is judged here."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import photos

CLICKS = {
    "click, 2 threads, 1024: stock ÷ ours",
    "click, 2 threads, 12 MP: stock ÷ ours",
}
VISITS = {
    "around the decode in the page, ms",
    "bytes to the first mask, empty cache, MB",
    "bytes of the second visit, MB",
    "first possible click, empty cache: ours ÷ Pyodide's boot",
    "first click, empty cache: as soon as possible ÷ later",
    "first click, second visit: as soon as possible ÷ later",
    "a sample over 4 Mbit/s: its subject seen ÷ first possible click",
}
TAKING = {
    "first picture of the cut-out once the hand rests, ms",
    "stage at 100 % − file, of 255, mean at the edge",
    "12-megapixel PNG: after 2 s of looking ÷ cold",
}
ENCODER = {"encoder on 3:2: stock ÷ ours", "encoder on 1:1: stock ÷ ours"}
DEVICE = {"encoder in a browser, 2 threads, 3:2: ours ÷ stock"}
WITH_DATA = {
    "mask IoU with stock",
    "float32 graphs: largest logit difference",
    "mIoU@1, ours − stock",
    "mIoU@2, ours − stock",
    "NoC@90, ours ÷ stock",
    "objects that the second click makes worse",
    "first masks with an island or hole below 0.2 %",
    "islands and holes below 0.2 % in a first mask",
    "first masks that are lattices",
}
EDGES = {
    "fog within hard objects, share of their area, mean",
    "fog within hard objects, share of their area, p90",
    "stray alpha beside hard objects, mean",
    "stray alpha beside hard objects, p90",
    "width of hard edges, pixels of 1024, median",
    "width of hard edges, pixels of 1024, p90",
    "width of edges: soft ÷ hard, medians",
    "MAD in the band of soft edges ÷ plain",
}


SURVEY = {"64 points ÷ 64 decodes, processor time"}
SEARCH = {
    "everything in the page: first shapes, ms",
    "everything in the page: all, ms",
    "everything in the page: free after it was left, ms",
}
MANY = {
    "many photos: cut --subject ÷ encoder and 16 × 16 points, rate",
    "many photos: memory after all ÷ after a fifth",
}
SUBJECT = {
    "subject, IoU of the first proposal",
    "subject, IoU of the best of three",
    "subject, IoU of the best of five",
    "photos whose subject is picked without asking",
    "of these, IoU at least 0.75",
    "everything: objects covered with IoU at least 0.75",
}


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *options]
    return subprocess.run(command, cwd=photos.ROOT, capture_output=True, text=True, check=False, timeout=500)


def rows(printed: str) -> dict[str, float]:
    """Read figures by the bar's name, without what of a name depends on the machine or the count."""
    found = re.findall(r"^(\S.*?) +(\S+)  at (?:least|most) \S+ +(?:holds|MISSED)$", printed, re.MULTILINE)
    return {re.sub(r" \(\w+\)|, \d+ clicks$", "", name): float(value) for name, value in found}


def smoke(bars: set[str], *options: str) -> None:
    """Run parts and look for exactly these bars, each with a figure that is one."""
    done = bench(*options, "--smoke")
    assert done.returncode == 0, done.stderr
    figures = rows(done.stdout)
    assert set(figures) == bars
    assert all(map(math.isfinite, figures.values())), figures


def test_a_row_for_each_bar_of_clicks() -> None:
    smoke(CLICKS, "clicks")


@pytest.mark.full  # visits a site several times, twice over a slow connection
def test_a_row_for_each_bar_of_visits() -> None:
    smoke(VISITS, "loading")


@pytest.mark.full  # a large photo is encoded and saved twice
def test_a_row_for_each_bar_of_taking_home() -> None:
    smoke(TAKING, "taking home")


@pytest.mark.full  # three encoders, of which the stock one takes long
def test_a_row_for_each_bar_of_the_encoder() -> None:
    smoke(ENCODER, "encoder")


@pytest.mark.full  # in wasm, a stock encoder takes long
def test_a_row_for_the_bar_of_the_encoder_of_visitors_devices() -> None:
    smoke(DEVICE, "device encoder")


@pytest.mark.full  # asks the stock graphs as well
def test_a_row_for_each_bar_of_what_needs_photos_with_masks(data: Path) -> None:
    smoke(WITH_DATA, "fidelity", "accuracy", "--data", str(data))


@pytest.mark.full  # every edge is measured in large photos
def test_a_row_for_each_bar_of_edges(data_with_alphas: Path) -> None:
    smoke(EDGES, "edges", "--data", str(data_with_alphas))


@pytest.mark.full  # asks a decoder at hundreds of points
def test_a_row_for_each_bar_of_what_is_proposed(data: Path) -> None:
    smoke(
        SURVEY | SEARCH | MANY | SUBJECT,
        "survey",
        "everything",
        "many photos",
        "subject",
        "--data",
        str(data),
    )


@pytest.mark.full
def test_parts_that_fail_are_named_and_keep_no_other_from_running(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("[]")
    done = bench("accuracy", "fidelity", "--smoke", "--data", str(tmp_path))
    assert done.returncode != 0
    assert done.stderr.endswith("bench: FAILED: accuracy, fidelity\n")
