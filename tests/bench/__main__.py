"""`make bench`: clicks and loading in real Chromium, against the stock decoder, from one run."""

import argparse
import json
import statistics

from playwright.sync_api import sync_playwright

from tests.bench import clicks, loading
from tests.browser import chromium


def p50(values: list[float]) -> float:
    return statistics.median(values)


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of tables")
    parser.add_argument("--rounds", type=int, default=20, help="clicks for each setting")
    parser.add_argument("--visits", type=int, default=3, help="cold and warm visits")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        decoded = clicks.run(browser, rounds=options.rounds)
        loaded = loading.run(playwright.chromium, visits=options.visits, clicks=options.rounds)
    if options.json:
        print(json.dumps({"clicks": decoded, "loading": loaded}))
        return
    print(f"{'a click, ms':<20}{'':<18}{'p50':>8}{'p95':>8}{'stock ÷ this':>14}")
    for setting, times in decoded.items():
        for name, values in times.items():
            ratio = p50(times["stock"]) / p50(values)
            print(f"{setting:<20}{name:<18}{p50(values):>8.0f}{p95(values):>8.0f}{ratio:>14.2f}")
    print()
    print(
        f"in the page: click to paint {p50(loaded['click']):.0f} ms, of which not decoding "
        f"{p50(loaded['overhead']):.1f} ms (p50)"
    )
    for name in ("cold", "warm"):
        seconds, megabytes = p50(loaded[name]) / 1000, p50(loaded[f"{name} bytes"]) / 1e6
        ratio = p50(loaded[name]) / p50(loaded["pyodide alone"])
        print(
            f"{name} visit: first possible click after {seconds:.2f} s, {ratio:.2f} times Pyodide's boot; "
            f"{megabytes:.1f} MB to the first mask"
        )


if __name__ == "__main__":
    main()
