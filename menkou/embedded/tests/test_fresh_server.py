"""A new server: its files, its roles, its rights."""

import os
import stat
import time
from pathlib import Path

import psycopg
import pytest

from menkou.embedded.settings import SUPERUSER
from menkou.embedded.tests.launching import cli, home_of, ok, postmaster, processes, query, superuser


def test_a_fresh_server(base, wheel):
    home = base / "a" / "pg"
    assert cli("status", home).stdout.strip() == "stopped"
    done = cli("start", home, wheel=wheel)
    assert done.returncode == 0, done.stderr
    assert "已就绪" in done.stderr
    assert ok("status", home) == "running"
    state = home / "state.json"
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    socket = Path(home_of(home).state.socket)
    info = socket.lstat()
    assert stat.S_IMODE(info.st_mode) == 0o700
    assert info.st_uid == home_of(home).uid
    assert len(str(socket / ".s.PGSQL.5432")) < 100
    assert os.stat(f"/proc/{postmaster(home)}").st_uid != 0
    pid = postmaster(home)
    again = cli("start", home, wheel=wheel)
    assert "已在运行" in again.stderr
    assert postmaster(home) == pid
    assert ok("stop", home) == "数据库已停止。"
    assert processes(home) == []
    assert cli("status", home).returncode == 3
    assert ok("stop", home) == "数据库没有在运行。"
    before = state.read_text()
    ok("start", home)  # with the wheel there too: the data decide which release runs
    assert state.read_text() == before
    assert ("18" if wheel else "15") in query(home, "show server_version")[0][0].split(".")[0]


def test_settings_of_a_fresh_server(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    shown = dict(superuser(home, "select name, setting from pg_settings"))
    assert shown["data_checksums"] == "on"
    assert shown["listen_addresses"] == ""
    major = int(shown["server_version_num"]) // 10000
    assert (major == 18) == wheel
    provider = "datlocprovider::text, coalesce(datcollate, '')" if major < 17 else "datlocprovider::text, datlocale"
    locale = superuser(home, f"select {provider} from pg_database where datname='menkou'")
    assert locale == [("c" if major < 17 else "b", "C.UTF-8")]
    methods = {row[0] for row in superuser(home, "select auth_method from pg_hba_file_rules")}
    assert methods == {"scram-sha-256"}


def test_roles_have_no_more_than_they_need(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    columns = "rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin"
    rows = superuser(home, f"select {columns} from pg_roles where rolname like 'menkou%' order by 1")
    assert [row for row in rows if row[0] != SUPERUSER] == [
        ("menkou_app", False, False, False, False, False, True),
        ("menkou_owner", False, False, True, False, False, True),
    ]
    query(home, "create table t (id int generated always as identity, body text unique)")
    query(home, "create schema s create table u (a int)")
    query(home, "insert into t (body) values ('调解协议')", "app")
    query(home, "insert into s.u values (1)", "app")
    assert query(home, "select similarity(body, '调解协定') > 0.4 from t", "app") == [(True,)]
    for forbidden in ("create table x (a int)", "truncate t", "drop table t", "alter table t add b int"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            query(home, forbidden, "app")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(home, "create schema x", "app")
    query(home, "alter table t enable row level security")
    query(home, "alter table t force row level security")
    assert query(home, "select * from t", "app") == []
    assert query(home, "select * from t") == []


def test_a_test_database_has_extensions_and_rights(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    query(home, "create database test_menkou")
    urls = [ok("url", home, "--role", role).replace("@/menkou?", "@/test_menkou?") for role in ("owner", "app")]
    with psycopg.connect(urls[0], autocommit=True) as connection:
        connection.execute("create table t (r int4range, n int, exclude using gist (n with =, r with &&))")
        connection.execute("create index on t using gin ((n::text) gin_trgm_ops)")
    with psycopg.connect(urls[1], autocommit=True) as connection:
        connection.execute("insert into t values ('[1,2)', 1)")


def test_no_password_no_entry_and_no_content_in_the_log(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    socket = home_of(home).state.socket
    for wrong in ("wrong", ""):
        for user in ("menkou_owner", "menkou_app", SUPERUSER):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host=socket, user=user, password=wrong, dbname="menkou", passfile="/none")
    query(home, "create table v (a text unique)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        query(home, "insert into v values ('机密内容'), ('机密内容')")
    place, deadline = home_of(home).place, time.monotonic() + 10
    while "duplicate key" not in (log := next((place / "log").glob("*.log")).read_text()):  # another process writes it
        assert time.monotonic() < deadline, log
        time.sleep(0.05)
    assert "机密" not in log
    assert home_of(home).state.passwords["app"] not in log
