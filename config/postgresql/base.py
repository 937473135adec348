"""The database backend: psycopg 3 through Django's own backend, with immediate foreign keys.

Django declares foreign keys deferred, so that every check becomes a statement of its own at commit
(docs/adr/0001). Every verb here writes parents before children, so an immediate check costs nothing extra.
"""

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgreSQLSchemaEditor


class DatabaseSchemaEditor(PostgreSQLSchemaEditor):
    """Writes foreign keys that are checked at once."""

    sql_create_fk = PostgreSQLSchemaEditor.sql_create_fk.replace("%(deferrable)s", "")
    # Django follows the inline form with SET CONSTRAINTS, which an immediate constraint refuses.
    sql_create_column_inline_fk = "CONSTRAINT %(name)s REFERENCES %(to_table)s(%(to_column)s)"


class DatabaseWrapper(PostgreSQLWrapper):
    """Django's wrapper with that schema editor, and a cursor for the engine's own two statements."""

    SchemaEditorClass = DatabaseSchemaEditor

    def bound_cursor(self) -> Any:
        """Return a cursor whose arguments travel beside the statement: long ones are neither quoted nor parsed again.

        Every placeholder needs a cast, since the server sees the statement without its values.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            # The stubs know neither the method nor that the class is psycopg's.
            return self._prepare_cursor(ServerBindingCursor(self.connection))  # type: ignore[attr-defined,call-arg]
