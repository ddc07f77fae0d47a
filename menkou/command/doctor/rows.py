"""Checks of the database: there, complete, guarded."""

from menkou.command import database
from menkou.command.doctor.check import Finding, Patient
from menkou.embedded.settings import OLDEST_MAJOR

MIGRATE = "请运行 menkou migrate。"
MOST_WAITING = 1000  # the worker takes some hundreds at each turn
EXTENSIONS = ("btree_gist", "pg_trgm")
SEARCHED = "select proleakproof from pg_proc where oid = 'pg_catalog.ts_match_vq(tsvector, tsquery)'::regprocedure"
LET_SEARCH = "alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;"
ROLE = "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
OWNED = """
select count(*) from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
   and pg_has_role(current_user, relowner, 'usage')
"""
UNGUARDED = """
select relname from pg_class join pg_attribute on attrelid = pg_class.oid
 where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and attname = 'district_id'
   and not attisdropped and not (relrowsecurity and relforcerowsecurity) order by relname
"""


def reachable(patient: Patient) -> Finding:
    """The database answers and is new enough."""
    with database.asking(patient.url) as connection:
        number = connection.info.server_version // 10000
    if number < OLDEST_MAJOR:
        return Finding(False, f"PostgreSQL 是 {number}，太旧。", f"请升级到 {OLDEST_MAJOR} 或更新。")
    return Finding(True, f"PostgreSQL {number} 可以连接。")


def guarded(patient: Patient) -> Finding:
    """The application's role can do no more than it must, and every district's rows are behind the wall."""
    with database.asking(patient.url) as connection:
        is_super, bypasses = connection.execute(ROLE).fetchone()
        owned = connection.execute(OWNED).fetchone()[0]
        open_tables = [row[0] for row in connection.execute(UNGUARDED)]
        role = connection.info.user
    if is_super or bypasses:
        order = f"alter role {role} nosuperuser nobypassrls"
        return Finding(False, f"程序的角色 {role} 能绕过行级安全。", f"请以管理员执行：{order};")
    if owned:
        cure = f"请让 {database.APP} 用另一个角色，表归 {database.OWNER} 的角色所有。"
        return Finding(False, f"程序的角色 {role} 拥有 {owned} 张表。", cure)
    if open_tables:
        return Finding(False, f"这些表没有强制行级安全：{'、'.join(open_tables)}。", MIGRATE)
    return Finding(True, f"程序的角色 {role} 权限正确，各区县的数据都在行级安全之内。")


def migrated(_: Patient) -> Finding:
    """Every migration of this code has been applied."""
    database.set_up_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    if waiting:
        return Finding(False, f"还有 {len(waiting)} 项数据库结构更新没有执行。", MIGRATE)
    return Finding(True, "数据库结构是最新的。")


def rotated(_: Patient) -> Finding:
    """No wrapping key is older than the districts' rules allow, so that what was erased is gone from old backups too."""
    database.set_up_django()
    from menkou.command import rotating
    from menkou.core import clock

    days, allowed = (clock.now() - rotating.oldest_since()).days, rotating.days_allowed()
    said = f"最旧的密钥用了 {days} 天，规定最多 {allowed} 天。"
    return Finding(days <= allowed, said, "请运行 menkou keys rotate，备份以后再运行 menkou keys destroy --old。")


def let_go(_: Patient) -> Finding:
    """What is older than a district keeps it has been erased; a few may wait for the worker's next turn."""
    database.set_up_django()
    from menkou.consultations.rights import queries
    from menkou.core.scope import within
    from menkou.places import queries as places

    due = gone = 0
    for district in places.districts():
        with within(district.pk):
            due, gone = due + queries.outlived().count(), gone + sum(one.gone for one in queries.report())
    said = f"近 30 天删掉 {gone} 件的内容，还有 {due} 件到期没删。"
    return Finding(due <= MOST_WAITING, said, "后台任务会自己删；一天后还在，请看 worker.log。")


def extended(patient: Patient) -> Finding:
    """The extensions that constraints and search need are there."""
    with database.asking(patient.url) as connection:
        held = {row[0] for row in connection.execute("select extname from pg_extension")}
        is_searched = connection.execute(SEARCHED).fetchone()[0]
    missing = [name for name in EXTENSIONS if name not in held]
    if missing:
        orders = " ".join(f"create extension {name};" for name in missing)
        return Finding(False, f"数据库缺少扩展 {'、'.join(missing)}。", f"请以管理员在该库执行：{orders}")
    if not is_searched:
        return Finding(False, "搜字用不上索引，搜得慢。", f"请以管理员在该库执行：{LET_SEARCH}")
    return Finding(True, f"扩展 {'、'.join(EXTENSIONS)} 已装。")


def sends(_: Patient) -> Finding:
    """Nothing is held back: a database that was restored sends nothing until a person says so."""
    database.set_up_django()
    from menkou.core import holding
    from menkou.core.clock import SHANGHAI

    since = holding.since()
    if since is None:
        return Finding(True, "发件没有停着。")
    when = f"{since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return Finding(False, f"恢复以后停发，从北京时间 {when} 起。", "看过以后请运行 menkou restore --release。")
