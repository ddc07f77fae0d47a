"""What PostgreSQL promises about districts, whatever Python forgets."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import models
from django.db.migrations.operations.base import Operation
from django.db.models import Func

DISTRICT_BEING_WRITTEN = "nullif(current_setting('menkou.writes', true), '')::bigint"
DISTRICTS_BEING_READ = "coalesce(nullif(current_setting('menkou.reads', true), ''), '{}')::bigint[]"


class DistrictBeingWritten(Func):
    """The column default that makes it impossible to forget, or to choose, the district."""

    template = DISTRICT_BEING_WRITTEN
    arity = 0
    output_field = models.BigIntegerField()


class TableOperation(Operation):
    """Something a migration says to the database about one table, and to nobody else."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label, state) -> None:
        """Models do not change."""

    def describe(self) -> str:
        return f"{type(self).__name__} {self.table}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.statements(on_citus(schema_editor)):  # Citus takes one command at a time
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.undo():
            schema_editor.execute(statement)

    def statements(self, distributed: bool) -> list[str]:
        raise NotImplementedError

    def undo(self) -> list[str]:
        return []


def is_among(reading: str) -> str:
    """The condition that a row's district is among those being read, as the planner is to take it: as hardly narrowing.

    Each of our queries names its districts itself, and this says the same again. Said plainly, the planner takes it for
    ten districts of all there are, whatever they hold: with a hundred districts it expected a tenth of the rows that
    came, and pages of a large one took seconds (ADR 73).
    """
    return f"nullif(district_id = any({reading}::bigint[]), false) is not null"


class GuardRows(TableOperation):
    """Row security for one owned table: see the districts you read, touch the one you write.

    The row's identity is (district, id); on Citus the table is distributed by district. Rows of an
    append-only table can be added and read, and never changed or removed.
    """

    def __init__(self, table: str, *, append_only: bool = False) -> None:
        super().__init__(table)
        self.append_only = append_only

    def statements(self, distributed: bool) -> list[str]:
        # In a subselect, PostgreSQL reads a setting once per query and not once per row; Citus forbids it.
        settings = (DISTRICT_BEING_WRITTEN, DISTRICTS_BEING_READ)
        writing, reading = (s if distributed else f"(select {s})" for s in settings)
        writes, reads = f"district_id = {writing}", is_among(reading)
        table = self.table
        guard = [
            f"alter table {table} drop constraint {table}_pkey",
            f"alter table {table} add constraint {table}_pkey primary key (district_id, id)",
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy reads on {table} for select using ({reads})",
            f"create policy adds on {table} for insert with check ({writes})",
        ]
        if not self.append_only:
            guard += [
                f"create policy changes on {table} for update using ({writes})",
                f"create policy removes on {table} for delete using ({writes})",
            ]
        return guard + [f"select create_distributed_table('{table}', 'district_id')"] * distributed

    def undo(self) -> list[str]:
        names = ("adds", "reads") if self.append_only else ("removes", "changes", "adds", "reads")
        drops = [f"drop policy {name} on {self.table}" for name in names]
        off = [f"alter table {self.table} {word} row level security" for word in ("no force", "disable")]
        return [*drops, *off]


class DemandOfRows(TableOperation):
    """What every row that is added to an owned table has to show, and what it still has to show when it is changed.

    Both are conditions on the new row and may ask other tables. Row security says no by the policy's name; there is no
    trigger. Where a condition locks the rows that it asks, one transaction waits for another that is changing them.
    Citus knows no policies that ask other tables, so there the actions alone see to it.
    """

    def __init__(self, table: str, name: str, *, added: str, changed: str) -> None:
        super().__init__(table)
        self.name, self.added, self.changed = name, added, changed

    def statements(self, distributed: bool) -> list[str]:
        narrow = f"on {self.table} as restrictive for"
        return [
            f"create policy {self.name} {narrow} insert with check ({self.added})",
            f"create policy {self.name}_still {narrow} update using (true) with check ({self.changed})",
        ] * (not distributed)

    def undo(self) -> list[str]:
        return [f"drop policy if exists {name} on {self.table}" for name in (f"{self.name}_still", self.name)]


