"""What makes districts of one log meet, where they share nobody and no number: posts across, and numbers used twice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.replay.logs import Log

PEOPLE, NUMBERS = 5, 10

Posts = Mapping[tuple[str, str, str], tuple[date, date]]


def mixed(log: Log) -> tuple[Log, dict[tuple[str, str, str], tuple[date, date]]]:
    """Give the five busiest people of the first district a post in the second for the middle third of the time.

    Ten cases of the second get the numbers of cases of the first. A log of one district stays as it is.
    """
    if len(log.districts) == 1:
        return log, {}
    one, other = log.districts[:2]
    start, stop = log.day(log.acts[0].at), log.day(log.acts[-1].at)
    third = (stop - start) / 3
    busy = Counter(act.actor for act in log.acts if act.district == one)
    desk = next(desk for _actor, district, desk in sorted(log.posts) if district == other)
    posts = {(actor, other, desk): (start + third, stop - third) for actor, _acts in busy.most_common(PEOPLE)}
    numbers = [case.number for case in log.cases.values() if case.district == one][:NUMBERS]
    copies = [case for case in log.cases.values() if case.district == other][:NUMBERS]
    renumbered = {c.id: replace(c, number=number) for c, number in zip(copies, numbers, strict=False)}
    return Log({**log.cases, **renumbered}, log.acts, log.zone), posts
