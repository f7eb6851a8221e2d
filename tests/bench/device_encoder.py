"""Times the encoder that visitors' devices run: the stock one and ours in one page, turn by turn."""

from collections.abc import Sequence

from clickcut_models.proof.sample import sample_photo
from playwright.sync_api import Browser

from tests.bench.encoder import SHAPES
from tests.bench.served import served

Times = dict[str, list[float]]


def run(
    browser: Browser, *, rounds: int, warmups: int, threads: Sequence[int], shapes: Sequence[str]
) -> dict[str, Times]:
    """Give milliseconds by setting (`1 thread, 3:2`); the stock one's input is normalised beforehand."""
    results: dict[str, Times] = {}
    for shape in shapes:
        size = SHAPES[shape]
        with served("device_encoder.js", {"photo.rgb": sample_photo(size).tobytes()}) as url:
            for count in threads:
                page = browser.new_page()
                page.goto(url)
                page.wait_for_function("() => Boolean(window.bench)")
                options = {
                    "threads": count,
                    "rounds": rounds,
                    "warmups": warmups,
                    "height": size.height,
                    "width": size.width,
                }
                setting = f"{count} thread{'s' if count > 1 else ''}, {shape}"
                results[setting] = page.evaluate("(options) => window.bench(options)", options)
                page.close()
    return results
