"""撤销导入: every row that an import has touched becomes exactly what it was, or nothing is done and it says why."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from menkou.core import clock, memory, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.imports import policies, queries
from menkou.imports.freezing import frozen, model_of, values_of
from menkou.imports.models import Change, Import
from menkou.places.news import PublicFactsChanged
from menkou.postings.models import Posting
from menkou.postings.news import PostingsChanged

TURN = "imports.apply"
NAMED = 3
TOO_LATE = "这次导入超过了可以撤销的天数，或者已经撤销了。"
PLANNED = "导入以后又起草了派驻方案，方案里可能有导入的村和人。请先把那些方案撤下，再撤销。"


@action(policies.decide, audit="imports.undone")
def undo(*, by: Actor, dropped: Import) -> None:
    """撤销. Raises Conflict where it is too late, or somebody has changed or used since what was imported."""
    turns.wait_for(TURN)
    held = Import.objects.select_for_update(of=("self",)).get(pk=dropped.pk)
    if not queries.may_undo(held):
        raise Conflict(TOO_LATE)
    changes = list(queries.changes_of(held).order_by("-number"))
    if queries.versions_since(held) and any(
        one.table in ("advisers.Registration", "places.Village") for one in changes
    ):
        raise Conflict(PLANNED)
    try:
        with transaction.atomic():
            _unchanged(changes)
            for table, some in groupby(changes, lambda one: one.table):
                _put_back(model_of(table), list(some))
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")
    except IntegrityError as error:
        raise Conflict(_used_by(error, changes)) from error
    how = {"state": Import.State.UNDONE, "undone_at": clock.now(), "undone_by_id": by.user_id}
    Import.objects.filter(pk=held.pk).update(**how)
    memory.forget()
    _tell(changes)
    dropped.refresh_from_db()


def _unchanged(changes: list[Change]) -> None:
    """Raises Conflict where a row is not what the import has left."""
    for table in {one.table for one in changes}:
        model: Any = model_of(table)
        mine = {one.key: one for one in changes if one.table == table}
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=mine).order_by("pk")
        now = {row.pk: frozen(row) for row in rows}
        signed_in = {row.pk for row in rows if getattr(row, "last_login", None) and mine[row.pk].before is None}
        others = [one for one in mine.values() if now.get(one.key) != one.after or one.key in signed_in]
        if others:
            names = "、".join(dict.fromkeys(one.title for one in others[:NAMED]))
            more = f"等 {len(others)} 处" if len(others) > NAMED else ""
            what = model._meta.verbose_name
            raise Conflict(f"导入以后有人改过或用过：{names}{more}（{what}）。不能整个撤销，请一处一处地改。")


def _put_back(model: Any, changes: list[Change]) -> None:
    model.objects.filter(pk__in=[one.key for one in changes if one.before is None])._raw_delete(connection.alias)
    was: list[Any] = [one for one in changes if one.before is not None]
    again = [model(**values_of(model, one.before)) for one in was if one.after is None]
    model.objects.bulk_create(again, batch_size=500)
    altered: dict[tuple[str, ...], list[Any]] = {}
    for one in was:
        if one.after is not None:
            names = tuple(sorted(key for key, value in one.before.items() if one.after.get(key) != value))
            altered.setdefault(names, []).append(model(**values_of(model, one.before)))
    altered.pop((), None)
    for names, rows in altered.items():
        columns = [field.name for field in model._meta.concrete_fields if field.attname in names]
        model.objects.bulk_update(rows, columns, batch_size=200)


def _tell(changes: list[Change]) -> None:
    posts: list[Any] = [one for one in changes if one.table == Posting._meta.label]
    villages = frozenset(UUID(str((one.before or one.after)["village_id"])) for one in posts)
    if villages:
        announce(PostingsChanged(villages, "导入撤销了"))
    if any(one.before is not None for one in changes):
        announce(PublicFactsChanged("导入撤销了"))


def _used_by(error: IntegrityError, changes: list[Change]) -> str:
    """The database's no in a sentence: whose row is used, and by what."""
    told: Any = getattr(error.__cause__, "diag", None)
    table, detail = getattr(told, "table_name", "") or "", getattr(told, "message_detail", "") or ""
    by = next((str(one._meta.verbose_name) for one in apps.get_models() if one._meta.db_table == table), "别的记录")
    whose = next((one.title for one in changes if str(one.key) in detail), "")
    return f"导入以后，{whose or '导入的内容'}已经在“{by}”里用上了，不能整个撤销。请先撤掉那一处，或者一处一处地改。"
