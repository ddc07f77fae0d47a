"""What a database holds, table by table, in numbers that do not depend on the order of its rows."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN_ALIKE = """
set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
set extra_float_digits = 1; set row_security = off
"""  # a row is compared as it is shown, and another server may show it otherwise
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
SUM = """
select count(*), coalesce(sum(('x' || left(md5(whole_row::text), 15))::bit(60)::bigint), 0)::text from {} whole_row
"""
APPLIED = "select app || '.' || name from django_migrations order by 1"
AUDIT = "select district_id::text, count(*), max(at)::text from core_auditentry group by 1 order by 1"
HEADS = """
select distinct on (district_id) district_id::text, number, encode(digest, 'hex')
  from core_auditlink order by district_id, number desc
"""
AT = "select encode(digest, 'hex') from core_auditlink where district_id = %s and number = %s"
DAY = "select count(*) from core_auditentry where at > now() - interval '24 hours'"
THERE = "select to_regclass(%s) is not null"
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Counted:
    """A database in numbers."""

    tables: dict[str, list[Any]]  # name: rows, sum over their digests
    migrations: list[str]
    audit: dict[str, list[Any]]  # 审计: of each district how many lines, and when the last was written
    acts_a_day: int  # audit lines of the last 24 hours: how much a lost hour is worth
    heads: dict[str, list[Any]] = field(default_factory=dict)  # 审计链头: of each district its number, and its digest

    @property
    def rows(self) -> int:
        return sum(int(rows) for rows, _ in self.tables.values())

    def held(self) -> dict[str, Any]:
        return asdict(self)


def counted(connection: Any, step: Step = lambda done, total: None) -> Counted:
    """Count everything, as the transaction sees it; the connection is the administrator's."""
    from psycopg import sql

    connection.execute(SHOWN_ALIKE)
    names = [row[0] for row in connection.execute(TABLES)]
    tables: dict[str, list[Any]] = {}
    for number, name in enumerate(names, 1):
        tables[name] = list(connection.execute(sql.SQL(SUM).format(sql.Identifier(name))).fetchone())
        step(number, len(names))
    applied = [row[0] for row in connection.execute(APPLIED)] if _there(connection, "django_migrations") else []
    is_audited = _there(connection, "core_auditentry")
    audit = {row[0]: list(row[1:]) for row in connection.execute(AUDIT)} if is_audited else {}
    a_day = connection.execute(DAY).fetchone()[0] if is_audited else 0
    is_chained = _there(connection, "core_auditlink")
    heads = {row[0]: list(row[1:]) for row in connection.execute(HEADS)} if is_chained else {}
    return Counted(tables, applied, audit, a_day, heads)


def astray(connection: Any, kept: Counted) -> list[str]:
    """Of which districts the audit chain no longer has, at its place, the head that the backup noted; in words."""
    said = []
    for district, (number, digest) in kept.heads.items():
        found = (
            connection.execute(AT, [int(district), number]).fetchone() if _there(connection, "core_auditlink") else None
        )
        if found is None:
            said.append(f"区县 {district} 的审计链到不了备份时的链头（第 {number} 行）")
        elif found[0] != digest:
            said.append(f"区县 {district} 的审计链头（第 {number} 行）对不上")
    return said


def differences(kept: Counted, found: Counted) -> list[str]:
    """What is not as it was, in words: table by table, and the audit's lines."""
    said = []
    for name, (rows, summed) in kept.tables.items():
        now = found.tables.get(name)
        if now is None:
            said.append(f"少了表 {name}")
        elif now[0] != rows:
            said.append(f"{name} 应有 {rows} 行，现有 {now[0]} 行")
        elif now[1] != summed:
            said.append(f"{name} 的内容对不上")
    return said + [f"区县 {one} 的审计记录对不上" for one, last in kept.audit.items() if found.audit.get(one) != last]


def shortfalls(kept: Counted, found: Counted) -> list[str]:
    """Of a base, which goes on after it was counted: tables that are gone, and audit lines fewer than there were."""
    said = [f"少了表 {name}" for name in kept.tables if name not in found.tables]
    for district, (lines, _) in kept.audit.items():
        now = found.audit.get(district, [0])[0]
        if now < lines:
            said.append(f"区县 {district} 的审计记录应不少于 {lines} 行，现有 {now} 行")
    return said


def _there(connection: Any, table: str) -> bool:
    return bool(connection.execute(THERE, [table]).fetchone()[0])
