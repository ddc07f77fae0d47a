"""谁看过: every opening of a matter is told to its asker and to nobody else; none is ever changed or taken away."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from menkou.consultations import actions, viewings
from menkou.consultations.models import Viewing
from menkou.consultations.passing import actions as passing
from menkou.consultations.pickup import actions as pickup
from menkou.core import clock
from menkou.core.errors import Refused
from tests.cast import SLUG
from tests.counting import at_most


@pytest.fixture
def hands():
    with time_machine.travel("2026-11-03 10:20+08:00", tick=False) as hands:
        yield hands


def words(consultation) -> list[str]:
    return [line.words for line in viewings.told_of(consultation, consultation.handover_set.all())]


def test_an_opening_is_told_by_name_title_day_and_minute(hands, consultation, adviser_a):
    actions.read(by=adviser_a, consultation=consultation)

    assert words(consultation) == ["11月3日 10:20，陈明（律师）看过。"]


def test_openings_of_one_person_and_day_are_one_line(hands, consultation, adviser_a):
    for _ in range(3):
        actions.read(by=adviser_a, consultation=consultation)
        hands.shift(timedelta(minutes=10))
    hands.shift(timedelta(days=1))
    actions.read(by=adviser_a, consultation=consultation)

    assert words(consultation) == [
        "11月4日 10:50，陈明（律师）看过。",
        "11月3日 10:20，陈明（律师）看过，接着一共看了 3 次。",
    ]


def test_whoever_stands_in_is_named_as_such_and_the_hand_over_stands_between(hands, consultation, adviser_a, adviser_b):
    actions.read(by=adviser_a, consultation=consultation)
    hands.shift(timedelta(minutes=1))
    passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
    consultation.refresh_from_db()
    hands.shift(timedelta(minutes=1))
    actions.read(by=adviser_b, consultation=consultation)

    newest, handed, oldest = words(consultation)
    assert newest == "11月3日 10:22，林芳（基层法律服务工作者，替班）看过。"
    assert "由陈明" in handed
    assert oldest.startswith("11月3日 10:20，陈明")


def test_that_the_code_opened_it_is_told_and_a_wrong_code_leaves_nothing(hands, consultation, stranger, district):
    pickup.pick_up(by=stranger, district=district, typed=actions.pickup_code(consultation))
    pickup.pick_up(by=stranger, district=district, typed="22222222")

    assert words(consultation) == ["11月3日 10:20，有人凭取件码打开过。"]


def test_who_may_not_read_leaves_no_line_and_opens_nothing(consultation, adviser_b):
    with pytest.raises(Refused):
        actions.read(by=adviser_b, consultation=consultation)

    assert not Viewing.objects.exists()


def test_openings_of_one_matter_are_not_told_of_another(hands, consultation, ask, resident, adviser_a):
    other = ask(resident).consultation
    actions.read(by=adviser_a, consultation=other)

    assert words(consultation) == []
    assert len(words(other)) == 1


def test_the_thread_shows_the_lines(client, village, chen, adviser_a):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    asked = client.post(f"/{SLUG}/v/{village.code}/ask", {"text": "问一句"})
    thread = asked.headers["Location"].removesuffix("delivered")
    found = actions.Consultation.objects.get()
    before = client.get(thread).content.decode()
    actions.read(by=adviser_a, consultation=found)

    with at_most(13):  # a matter also has a complaint
        page = client.get(thread).content.decode()
    assert "还没有人打开过" in before
    assert "陈明（律师）看过" in page


def test_no_line_can_be_changed_or_removed(consultation, adviser_a):
    actions.read(by=adviser_a, consultation=consultation)

    for change in (lambda: Viewing.objects.update(way="copied"), Viewing.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    assert Viewing.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"way": "read"}, "staff_are_named"),
        ({"way": "inspected"}, "staff_are_named"),
        ({"way": "copied", "by": True}, "staff_are_named"),
        ({"way": "read", "by": True, "later": 1}, "only_an_inspection_is_told_later"),
        ({"way": "inspected", "by": True, "later": -1}, "a_viewing_is_told_afterwards"),
    ],
)
def test_the_database_refuses_lines_that_hide_somebody(consultation, adviser_a, facts, rule):
    now = clock.now()
    told = now + timedelta(days=facts.get("later", 0))
    who = adviser_a.user_id if facts.get("by") else None
    row = Viewing(consultation=consultation, way=facts["way"], viewed_at=now, told_at=told, viewed_by_id=who)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        row.save(force_insert=True)


def test_a_deferred_line_appears_by_itself(hands, consultation, bureau):
    viewings.note(consultation, bureau, Viewing.Way.INSPECTED, told_at=clock.now() + timedelta(days=30))

    assert words(consultation) == []
    hands.shift(timedelta(days=30))
    assert words(consultation) == ["11月3日 10:20，司法局bureau特别查阅过。"]
