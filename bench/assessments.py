"""A half-year's assessment on three years of work: drawing up, saying it as bytes, its circular; memory.

    python -m bench.assessments [ENTRIES CONSULTATIONS]

prints seconds and megabytes as JSON, on a database of its own: first with all of it in the half-year's own year, then
with as much again and again in the two years before, which the half-year must not pay for.
"""

import json
import resource
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.ledgers import INSERT, WORDS, analyse, prepared, timed

ENTRIES, CONSULTATIONS, YEARS = 300_000, 60_000, 3
OCCASIONS = """
insert into occasions_occasion
  (id, village_id, kind, title, happens_at, place, note, once_digest, registered_at, invited_id, invited_at, reply,
   excuse, presence, seen, opinion, adopted, why_not, why_off)
select md5('occasion' || village_id || i)::uuid, village_id,
       (array['meeting', 'contract', 'dispute'])[1 + i %% 3], '村民代表会议', %(last)s::date - i * 9 + time '09:00', '', '',
       sha256((village_id::text || i)::bytea), now(), registration_id, %(last)s::date - i * 9 - 5 + time '09:00', '', '',
       '', '', '', '', '', ''
  from postings_posting, generate_series(1, %(count)s) as i where post = 'A'
"""


def half_year() -> Any:
    """The last one that is over."""
    from menkou.worklogs.rules.periods import Period

    return Period.of(Period.of(date.today(), "half_year").first - timedelta(days=1), "half_year")


def fill(district: Any, entries: int, last: date, days: int, salt: str) -> None:
    """So many entries before a day, spread over so many days, by PostgreSQL itself."""
    from django.db import connection

    from menkou.core.scope import within
    from menkou.worklogs.models import Entry

    kinds = [kind for kind in Entry.Kind.values if kind != Entry.Kind.CONSULTATION]
    facts = {"count": entries, "kinds": kinds, "how_many": len(kinds), "words": WORDS, "last": last, "days": days}
    with within(district.pk), connection.cursor() as cursor:
        cursor.execute(INSERT.replace("'entry' || i", f"'{salt}' || i"), facts)


def happen(district: Any, last: date) -> None:
    """Each village's own affairs of a year, told in time."""
    from django.db import connection

    from menkou.core.scope import within

    with within(district.pk), connection.cursor() as cursor:
        cursor.execute(OCCASIONS, {"last": last, "count": 40})


def two_people(district: Any) -> list[Any]:
    """Of the bureau: what is meant for two is done by two."""
    from menkou.accounts.models import Membership, User
    from menkou.accounts.queries import actor_for
    from menkou.core.actors import Role
    from menkou.core.scope import within

    found = []
    with within(district.pk):
        for name in ("first", "second"):
            user = User(username=name, name=name)
            user.set_unusable_password()
            user.save()
            Membership.objects.create(user=user, role=Role.JUSTICE_BUREAU, valid_from=date(2020, 1, 1))
            found.append(actor_for(user))
    return found


def adopted(district: Any, two: list[Any], period: Any) -> None:
    """The proposals, by two."""
    from menkou.assessments.scheming import actions
    from menkou.core.scope import within

    with within(district.pk):
        for key in ("adviser", "institution"):
            made = actions.begin(by=two[0], district=district, like=key)
            actions.adopt(by=two[1], scheme=made, edition=1, valid_from=period.first)


def assessed(district: Any, two: list[Any], period: Any) -> dict[str, Any]:
    """The half-year drawn up and said; then as if nobody had, for another go."""
    from menkou.assessments.cycling import actions, locking
    from menkou.assessments.jobs import draw
    from menkou.assessments.models import Cycle, Score, Sheet
    from menkou.assessments.rules import canonical
    from menkou.core import clock
    from menkou.core.scope import within

    with within(district.pk):
        cycle = actions.open_cycle(by=two[0], district=district, period=period.key)
    drawn = timed(lambda: draw.func(district_id=district.pk, cycle_id=str(cycle.pk)))
    with within(district.pk):
        said: list[bytes] = []
        locked = timed(lambda: said.append(canonical.bytes_of(locking.told(cycle))))
        again = canonical.bytes_of(locking.told(cycle))
        cycle.state, cycle.locked_at = Cycle.State.LOCKED, clock.now()  # and not stored: nobody published it
        noticed = timed(lambda: noticed_in_all_forms(two[0], cycle, district))
        sheets, rows = Sheet.objects.count(), sum(len(one.rows) // 16 for one in Score.objects.all())
        Score.objects.all().delete()
        Sheet.objects.all().delete()
        Cycle.objects.all().delete()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    facts = {"draw_s": round(drawn, 2), "say_s": round(locked, 2), "same_bytes": said[0] == again}
    facts |= {"notice_s": round(noticed, 2), "sheets": sheets}
    return facts | {"rows": rows, "bytes_kb": len(again) // 1024, "peak_mb": peak}


def noticed_in_all_forms(by: Any, cycle: Any, district: Any) -> None:
    """The circular with its annexes, as the worker makes it: Word, PDF and Excel."""
    from menkou.assessments.papers import circular
    from menkou.oversight.centre.making import FORMS
    from menkou.papers.files import as_file

    paper = circular.paper_of(by, cycle, district)
    for form in FORMS:
        as_file(paper, form)


def main(entries: int, consultations: int) -> dict[str, Any]:
    from bench import seed

    with tempfile.TemporaryDirectory() as folder:
        district, server = prepared(Path(folder))
        try:
            period = half_year()
            two = two_people(district)
            adopted(district, two, period)
            seed.fill(consultations)  # of three years, in both
            fill(district, entries // YEARS, period.last, 365, "last year")
            happen(district, period.last)
            analyse(server.url("owner"))
            one_year = assessed(district, two, period)
            days = 365 * (YEARS - 1)
            fill(district, entries - entries // YEARS, period.first - timedelta(days=184), days, "before")
            analyse(server.url("owner"))
            return {"period": period.key, "one_year": one_year, "three_years": assessed(district, two, period)}
        finally:
            server.stop()
            server.remove()


if __name__ == "__main__":
    counts = [int(one) for one in sys.argv[1:]] or [ENTRIES, CONSULTATIONS]
    sys.stdout.write(json.dumps(main(*counts), ensure_ascii=False, indent=2) + "\n")
