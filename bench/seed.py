"""What the bench runs on: `base` makes a district of invented people, `fill N` loads consultations until N are there.

Open work is the same however many are stored, as in life: what grows with the years are the closed ones. They are
loaded by PostgreSQL itself, under row security; their words are one fixed blob of the right length.
"""

import json
import sys
import time
from datetime import date, timedelta

TOWNSHIPS, VILLAGES, ADVISERS, INSTITUTIONS = 15, 440, 95, 12
LONG_AGO = date(2020, 1, 1)
SLUG = "bench"
OPEN_OF_READER = 30  # a third of them answered
ASKED_AT = 40  # villages that the load asks in; none of the reader's
TEXT = "我家去年把三亩地租给了邻村的人种，合同写的是一年一付，今年到期他一直拖着不给钱，电话也不接，我想问问这个钱怎么要回来，地能不能收回"[
    :60
]

# One row a number: a village with its A post, a moment, and identities that sort by it; told apart by :salt.
FACTS = """
with posts as (
  select row_number() over (order by village_id) - 1 as n, count(*) over () as how_many, village_id, registration_id
    from postings_posting where post = 'A' and (%(reader)s::uuid is null or registration_id = %(reader)s)
), numbered as (
  select i, to_timestamp(%(start)s + i * %(step)s) as asked_at, md5(%(salt)s || i) as noise
    from generate_series(1, %(count)s) as i
), facts as (
  select i, asked_at, noise, village_id, registration_id, case when i %% 3 = 0 then %(third)s else %(state)s end as state,
         (lpad(to_hex((extract(epoch from asked_at) * 1000)::bigint), 12, '0') || substr(noise, 13))::uuid as id
    from numbered join posts on posts.n = i %% posts.how_many
)
"""
ENTRIES = """
insert into worklogs_entry
  (id, village_id, author_id, recorded_at, kind, done_on, minutes, summary, outcome, review_note)
select id, village_id, registration_id, asked_at, 'consultation', asked_at::date, 10, '', '', '' from facts
 where state = 'closed'
"""
CONSULTATIONS = """
insert into consultations_consultation
  (id, village_id, holder_id, post, state, may_hand_over, asked_at, due_at, read_at, first_answered_at, answered_at,
   closed_at, category, minutes, entry_id, code_digest, device_digest, once_digest, asked_digest)
select id, village_id, registration_id, 'A', state, true, asked_at, asked_at + interval '1 day', asked_at,
       answered_at, answered_at, case when state = 'closed' then answered_at end,
       case when state = 'closed' then %(category)s else '' end, case when state = 'closed' then 10 end,
       case when state = 'closed' then id end, digest, digest, digest, digest
  from facts, lateral (select sha256(noise::bytea) as digest,
                              case when state <> 'waiting' then asked_at + interval '1 hour' end as answered_at) as more
"""
KEYS = """
insert into consultations_casekey (id, consultation_id, wrapped) select id, id, %(wrapped)s from facts
"""
MESSAGES = """
insert into consultations_message (id, consultation_id, author_id, sealed, visible_at)
select overlay(md5(noise || side) placing left(replace(id::text, '-', ''), 12) from 1)::uuid, id,
       case when side = 1 then registration_id end, %(sealed)s, asked_at + side * interval '1 hour'
  from facts, generate_series(0, 1) as side where side = 0 or state <> 'waiting'
"""


def base() -> dict:
    """A district with places, people on posts, one adviser who is signed in, and one real consultation of theirs."""
    from menkou.core.scope import within
    from menkou.places.models import District

    district = District.objects.create(slug=SLUG, name="测速区", code="999999")
    with within(district.pk):
        villages, roster = _places(), _roster()
        _posts(villages, roster)
        session = _sign_in(roster[0])
        own, other = villages[0], [village for n, village in enumerate(villages) if n % ADVISERS][:ASKED_AT]
        consultation = _ask(own)
    return {
        "district_id": district.pk,
        "reader_id": str(roster[0].pk),
        "village": own.code,
        "asked_at": [village.code for village in other],
        "consultation": str(consultation.pk),
        "session": session,
    }


