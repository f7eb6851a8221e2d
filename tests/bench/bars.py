"""What must hold, as figures of one run: ratios and bounds, each with the bar it is held to."""

import statistics
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """One figure; `least` and `most` are bounds, either may be missing."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    def __str__(self) -> str:
        bound = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        return f"{self.name:<62}{self.value:>10.4g}  {bound:<16}{'holds' if self.holds else 'MISSED'}"


def p50(values: list[float]) -> float:
    return statistics.median(values)


def ratio(times: dict[str, list[float]], name: str) -> float:
    """How many times as fast as stock."""
    return p50(times["stock"]) / p50(times[name])


def of_clicks(clicks: dict[str, dict[str, list[float]]]) -> list[Bar]:
    return [
        Bar(f"click, {setting}: stock ÷ ours", ratio(times, "ours"), least=3 if "1024" in setting else 4)
        for setting, times in clicks.items()
    ]


def of_loading(loading: dict[str, list[float]]) -> list[Bar]:
    cold, alone = p50(loading["cold"]), p50(loading["pyodide alone"])
    return [
        Bar("around the decode in the page, ms", p50(loading["overhead"]), most=8),
        Bar("bytes to the first mask, empty cache, MB", p50(loading["cold bytes"]) / 1e6, most=14),
        Bar("bytes of the second visit, MB", p50(loading["warm bytes"]) / 1e6, most=0.05),
        Bar("first possible click, empty cache: ours ÷ Pyodide's boot", cold / alone, most=1.15),
        Bar("first click, empty cache: as soon as possible ÷ later", p50(loading["cold first"]), most=2),
        Bar("first click, second visit: as soon as possible ÷ later", p50(loading["warm first"]), most=2),
        Bar(
            "a sample over 4 Mbit/s: its subject seen ÷ first possible click",
            p50(loading["subject"]),
            most=0.35,
        ),
    ]


def of_taking(times: dict[str, list[float]]) -> list[Bar]:
    looked = p50(times["after a look"]) / p50(times["cold"])
    return [
        Bar("first picture of the cut-out once the hand rests, ms", p50(times["first picture"]), most=250),
        Bar("stage at 100 % − file, of 255, mean at the edge", p50(times["stage"]), most=2),
        Bar("12-megapixel PNG: after 2 s of looking ÷ cold", looked, most=0.2),
    ]


def of_encoder(encoder: dict[str, dict[str, list[float]]], chosen: str) -> list[Bar]:
    return [
        Bar(f"encoder ({chosen}) on {shape}: stock ÷ ours", ratio(encoder[shape], chosen), least=least)
        for shape, least in (("3:2", 1.6), ("1:1", 1.2))
    ]


def of_device_encoder(encoder: dict[str, dict[str, list[float]]]) -> list[Bar]:
    return [
        Bar(f"encoder in a browser, {setting}: ours ÷ stock", 1 / ratio(times, "device"), most=0.75)
        for setting, times in encoder.items()
        if setting.endswith("3:2")  # of a square nothing is left out
    ]


def of_fidelity(fidelity: dict[str, list[float]]) -> list[Bar]:
    return [
        Bar(
            f"mask IoU with stock, {len(fidelity['iou'])} clicks",
            statistics.fmean(fidelity["iou"]),
            least=0.995,
        ),
        Bar("float32 graphs: largest logit difference", max(fidelity["logits"]), most=1e-3),
    ]


def of_accuracy(means: dict[str, Any]) -> list[Bar]:
    def difference(name: str) -> float:
        gain: float = means[name]["difference"]
        return gain

    clicks = means["NoC@90"]
    return [
        Bar("mIoU@1, ours − stock", difference("mIoU@1"), least=0.03),
        Bar("mIoU@2, ours − stock", difference("mIoU@2"), least=0.06),
        Bar("NoC@90, ours ÷ stock", clicks["ours"] / clicks["stock"], most=0.9),
        Bar("objects that the second click makes worse", means["worse at click 2"]["ours"], most=0.08),
        Bar(
            "first masks with an island or hole below 0.2 %",
            means["first masks with specks"]["ours"],
            most=0.01,
        ),
        Bar(
            "islands and holes below 0.2 % in a first mask",
            means["specks in a first mask"]["ours"],
            most=0.05,
        ),
        Bar("first masks that are lattices", means["first masks that are lattices"]["ours"], most=0),
    ]


def of_survey(times: dict[str, list[float]]) -> list[Bar]:
    return [
        Bar("64 points ÷ 64 decodes, processor time", p50(times["survey"]) / p50(times["decodes"]), most=0.5)
    ]


def of_search(times: dict[str, list[float]]) -> list[Bar]:
    return [
        Bar("everything in the page: first shapes, ms", p50(times["first"]), most=500),
        Bar("everything in the page: all, ms", p50(times["all"]), most=6000),
        Bar("everything in the page: free after it was left, ms", p50(times["free"]), most=100),
    ]


def of_many(found: dict[str, float]) -> list[Bar]:
    return [
        Bar(
            "many photos: cut --subject ÷ encoder and 16 × 16 points, rate",
            found["raw"] / found["command"],
            least=0.85,
        ),
        Bar("many photos: memory after all ÷ after a fifth", found["memory"], most=1.1),
    ]


def of_subject(figures: dict[str, float]) -> list[Bar]:
    return [
        Bar("subject, IoU of the first proposal", figures["IoU, best of 1"], least=0.6),
        Bar("subject, IoU of the best of three", figures["IoU, best of 3"], least=0.74),
        Bar("subject, IoU of the best of five", figures["IoU, best of 5"], least=0.79),
        Bar("photos whose subject is picked without asking", figures["sure"], least=0.45),
        Bar("of these, IoU at least 0.75", figures["sure and right"], least=0.9),
        Bar("everything: objects covered with IoU at least 0.75", figures["objects covered"], least=0.85),
    ]


def of_edges(report: dict[str, Any]) -> list[Bar]:
    figures = report["figures"]
    return [
        Bar("fog within hard objects, share of their area, mean", figures["fog, mean"], most=0.003),
        Bar("fog within hard objects, share of their area, p90", figures["fog, p90"], most=0.01),
        Bar("stray alpha beside hard objects, mean", figures["stray, mean"], most=0.0005),
        Bar("stray alpha beside hard objects, p90", figures["stray, p90"], most=0.003),
        Bar("width of hard edges, pixels of 1024, median", figures["transition, median"], most=3),
        Bar("width of hard edges, pixels of 1024, p90", figures["transition, p90"], most=5),
        Bar("width of edges: soft ÷ hard, medians", figures["transition, soft ÷ hard"], least=2.5),
        Bar("MAD in the band of soft edges ÷ plain", report["means"]["MAD in the band"]["ratio"], most=0.72),
    ]
