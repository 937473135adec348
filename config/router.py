"""Every alias is a role of one database, and one of them migrates it."""

from typing import Any


class OneDatabase:
    """A router that lets ``default`` alone carry tables and allows relations between aliases of the one database."""

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Say whether ``db`` may carry the app's tables."""
        return db == "default"

    def allow_relation(self, _first: Any, _second: Any, **_hints: Any) -> bool:
        """Objects read through two roles are still of one database."""
        return True
