"""Django's ``migrate``, run as the database's owner: the role that serves requests may not change the schema."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """Migrate the ``default`` connection as the role of the ``owner`` connection.

    Some packages write data in their migrations through ``default`` whatever ``--database`` says, so it is that
    connection that changes its role, for the length of this process.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the role, then migrate."""
        connections["default"].close()
        connections["default"].settings_dict |= connections["owner"].settings_dict | {"OPTIONS": {}}
        super().handle(*args, **options)
