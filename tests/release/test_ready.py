"""How soon what was installed is ready, and how little prompts cost once a photo is encoded."""

import json

import pytest

from tests.release.environment import Environment

PROGRAM = """
import json, time

began = time.perf_counter()
import clickcut
imported = time.perf_counter()
from clickcut import Predictor
loading = time.perf_counter()
predictor = Predictor()
ready = time.perf_counter()
predictor.set_image("photo.jpg")
encoded = time.perf_counter()
for place in [(300, 200), (320, 240), (200, 260)]:
    predictor.predict(points=[place])
asked = time.perf_counter()
decodes = []
for place in [(310, 200), (330, 240), (210, 260)]:
    start = time.perf_counter()
    predictor.predict(points=[place])
    decodes.append(time.perf_counter() - start)
print(json.dumps({
    "import": imported - began,
    "ready": ready - loading,
    "encoded": encoded - ready,
    "first three": asked - encoded,
    "later three": sum(decodes),
}))
"""


@pytest.mark.alone
def test_it_is_ready_at_once_and_the_first_prompts_cost_what_later_ones_do(core: Environment):
    runs = [json.loads(core.run("-c", PROGRAM).stdout) for _ in range(4)][1:]  # the first one compiles Python
    assert min(run["import"] for run in runs) < 0.1, runs
    # 1.2 s where encoding takes 1.8 s or less; a slower machine has more in proportion.
    assert min(run["ready"] / max(1.8, run["encoded"]) for run in runs) < 1.2 / 1.8, runs
    dearer = [(run["encoded"] + run["first three"]) / (run["encoded"] + run["later three"]) for run in runs]
    assert min(dearer) < 1.15, runs
