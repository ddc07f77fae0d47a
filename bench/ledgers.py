"""Ledgers of a year, 150,000 entries: opening the page, taking it as Excel, and a month's log of 95 advisers as PDF.

    python -m bench.ledgers [ENTRIES]

prints seconds as JSON, on a database of its own. The page is asked for as a browser of the bureau asks; the files are
made as the worker makes them.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ENTRIES, ROUNDS = 150_000, 5
INSERT = """
insert into worklogs_entry
  (id, village_id, author_id, recorded_at, kind, done_on, minutes, people, items, summary, outcome, review_note)
with posts as (
  select row_number() over (order by village_id) - 1 as n, count(*) over () as how_many, village_id, registration_id
    from postings_posting where post = 'A'
)
select md5('entry' || i)::uuid, village_id, registration_id, now(), kinds.kind,
       %(last)s::date - (i %% %(days)s)::int, 20 + i %% 160, case when i %% 2 = 0 then 10 + i %% 50 end,
       case when i %% 3 = 0 then 1 + i %% 90 end, case when kinds.kind = 'consultation' then '' else %(words)s end, '', ''
  from generate_series(1, %(count)s) as i
  join posts on posts.n = (i * 7) %% posts.how_many
  join unnest(%(kinds)s::text[]) with ordinality as kinds(kind, place) on kinds.place = 1 + i %% %(how_many)s
"""
WORDS = "在村文化广场讲民法典里的邻里、婚姻和继承，发放资料，现场答问。"


def prepared(folder: Path) -> tuple[Any, Any]:
    """An installation with the bench's district, and its server."""
    os.environ |= {"MENKOU_HOME": str(folder), "MENKOU_MODE": "production"}
    from menkou.command import database, home, migrate

    place = home.settle()
    server = database.ensure(place)
    migrate.bring_up_to_date(place)
    database.set_up_django()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    from bench import seed  # which needs Django
    from menkou.places.models import District

    seed.base()
    return District.objects.get(slug=seed.SLUG), server


def fill(district: Any, count: int) -> None:
    """A year of entries of every kind, by PostgreSQL itself, under row security."""
    from django.db import connection

    from menkou.core.scope import within
    from menkou.worklogs.models import Entry

    kinds = list(Entry.Kind.values)
    facts: dict[str, Any] = {
        "count": count,
        "kinds": kinds,
        "how_many": len(kinds),
        "words": WORDS,
        "last": date.today(),
    }
    facts["days"] = date.today().timetuple().tm_yday  # all of them in this year
    with within(district.pk), connection.cursor() as cursor:
        cursor.execute(INSERT, facts)


def analyse(address: str) -> None:
    """What autovacuum does within minutes."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("analyze")


def browser_of_bureau(district: Any) -> tuple[Any, Any]:
    """A browser in which somebody of the bureau is signed in, and who that is."""
    from django.conf import settings
    from django.test import Client

    from menkou.accounts.models import Membership, User
    from menkou.accounts.queries import actor_for
    from menkou.core.actors import Role
    from menkou.core.scope import within

    settings.ALLOWED_HOSTS = ["*"]
    with within(district.pk):
        user = User(username="bureau", name="区局")
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, role=Role.JUSTICE_BUREAU, valid_from=date(2020, 1, 1))
        by = actor_for(user)
    client = Client()
    client.force_login(user)
    return client, by


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def opened(client: Any, address: str) -> float:
    """Seconds of a page, the middle one of some."""

    def get() -> None:
        answer = client.get(address, secure=True)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")

    return round(statistics.median(timed(get) for _ in range(ROUNDS)), 3)


def made(district: Any, by: Any, maker: str, chosen: list, kind: str, about: dict[str, str]) -> tuple[float, int]:
    """Seconds of a batch that the worker makes, and its bytes."""
    from menkou.core.scope import within
    from menkou.papers import actions, jobs, store

    with within(district.pk):
        facts: dict[str, Any] = {"maker": maker, "chosen": chosen, "kind": kind, "about": about}
        batch = actions.ask_of(by=by, district=district, **facts)
    took = timed(lambda: jobs.make.func(district_id=district.pk, batch_id=str(batch.pk)))
    with within(district.pk):
        batch.refresh_from_db()
        if batch.state != "ready":
            raise SystemExit(f"not made: {batch.problem}")
        return round(took, 2), store.size_of(batch.file) or 0


def measured(district: Any, count: int) -> dict[str, Any]:
    """All of it."""
    from menkou.core.scope import within
    from menkou.oversight.logbook import queries as logbook
    from menkou.places.queries import villages
    from menkou.worklogs import ledger
    from menkou.worklogs.rules.periods import Period

    client, by = browser_of_bureau(district)
    today = date.today()
    page, year = f"/{district.slug}/desk/ledger", Period.of(today, "year").key
    month = Period.of(today.replace(day=1) - timedelta(days=1), "month")
    with within(district.pk):
        places = [one.pk for one in villages()]
        writers = logbook.writers(by, month)
        last = ledger.listed(by, ledger.Chosen(Period.called(year))).reverse()[20]  # type: ignore[arg-type]
        entries = ledger.standing(by, month).count()
    export, size = made(district, by, "ledger", places, "xlsx", {"period": year})
    logs, _ = made(district, by, "logbook", writers, "pdf", {"period": month.key})
    return {
        "entries": count,
        "open_s": opened(client, f"{page}?period={year}"),
        "narrow_s": opened(client, f"{page}?period={year}&counter=drafted"),
        "last_page_s": opened(client, f"{page}?period={year}&after={last.pk}"),
        "export_s": export,
        "export_mb": round(size / 1024 / 1024, 1),
        "logs_s": logs,
        "logs_entries": entries,
        "logs_advisers": len(writers),
    }


def main() -> None:
    """Print one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory() as folder:
        district, server = prepared(Path(folder))
        try:
            fill(district, count)
            analyse(server.url("owner"))
            sys.stdout.write(json.dumps(measured(district, count)) + "\n")
        finally:
            server.stop()
            server.remove()


if __name__ == "__main__":
    main()
