"""How far a replay is, kept in the replayed database itself, so that a killed one goes on where it was."""

import json
from typing import Any

from django.db import connections


class Notes:
    """Names and values; each is written at once. Refusals stand apart, because a refused act leaves no other trace."""

    def __init__(self) -> None:
        """Make the table if it is not there."""
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS replay_note (name text PRIMARY KEY, value jsonb NOT NULL)")

    def write(self, name: str, value: Any) -> None:
        """Keep a value."""
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO replay_note VALUES (%s, %s::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, json.dumps(value)],
            )

    def read(self, prefix: str) -> dict[str, Any]:
        """The values whose names begin so."""
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT name, value::text FROM replay_note WHERE starts_with(name, %s)", [prefix])
            return {name: json.loads(value) for name, value in cursor.fetchall()}
