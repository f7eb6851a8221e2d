"""`make bench`: clicks, loading, encoder and accuracy against the stock graphs, from one run."""

import argparse
import json
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.effort import Effort
from tests.bench.parts import ALONE, WITH_DATA, Part


def effort_of(options: argparse.Namespace) -> Effort:
    if options.smoke:
        return Effort(
            rounds=1,
            visits=1,
            megabits=100,
            warmups=0,
            threads=(2,),
            device_shapes=("3:2",),
            mask_clicks=1,
            photos=2,
            points=2,
            data=options.data,
        )
    return Effort(rounds=options.rounds, visits=options.visits, data=options.data)


def measure(effort: Effort, names: Sequence[str]) -> tuple[dict[str, Part], list[str]]:
    """Run the parts; gives what they found, and the names of those that failed."""
    found: dict[str, Part] = {}
    failed = []
    parts = {**ALONE, **WITH_DATA}
    for name in names:
        print(f"bench: {name}", file=sys.stderr, flush=True)
        try:
            found[name] = parts[name](effort)
        except Exception:  # the others are measured all the same
            traceback.print_exc()
            failed.append(name)
    return found, failed


def main() -> None:
    usual = Effort()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join([*ALONE, *WITH_DATA])}; all unless given")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON instead of tables")
    parser.add_argument("--rounds", type=int, default=usual.rounds, help="clicks for each setting")
    parser.add_argument("--visits", type=int, default=usual.visits, help="cold and warm visits")
    parser.add_argument("--data", type=Path, help="folder with photos, true masks and an index.json")
    parser.add_argument("--smoke", action="store_true", help="as little as shows that everything runs")
    options = parser.parse_args()
    possible = [*ALONE, *(WITH_DATA if options.data else ())]
    for name in set(options.parts).difference(possible):
        parser.error(f"there is no part {name}, or it needs --data; there are {', '.join(possible)}")
    found, failed = measure(effort_of(options), options.parts or possible)
    bars = [bar for part in found.values() for bar in part.bars]
    if options.json:
        samples = {name: part.samples for name, part in found.items()}
        print(json.dumps({"samples": samples, "bars": [{**asdict(bar), "holds": bar.holds} for bar in bars]}))
    else:
        tables = (part.table for part in found.values() if part.table)
        print("\n\n".join([*tables, "\n".join(map(str, bars))]))
        if options.data is None:
            left_out = " and ".join(WITH_DATA)
            print(f"not measured, for want of photos with masks (make bench DATA=folder): {left_out}")
    if failed:
        sys.exit(f"bench: FAILED: {', '.join(failed)}")


if __name__ == "__main__":
    main()
