"""The administration a log comes from, set up in the database: districts, desks, people, posts, and the standard."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.replay.derived import key_of, standard_of
from tests.replay.logs import Log
from workflows.engine import rulebook
from workflows.engine.publishing import register_engine
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.standards.models import StandardVersion
from workflows.standards.verbs import publish

LONGEST_CODE = 12
"""Characters a district's code may have."""

KEEPERS = ("~keeper one", "~keeper two")
STRANGER = "~stranger"
"""Somebody with an account and no post."""


@dataclass(slots=True)
class Town:
    """What was set up, by the names of the log. ``posts`` are the days on which each person held one, by district."""

    version: int
    people: dict[str, int]
    districts: dict[str, int]
    codes: dict[str, str]
    posts: dict[tuple[str, str], list[tuple[date, date]]] = field(default_factory=dict)

    def holds(self, person: str, district: str, day: date) -> bool:
        """Tell whether the person held a post there on that day; the log's own word, not the engine's."""
        return any(first <= day < after for first, after in self.posts.get((person, district), ()))


def set_up(log: Log, extra: dict[tuple[str, str, str], tuple[date, date]]) -> Town:
    """Set everything up that is not there yet; ``extra`` are posts the log does not show.

    Raise DefectsError when the derived standard may not be published.
    """
    since = log.day(log.acts[0].at) - timedelta(days=400)
    codes = {name: f"L{place}" if len(name) > LONGEST_CODE else name for place, name in enumerate(log.districts)}
    posts = log.posts | extra
    if not StandardVersion.objects.exists():
        _organisation(log, codes, since)
        _people(log, codes, posts, since)
        _publish(log, since)
    rulebook.forget()
    town = Town(
        version=StandardVersion.objects.values_list("pk", flat=True).get(),
        people=dict(Person.objects.values_list("username", "pk")),
        districts={name: District.objects.get(code=code).pk for name, code in codes.items()},
        codes=codes,
    )
    for (person, district, _desk), (first, last) in posts.items():
        town.posts.setdefault((person, district), []).append((first, last + timedelta(days=1)))
    return town


def _organisation(log: Log, codes: dict[str, str], since: date) -> None:
    zone = str(log.zone)
    for place, (name, code) in enumerate(codes.items(), 1):
        division = f"99{place:04d}"
        district, _made = District.objects.get_or_create(
            code=code,
            defaults={"name": name, "name_en": name, "gb2260": division, "time_zone": zone, "valid_from": since},
        )
        organ, _made = Organ.objects.get_or_create(
            uscc=f"11{division}0000000000",
            defaults={
                "name": name,
                "name_en": name,
                "short_name": name[:20],
                "district": district,
                "valid_from": since,
            },
        )
        # A desk seen in one district is set up in all: the standard is one for every district.
        for desk in map(key_of, log.desks):
            named = {"organ": organ, "name": desk, "name_en": desk, "valid_from": since}
            Desk.objects.get_or_create(district=district, kind=desk, defaults=named)


def _people(log: Log, codes: dict[str, str], posts: dict[tuple[str, str, str], tuple[date, date]], since: date) -> None:
    people = {}
    for name in (*log.people, STRANGER, *KEEPERS):
        people[name], _made = Person.objects.get_or_create(username=name, defaults={"name": name[:60]})
    for name in KEEPERS:
        Post.objects.get_or_create(person=people[name], desk=None, role=PostRole.STANDARD_KEEPER, valid_from=since)
    desks = {(desk.district.code, desk.kind): desk for desk in Desk.objects.select_related("district")}
    for (person, district, desk), (first, last) in sorted(posts.items()):
        Post.objects.get_or_create(
            person=people[person],
            desk=desks[codes[district], key_of(desk)],
            role=PostRole.REVIEWER,
            valid_from=first,
            valid_to=last + timedelta(days=1),
        )


def _publish(log: Log, since: date) -> None:
    one, two = (Person.objects.get(username=name) for name in KEEPERS)
    now = datetime.combine(since + timedelta(days=1), time(12), log.zone)
    register_engine()
    publish(actor=one, second=two, standard=standard_of(log), valid_from=now.date(), now=now)
