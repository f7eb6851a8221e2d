"""`make load`: a server of which more is asked than it can do. `make soak`: its memory over ten minutes."""

import argparse
import sys

from gevent import monkey

monkey.patch_all()  # Locust would, but only after the modules below have taken what it replaces

from tests.load import soak, storm  # noqa: E402


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command")
    parser.add_argument("--step-seconds", type=float, default=60, help="length of each step of the storm")
    soaking = commands.add_parser("soak", help="photos of every size and format, and the memory they leave")
    soaking.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    if options.command == "soak":
        soaked = soak.run(options.minutes, tell=say)
        text, held = soak.report(soaked), soak.bars(soaked)
    else:
        result = storm.run(options.step_seconds, tell=say)
        text, held = storm.report(result), storm.bars(result)
    print(text, "", *held, sep="\n")
    sys.exit(not all(bar.holds for bar in held))


if __name__ == "__main__":
    main()
