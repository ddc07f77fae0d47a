"""抽查: drawn by chance and kept, looked at by a person, answered by its adviser; nothing follows by itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.paginator import Paginator
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.places.models import Rule
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Check, Draw, Entry, Outcome
from menkou.worklogs.rules import sampling as rules
from menkou.worklogs.sampling import actions, queries


@pytest.fixture
def differs(draw, office):
    """One of Chen's, at which the village says that nobody came."""
    one = draw().checks.filter(entry__author__adviser__name="陈明").first()
    return actions.check(by=office, check=one, result="differs", how="called", note="村里说那天没有讲课")


def test_a_draw_keeps_all_that_it_takes_to_draw_again(draw, office):
    made = draw()

    assert (made.count, made.percent, made.per_adviser, made.drawn_by_id) == (31, 10, 2, office.user_id)
    assert len(bytes(made.seed)) == 32
    assert rules.digest_of(bytes(made.population)) == bytes(made.digest)
    assert made.checks.count() == 4
    assert made.checks.filter(entry__author__adviser__name="林芳").count() == 1
    assert queries.redrawn(made, taken(made)) == queries.Redrawn(True, True)
    assert AuditEntry.objects.get().what == "worklog.sample_drawn"


def test_consultations_what_was_sent_back_and_other_months_are_not_drawn(draw, worked):
    Entry.objects.filter(pk=worked[0].pk).update(
        outcome="returned", review_note="x", reviewed_at=clock.now(), reviewed_by_id=_somebody()
    )
    ids = set(rules.ids_in(bytes(draw().population)))

    assert ids == {one.pk for one in worked[1:31]}


def taken(draw: Draw) -> list[UUID]:
    return [one.entry_id for one in queries.checks_of(draw)]


def _somebody() -> UUID:
    from menkou.accounts.models import User

    return User.objects.create(username="somebody").pk


def test_a_swapped_entry_is_noticed_by_drawing_again(draw, worked):
    made = draw()
    left_out = Entry.objects.filter(pk__in=rules.ids_in(bytes(made.population))).exclude(checks__draw=made).first()
    Check.objects.filter(pk=made.checks.first().pk).update(entry=left_out)

    assert queries.redrawn(made, taken(made)) == queries.Redrawn(True, False)


def test_a_second_draw_is_another_number_with_a_reason_and_the_first_stays(draw):
    first = draw()
    with pytest.raises(Invalid, match="原因"):
        draw(2)
    with pytest.raises(Conflict, match="刚才已经抽过"):
        draw(1)
    second = draw(2, "上次抽的都没法核")

    assert str(second) == "2026年3月第2次抽查"
    assert bytes(second.seed) != bytes(first.seed)
    assert first.checks.count() == 4


def test_only_a_period_that_is_over_and_has_entries_is_drawn_from(draw):
    for period, words in (("2026-04", "还没过完"), ("2026", "还没过完"), ("x", "请选")):
        with pytest.raises(Invalid, match=words):
            draw(period=period)
    with pytest.raises(Conflict, match="没有可以抽的"):
        draw(period="2025-12")


def test_the_size_follows_the_district_s_dated_rule(draw):
    for key, value in (("sample_percent", 50), ("sample_per_adviser", 1)):
        Rule.objects.create(key=key, value=value, valid_from=clock.today(), source="试行办法")

    made = draw()

    assert (made.percent, made.per_adviser, made.checks.count()) == (50, 1, 16)


def test_nobody_draws_but_the_office_of_the_township(draw, office_next_door, bureau, auditor, adviser_a, cadre):
    for by in (office_next_door, bureau, auditor, adviser_a, cadre):
        with pytest.raises(Refused, match="司法所"):
            draw(by=by)
    assert not Draw.objects.exists()


def test_the_database_lets_nobody_change_a_draw_or_take_it_away(draw):
    made = draw()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Draw.objects.filter(pk=made.pk).update(seed=b"0" * 32)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Draw.objects.filter(pk=made.pk)._raw_delete(using=Draw.objects.db)
    assert queries.redrawn(Draw.objects.get(), taken(made)) == queries.Redrawn(True, True)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"number": 2, "why": ""}, "another_draw_has_a_reason"),
        ({"count": 0}, "a_draw_is_from_something"),
        ({}, "a_draw_has_its_own_number"),
    ],
)
def test_the_database_refuses_a_draw(draw, change, refusal):
    made = draw()
    names = ("township", "period", "number", "why", "seed", "population", "digest", "count", "percent", "per_adviser")
    facts = {name: getattr(made, name) for name in (*names, "drawn_at", "drawn_by")} | change

    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        Draw.objects.create(**facts)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"result": "true"}, "a_result_has_its_way_person_and_time"),
        ({"note": "x"}, "a_result_has_its_way_person_and_time"),
        ({"reply": "x", "replied_at": date(2026, 1, 1)}, "a_reply_is_to_what_differs"),
        ({"ending": "cleared"}, "only_what_differs_comes_to_an_end"),
    ],
)
def test_the_database_refuses_half_a_check(draw, change, refusal):
    made = draw()
    if "replied_at" in change:
        change = change | {"replied_at": clock.now()}
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        made.checks.update(**change)


def test_the_database_refuses_what_differs_without_a_word(differs):
    with pytest.raises(IntegrityError, match="what_is_not_found_true_says_why"), transaction.atomic():
        Check.objects.filter(pk=differs.pk).update(note="")


