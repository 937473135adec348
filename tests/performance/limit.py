"""The limit: the same rows, each act by one function called from a Django cursor, with nothing to decide."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from tests.performance.corridor import ACTS, FORM, Corridor
from workflows.engine.rulebook import clock_here
from workflows.organisation.models import Desk, Post

NEXT = (("review", "REVIEW", "IN_PROGRESS"), ("decide", "DECISION", "IN_PROGRESS"), ("end", None, "COMPLETED"))
ENTRY = json.dumps(
    {"base": 1, "turn": dict.fromkeys("abcdefghijkl", "0123456789abcdef" * 2), "key": str(uuid.UUID(int=1))}
)
LEDGER = json.dumps([{"kind": "START", "at": "2026-03-02T02:00:00Z", "regime": "SERVICE", "calendar": "CN"}] * 2)


class Limit:
    """The acts of the corridor, without the engine."""

    def __init__(self, corridor: Corridor) -> None:
        self.corridor = corridor
        self.desks = {desk.kind: desk for desk in Desk.objects.all()}
        self.posts = {post.person_id: post.pk for post in Post.objects.all()}
        self.home = self.desks["REVIEW"].district_id
        self.form = json.dumps(FORM, ensure_ascii=False)
        self.due = timezone.now() + timedelta(days=20)
        clock_here()

    def submit(self) -> int:
        by, standard = self.corridor.applicant.person, self.corridor.filed.standard
        first = self.desks["RECEPTION"].pk
        return int(
            _call(
                "SELECT bench_submit(%s, 100, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s, %s)",
                [by, standard, self.home, first, self.form, ENTRY, LEDGER, self.due, uuid.uuid4()],
            )
        )

    def act(self, case: int, place: int) -> None:
        by = self.corridor.clerks[ACTS[place][0]].person or 0
        step, desk, phase = NEXT[place]
        done = _call(
            "SELECT bench_act(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s)",
            [
                by,
                self.posts[by],
                case,
                place + 1,
                ACTS[place][2],
                step,
                self.desks[desk].pk if desk else None,
                phase,
                ENTRY,
                LEDGER,
                self.due,
                uuid.uuid4(),
            ],
        )
        if not done:
            raise RuntimeError(f"case {case} stood otherwise")


def _call(question: str, arguments: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        return cursor.fetchone()[0]
