"""A process that makes cut-outs, which the name of a photo takes over: `python -m` with this module."""

from clickcut.cutting import cutter
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.work import Work
from clickcut.processes.answers import Answer
from clickcut.settings import Settings

from tests.server.wrong_answers import WRONG_ANSWERS, answers_stream

_done = cutter._done


def taken_over(settings: Settings, loaded: Loaded, work: Work) -> Answer:
    if work.name in WRONG_ANSWERS:
        answers_stream().write(WRONG_ANSWERS[work.name])
    return _done(settings, loaded, work)


if __name__ == "__main__":
    cutter._done = taken_over
    cutter.main()