def test_an_entry_is_checked_once_and_nothing_follows_by_itself(differs, office, chen):
    with pytest.raises(Conflict, match="已经核过"):
        actions.check(by=office, check=differs, result="true", how="called")
    entry = Entry.objects.get(pk=differs.entry_id)
    word = Outgoing.objects.get()

    assert entry.outcome == ""
    assert word.address == f"registration:{chen.pk}"
    assert "没有讲课" not in word.words


def test_what_is_not_found_true_needs_words(draw, office):
    one = draw().checks.first()
    for result in ("differs", "unknown"):
        with pytest.raises(Invalid, match="核到什么"):
            actions.check(by=office, check=one, result=result, how="called", note=" ")
    for wrong in ({"result": "", "how": "called"}, {"result": "true", "how": "guessed"}):
        with pytest.raises(Invalid, match="请选"):
            actions.check(by=office, check=one, **wrong)
    assert actions.check(by=office, check=one, result="true", how="evidence").checked_by_id == office.user_id


def test_before_its_adviser_has_spoken_nothing_is_sent_back_until_the_days_are_over(differs, office, april):
    with pytest.raises(Conflict, match="4月17日以后"):
        actions.send_back(by=office, check=differs, note="没有做")
    with pytest.raises(Conflict, match="抽查"):
        worklogs.send_back(by=office, entry=differs.entry, note="没有做")
    with pytest.raises(Conflict, match="抽查"):
        worklogs.verify(by=office, entry=differs.entry)
    april.shift(timedelta(days=7))
    actions.send_back(by=office, check=differs, note="没有做")

    assert Entry.objects.get(pk=differs.entry_id).outcome == Outcome.RETURNED


def test_after_a_reply_a_verified_entry_may_be_sent_back_and_is_corrected_like_any(draw, office, adviser_a, chen):
    one = draw().checks.filter(entry__author=chen).first()
    worklogs.verify(by=office, entry=one.entry)
    actions.check(by=office, check=one, result="differs", how="visited", note="来了十个人")
    actions.reply(by=adviser_a, check=one, text="人数写错了")
    actions.send_back(by=office, check=one, note="请改人数")

    returned = Entry.objects.get(pk=one.entry_id)
    assert (returned.outcome, returned.review_note) == (Outcome.RETURNED, "请改人数")
    assert worklogs.amend(by=adviser_a, entry=returned, minutes=60, summary="讲课", people=10).corrects == returned


def test_what_was_made_clear_stands_and_is_reviewed_as_ever(differs, office, adviser_a):
    actions.reply(by=adviser_a, check=differs, text="讲课在小学，村部不知道")
    actions.clear(by=office, check=differs)

    assert worklogs.verify(by=office, entry=differs.entry).outcome == Outcome.VERIFIED
    with pytest.raises(Conflict, match="已经了结"):
        actions.send_back(by=office, check=differs, note="x")
    with pytest.raises(Conflict, match="不用再说明"):
        actions.reply(by=adviser_a, check=differs, text="再说一遍")


def test_only_its_adviser_replies_and_only_the_office_ends_it(differs, adviser_a, adviser_b, office, office_next_door):
    for by in (adviser_b, office):
        with pytest.raises(Refused, match="写这条日志"):
            actions.reply(by=by, check=differs, text="x")
    for by in (adviser_a, office_next_door):
        with pytest.raises(Refused, match="司法所"):
            actions.clear(by=by, check=differs)
    with pytest.raises(Invalid, match="请写说明"):
        actions.reply(by=adviser_a, check=differs, text=" ")


def test_an_adviser_sees_of_a_sample_only_what_differs_of_their_own(differs, adviser_a, adviser_b, draw):
    others = Check.objects.exclude(pk=differs.pk)

    assert queries.check_for(adviser_a, differs.pk) == differs
    own = queries.WhatDiffersFirst(adviser_a)
    shown = own[0 : len(own)]
    assert (shown[0], shown[0].check_id, shown[1].check_id) == (differs.entry, differs.pk, None)
    assert [one for at in range(len(own)) for one in own[at : at + 1]] == shown
    assert (len({one.pk for one in shown}), own[len(own) : len(own) + 5]) == (len(own), [])
    for by, pk in ((adviser_b, differs.pk), *((adviser_a, one.pk) for one in others)):
        with pytest.raises(Check.DoesNotExist):
            queries.check_for(by, pk)


@pytest.mark.parametrize("size", [1, 3, 7, 40])
def test_over_all_pages_each_entry_stands_once_also_one_that_differs_in_several_samples(
    size, differs, adviser_a, draw, worked
):
    facts = {"result": "differs", "how": "called", "note": "x", "checked_at": clock.now()}
    facts["checked_by_id"] = differs.checked_by_id
    for number in (2, 3):
        another = draw(number, "再看一次")
        Check.objects.get_or_create(draw=another, entry=differs.entry)
        some = Check.objects.filter(draw=another).order_by("entry_id")[:3]
        Check.objects.filter(pk__in=[one.pk for one in some] + list(_of(differs.entry, another))).update(**facts)

    pages = Paginator(queries.WhatDiffersFirst(adviser_a), size)
    shown = [one for number in pages.page_range for one in pages.page(number)]

    own = Entry.objects.filter(author__adviser__name="陈明")
    assert sorted(one.pk for one in shown) == sorted(own.values_list("pk", flat=True))
    at_head = [one.check_id is not None for one in shown]
    assert at_head == sorted(at_head, reverse=True)
    still = own.filter(queries.differs_still())
    assert {one.pk for one in shown if one.check_id} == set(still.values_list("pk", flat=True))
    assert next(one.check_id for one in shown if one == differs.entry) == differs.pk


def _of(entry: Entry, draw: Draw):
    return Check.objects.filter(entry=entry, draw=draw).values_list("pk", flat=True)