class KeepRows(TableOperation):
    """Rows that can be changed and removed only while a condition on them, as they stand, holds; then they are kept.

    An order to change what is kept finds no such row. Where the condition asks other tables Citus has no such policy,
    and there the actions alone see to it.
    """

    def __init__(self, table: str, name: str, *, until: str) -> None:
        super().__init__(table)
        self.name, self.until = name, until

    def statements(self, distributed: bool) -> list[str]:
        narrow = f"on {self.table} as restrictive for"
        return [
            f"create policy {self.name} {narrow} update using ({self.until}) with check (true)",
            f"create policy {self.name}_too {narrow} delete using ({self.until})",
        ] * (not distributed)

    def undo(self) -> list[str]:
        return [f"drop policy if exists {name} on {self.table}" for name in (f"{self.name}_too", self.name)]


class Correlate(TableOperation):
    """What PostgreSQL is to count together: of one district few rows wait and of another all, and it takes each for the mean.

    Whoever reads a large district beside many small ones got a plan for all of them (ADR 73). It knows after its next look at
    the table (analyze).
    """

    def __init__(self, table: str, *columns: str) -> None:
        super().__init__(table)
        self.columns = columns

    def statements(self, distributed: bool) -> list[str]:
        columns = ", ".join(self.columns)
        return [f"create statistics {self._name} (mcv, dependencies) on {columns} from {self.table}"]

    def undo(self) -> list[str]:
        return [f"drop statistics if exists {self._name}"]

    @property
    def _name(self) -> str:
        return "_".join((self.table, *self.columns))[:63]


class FindWords(TableOperation):
    """搜字: what a table's texts can be found by (core.finding), kept by PostgreSQL itself beside them.

    No model knows the column, so no page fetches it. The index has no list of what is still to be taken in: that would
    be read whole at every search.
    """

    def __init__(self, table: str, *columns: str) -> None:
        super().__init__(table)
        self.columns = columns

    def statements(self, distributed: bool) -> list[str]:
        text = r" || e'\n' || ".join(self.columns)
        pairs = f"tsvector generated always as (menkou_pairs(district_id, {text})) stored"
        return [
            f"alter table {self.table} add column pairs {pairs}",
            f"create index {self.table}_pairs on {self.table} using gin (pairs) with (fastupdate = off)",
        ]

    def undo(self) -> list[str]:
        return [f"alter table {self.table} drop column pairs"]


class ShareRows(TableOperation):
    """Every district reads this table; on Citus each server keeps a copy."""

    def statements(self, distributed: bool) -> list[str]:
        return [f"select create_reference_table('{self.table}')"] * distributed


class BtreeGist(BtreeGistExtension):
    """Keys beside ranges in one exclusion constraint. It may have been there before us, so going back leaves it."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """The extension is the database's, and its owner may be another."""


def on_citus(schema_editor) -> bool:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_extension where extname = 'citus')")
        return cursor.fetchone()[0]


class SameDistrict(models.BaseConstraint):
    """This row and the row it points at share a district. Row security does not watch foreign keys."""

    def __init__(self, field: str, *, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def constraint_sql(self, model, schema_editor) -> None:  # type: ignore[override]
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))  # once both tables are guarded

    def create_sql(self, model, schema_editor) -> str:
        field, quote = model._meta.get_field(self.field), schema_editor.quote_name
        return (
            f"alter table {quote(model._meta.db_table)} add constraint {quote(self.name)} "
            f"foreign key (district_id, {quote(field.column)}) "
            f"references {quote(field.remote_field.model._meta.db_table)} (district_id, id)"
        )

    def remove_sql(self, model, schema_editor) -> str:
        quote = schema_editor.quote_name
        return f"alter table {quote(model._meta.db_table)} drop constraint {quote(self.name)}"

    def validate(self, model, instance, exclude=None, using=None) -> None:
        """The database decides; a form never offers another district's rows."""

    def __eq__(self, other) -> bool:
        return isinstance(other, SameDistrict) and self.deconstruct() == other.deconstruct()

    def deconstruct(self):
        path, _, kwargs = super().deconstruct()
        return path, (self.field,), kwargs
