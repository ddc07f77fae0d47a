"""As many groups as a province has: put down for each within minutes of work, and the page of it opens at once."""

import time

import pytest

from menkou.advisers.models import Adviser, Registration
from menkou.broadcasts import actions, jobs
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.models import Delivery, Task
from menkou.broadcasts.tests.conftest import WORDS, written
from menkou.channels.models import Account
from menkou.core.actors import CLOCK
from menkou.core.models import Outgoing
from menkou.groups.models import Group
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG

JIANGSU, DISTRICT = 19_288, 440  # groups (domain.md 4.1)


def many(townships, institutions, number: int) -> None:
    """So many villages with a group each: a twentieth by robots, as many by tasks, the others by hand."""
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    villages = [Village(code=f"9999{n:08}", name=f"第{n}村委会", **facts) for n in range(number)]
    Village.objects.bulk_create(villages, batch_size=1000)
    advisers = [Adviser(name=f"顾问{n}", kind="lawyer", licence_no=f"L{n:014}") for n in range(number // 10 + 1)]
    Adviser.objects.bulk_create(advisers)
    held = {"institution": institutions["firm"], "phone": "1", "valid_from": LONG_AGO}
    people = Registration.objects.bulk_create(Registration(adviser=one, **held) for one in advisers)
    mass = Account.objects.create(kind="mass", name="群发", number="m", sealed=b"x", is_on=True)
    robots = [Account(kind="robot", name="r", number=f"r{n}", sealed=b"x", is_on=True) for n in range(number // 20 + 1)]
    Account.objects.bulk_create(robots)
    Group.objects.bulk_create(
        (group(n, village, people[n // 10], robots, mass) for n, village in enumerate(villages)), batch_size=1000
    )


def group(number: int, village: Village, owner: Registration, robots: list[Account], mass: Account) -> Group:
    means: dict = {"means": "hand"}
    if number % 20 == 0:
        means = {"means": "robot", "account": robots[number // 20]}
    elif number % 20 == 1:
        means = {"means": "mass", "account": mass, "chat_id": f"wr{number}", "sender": f"m{number // 400}"}
    facts = {"level": "village", "form": "wecom", "name": f"第{number}村群", "village": village, "registration": owner}
    return Group(**facts, **means)


@pytest.mark.parametrize(
    ("number", "within_s"), [(DISTRICT, 10), pytest.param(JIANGSU, 300, marks=pytest.mark.nightly)]
)
def test_so_many_groups_are_put_down_and_their_receipts_taken_in_time(
    number, within_s, bureau, second, townships, institutions, sign_in
):
    many(townships, institutions, number)
    notice = written(levels=["village"])
    actions.draft(by=bureau, notice=notice)
    actions.hand_in(by=bureau, notice=notice)
    actions.approve(by=second, notice=notice, edition=1)

    began = time.perf_counter()
    jobs.spread(district_id=notice.district_id, notice_id=str(notice.pk))
    spread_s = time.perf_counter() - began
    for row in Delivery.objects.filter(means="robot").select_related("notice"):
        bringing.note_sent(by=CLOCK, notice=row.notice, delivery=row.pk)
    took_s = time.perf_counter() - began
    opening = time.perf_counter()
    page = sign_in(bureau).get(f"/{SLUG}/pushes/{notice.pk}/")
    opened_s = time.perf_counter() - opening
    print(f"\n{number} groups: put down {spread_s:.1f} s, with receipts {took_s:.1f} s, page {opened_s:.2f} s")  # noqa: T201

    assert Delivery.objects.count() == number
    assert Outgoing.objects.filter(channel=bringing.ROBOT).count() == Delivery.objects.filter(means="robot").count()
    assert Task.objects.filter(part=1).exists()
    assert WORDS["title"] in page.content.decode()
    assert took_s < within_s