def fill(total: int) -> None:
    """Load consultations until so many are stored."""
    from django.db import connection

    from menkou.consultations.rules.categories import CATEGORIES
    from menkou.core.scope import within
    from menkou.places.models import District

    district = District.objects.get(slug=SLUG)
    reader = _reader_id(district.pk)
    now = time.time()
    closed = total - VILLAGES - OPEN_OF_READER - 1
    years_s = timedelta(days=3 * 365).total_seconds()
    lots = [
        {"count": closed, "start": now - years_s - 30 * 86400, "step": years_s / closed, "state": "closed"},
        {"count": VILLAGES, "start": now - 5 * 3600, "step": 30, "state": "waiting"},
        {"count": OPEN_OF_READER, "start": now - 3600, "step": 60, "state": "waiting", "reader": reader},
    ]
    with within(district.pk), connection.cursor() as cursor:
        for salt, lot in enumerate(lots):
            third = "closed" if lot["state"] == "closed" else "answered"
            facts: dict = {"reader": None, "third": third, "salt": f"{salt}:", "category": CATEGORIES[0][0]} | lot
            facts |= {"sealed": b"\1" * 210, "wrapped": b"\1" * 64}
            for insert in (ENTRIES, CONSULTATIONS, KEYS, MESSAGES):
                order = insert.strip()
                cursor.execute(f"{order.partition('select')[0]} {FACTS} select {order.partition('select')[2]}", facts)


def _places() -> list:
    from menkou.places.models import JudicialOffice, Township, Village

    towns = [Township(code=f"999999{n:03}", name=f"第{n}镇", kind="town") for n in range(1, TOWNSHIPS + 1)]
    Township.objects.bulk_create(towns)
    contact = {"phone": "0537-0000001", "address": "测速路1号"}
    JudicialOffice.objects.bulk_create([JudicialOffice(township=t, name=f"{t.name}司法所", **contact) for t in towns])
    villages = []
    for n in range(VILLAGES):
        town = towns[n % TOWNSHIPS]
        code = f"{town.code}{n // TOWNSHIPS + 200:03}"
        facts = {"name": f"第{n + 1}村村民委员会", "kind": "village", "valid_from": LONG_AGO}
        villages.append(Village(township=town, code=code, **facts))
    Village.objects.bulk_create(villages, batch_size=500)
    return villages


def _roster() -> list:
    from menkou.advisers.models import Adviser, Institution, Registration

    contact = {"phone": "0537-0000002", "address": "测速路2号"}
    firms = [
        Institution(name=f"第{n}律师事务所", kind="law_firm", credit_code=f"31000000000000{n:04}", **contact)
        for n in range(INSTITUTIONS)
    ]
    Institution.objects.bulk_create(firms)
    people = [Adviser(name=f"顾问{n}", kind="lawyer", licence_no=f"199{n:014}") for n in range(ADVISERS)]
    Adviser.objects.bulk_create(people)
    roster = [
        Registration(adviser=one, institution=firms[n % INSTITUTIONS], phone="10000000001", valid_from=LONG_AGO)
        for n, one in enumerate(people)
    ]
    Registration.objects.bulk_create(roster)
    return roster


def _posts(villages: list, roster: list) -> None:
    from menkou.postings.models import Posting

    held = []
    for n, village in enumerate(villages):
        for post, shift in (("A", 0), ("B", 47)):
            who = roster[(n + shift) % ADVISERS]
            held.append(Posting(village=village, post=post, registration=who, valid_from=LONG_AGO))
    Posting.objects.bulk_create(held, batch_size=500)


def _sign_in(registration) -> str:
    """An account for an adviser, and the session of a browser in which they are signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from menkou.accounts.models import Membership, User
    from menkou.core.actors import Role

    user = User(username="bench", name="顾问0")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=Role.ADVISER, registration=registration, valid_from=LONG_AGO)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return session.session_key


def _ask(village):
    from menkou.consultations import intake
    from menkou.core.actors import Actor

    resident = Actor(None, "居民", device=b"d" * 32)
    asked = intake.ask_once(by=resident, village=village, text=TEXT, form="0" * 32, may_hand_over=True)
    return asked.consultation


def _reader_id(district_id: int) -> str:
    from menkou.accounts.models import Membership
    from menkou.core.scope import within

    with within(district_id):
        return str(Membership.objects.get(user__username="bench").registration_id)


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "base":
        sys.stdout.write(json.dumps(base()))
    else:
        fill(int(sys.argv[2]))
