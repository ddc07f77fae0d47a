"""What is about to change in the tables, and whether the code of before can go on meanwhile. Django is set up.

Code of before knows the tables of before: what is added beside them does not disturb it; what is taken away, renamed,
narrowed or demanded of every row does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

GONE = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel)


@dataclass(frozen=True)
class Pending:
    """One migration that has not been applied, and what of it the code of before would trip over."""

    name: str
    breaks: tuple[str, ...]


def pending() -> list[Pending]:
    """In the order in which they will be applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    applied = [one for one in executor.loader.applied_migrations or {} if one in executor.loader.graph.nodes]
    state = executor.loader.project_state(applied)
    before = set(state.models)
    found = []
    for migration, _ in plan:
        breaks = [words for one in migration.operations for words in _breaks(one, migration.app_label, state, before)]
        migration.mutate_state(state, preserve=False)
        found.append(Pending(f"{migration.app_label}.{migration.name}", tuple(breaks)))
    return found


def _breaks(operation: Operation, app: str, state: ProjectState, before: set[tuple[str, str]]) -> Iterator[str]:
    """In words; the state is that before the migration."""
    for one in getattr(operation, "database_operations", [operation]):
        model = getattr(one, "model_name", "") or getattr(one, "old_name", "") or getattr(one, "name", "")
        table = (app, (model or "").lower())
        is_seen = table in before or isinstance(one, migrations.RunSQL | migrations.RunPython)
        words = _trips_over(one, state.models[table].fields if table in state.models else {}) if is_seen else ""
        if words:
            yield f"{'.'.join(table).strip('.')} {words}"


def _trips_over(operation: Any, fields: Any) -> str:
    """What of an operation on a table of before disturbs the code of before; nothing of what comes beside."""
    if isinstance(operation, GONE):
        return f"去掉了或改了名（{operation.describe()}）"
    if isinstance(operation, migrations.AddField) and _is_demanded(operation.field):
        return f"的 {operation.name} 不能空，旧程序不会填"
    if isinstance(operation, migrations.AlterField) and _is_narrower(fields.get(operation.name), operation.field):
        return f"的 {operation.name} 变了样"
    if isinstance(operation, migrations.AddConstraint):
        return f"加了一条规矩（{operation.constraint.name}），旧程序写的可能被拒"
    if isinstance(operation, migrations.RunSQL | migrations.RunPython):
        return "要改已有的行，旧程序同时在写会漏"
    return ""


def _is_demanded(field: models.Field) -> bool:
    return not field.null and not field.has_db_default() and not field.many_to_many


def _is_narrower(old: Any, new: models.Field) -> bool:
    """Another type, shorter, or not empty any more."""
    if old is None:
        return True
    shorter = (new.max_length or 1 << 30) < (getattr(old, "max_length", None) or 1 << 30)
    return type(old) is not type(new) or shorter or (old.null and not new.null)
