"""Steps of bench.oversight inside the installation: medians of server time, files, sessions, and districts beside."""

import gc
import json
import os
import secrets
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

TIMES, HERE = 15, "/yanzhou/"
PAGES = {
    "adviser_list": ("guwen-a", "consultations/"),
    "desk": ("sifaju", "desk/"),
    "office_desk": ("sifasuo", "desk/"),
    "inbox": ("sifasuo", "worklogs/"),
    "ledger": ("sifaju", "desk/ledger"),
    "villages": ("sifaju", "desk/villages"),
    "advisers": ("sifaju", "desk/advisers"),
}
WORDS = {"rare": "水窖修复", "common": "土地", "long": "相邻通行的事"}
SIZE = {"villages": 20, "advisers": 8, "entries": 3000, "consultations": 100}  # of each district beside


def client_of(username: str) -> Any:
    """A browser in which somebody of the demo is signed in."""
    from django.test import Client

    from menkou.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def medians() -> dict[str, float]:
    """Milliseconds of server time of pages and of searches' statements, one after the other, as the web server is set."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    found = {}
    for name, (who, page) in PAGES.items():
        client = client_of(who)
        found[f"{name}_ms"] = _median(lambda client=client, page=page: client.get(f"{HERE}{page}", secure=True))
    return found | _searches()


def _searches() -> dict[str, float]:
    from menkou.accounts.models import User
    from menkou.accounts.queries import actor_for
    from menkou.core.scope import within
    from menkou.places.models import District
    from menkou.worklogs import queries

    found = {}
    with within(District.objects.get(slug="yanzhou").pk):
        for who in ("sifaju", "sifasuo", "guwen-a"):
            by = actor_for(User.objects.get(username=who))
            for kind, word in WORDS.items():
                found[f"search_{kind}_{who}_ms"] = _median(
                    lambda by=by, word=word: queries.first_of(queries.found(by, (word,)), 31)
                )
    return found


def _median(work: Any) -> float:
    work()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 2)


def files() -> dict[str, float]:
    """The ledger of this year as Excel, as the worker makes it."""
    from bench.ledgers import made
    from menkou.accounts.models import User
    from menkou.accounts.queries import actor_for
    from menkou.core.scope import within
    from menkou.places.models import District
    from menkou.places.queries import villages
    from menkou.worklogs.rules.periods import Period

    district = District.objects.get(slug="yanzhou")
    with within(district.pk):
        by, places = actor_for(User.objects.get(username="sifaju")), [one.pk for one in villages()]
    seconds, size = made(district, by, "ledger", places, "xlsx", {"period": Period.of(date.today(), "year").key})
    return {"excel_s": seconds, "excel_mb": round(size / 1024 / 1024, 1)}


def sessions() -> dict[str, str]:
    """Of everybody who opens pages."""
    from bench.oversight import LOADED

    return {who: client_of(who).cookies["sessionid"].value for who in LOADED}


def districts(count: int) -> int:
    """So many small districts beside, with entries that are written alike, and with consultations."""
    from django.db import connection

    from bench.ledgers import INSERT
    from menkou.core.scope import within
    from menkou.places.models import District
    from menkou.worklogs.models import Entry

    kinds = [kind for kind in Entry.Kind.values if kind != Entry.Kind.CONSULTATION]
    for number in range(count):
        district = District.objects.create(
            slug=f"beside-{number}", name=f"邻区{number}", code=f"98{number:04}", is_demo=True
        )
        with within(district.pk), connection.cursor() as cursor:
            villages, roster = _people(district.code)
            facts = {
                "count": SIZE["entries"],
                "kinds": kinds,
                "how_many": len(kinds),
                "last": date.today(),
                "days": 1000,
            }
            cursor.execute(
                INSERT.replace("'entry'", f"'{district.slug}'"), facts | {"words": f"讲土地承包，第{number}区。"}
            )
            _matters(district, villages, roster)
    return count


def _matters(district: Any, villages: list[Any], roster: list[Any]) -> None:
    """Consultations of the last hundred days, asked and answered."""
    from menkou.consultations import actions
    from menkou.consultations.content import Thread
    from menkou.consultations.models import Consultation
    from menkou.core import clock
    from menkou.core.actors import INSTALLER
    from menkou.core.keys import digest

    threads = []
    for number in range(SIZE["consultations"]):
        asked_at = clock.now() - timedelta(days=number + 1)
        answered_at, who = asked_at + timedelta(hours=3), roster[number % len(roster)]
        one = Consultation(
            village=villages[number % len(villages)], holder=who, post="A", state=Consultation.State.ANSWERED,
            asked_at=asked_at, due_at=clock.after_working_days(asked_at, 1), read_at=answered_at,
            first_answered_at=answered_at, answered_at=answered_at, may_hand_over=False,
            once_digest=digest("once", secrets.token_hex(16)), asked_digest=digest("asked", "邻区"),
        )  # fmt: skip
        one.code_digest = digest("pickup-code", actions.pickup_code(one))
        threads.append(Thread(one, (("地界怎么量？", None, asked_at), ("请村里一起量。", who.pk, answered_at))))
    actions.replay(by=INSTALLER, district=district, threads=threads, ratings=[])


def _people(code: str) -> tuple[list[Any], list[Any]]:
    from bench.seed import LONG_AGO
    from menkou.advisers.models import Adviser, Institution, Registration
    from menkou.places.models import Township, Village
    from menkou.postings.models import Posting

    contact = {"phone": "0537-0000002", "address": "测速路2号"}
    firm = Institution.objects.create(
        name=f"第{code}律师事务所", kind="law_firm", credit_code=f"31{code:0>16}", **contact
    )
    town = Township.objects.create(code=f"{code}001", name="第一镇", kind="town")
    people = [Adviser(name=f"顾问{n}", kind="lawyer", licence_no=f"1{code}{n:010}") for n in range(SIZE["advisers"])]
    Adviser.objects.bulk_create(people)
    roster = [Registration(adviser=one, institution=firm, phone="10000000001", valid_from=LONG_AGO) for one in people]
    Registration.objects.bulk_create(roster)
    facts = {"kind": "village", "valid_from": LONG_AGO, "township": town}
    here = [Village(code=f"{code}001{200 + n}", name=f"第{n}村村民委员会", **facts) for n in range(SIZE["villages"])]
    Village.objects.bulk_create(here)
    held = [
        (one, post, roster[(n + shift) % len(roster)])
        for n, one in enumerate(here)
        for post, shift in (("A", 0), ("B", 3))
    ]
    Posting.objects.bulk_create(
        [Posting(village=one, post=post, registration=who, valid_from=LONG_AGO) for one, post, who in held]
    )
    return here, roster


def main() -> None:
    """A step: medians, files, sessions or districts N."""
    os.environ["DJANGO_ALLOWED_HOSTS"] = "*"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    steps = {"medians": medians, "files": files, "sessions": sessions}
    found: Any = districts(int(sys.argv[2])) if sys.argv[1] == "districts" else steps[sys.argv[1]]()
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
