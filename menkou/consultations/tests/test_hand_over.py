"""移交: the giver loses it at once, the taker gains it, the asker sees the new name first; a post's end passes on."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.consultations import actions, jobs, queries
from menkou.consultations.models import Consultation, Handover
from menkou.consultations.passing import actions as passing
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.postings import actions as postings
from menkou.postings.models import Plan, Posting
from tests.cast import LONG_AGO


def holder_of(consultation) -> str:
    consultation.refresh_from_db()
    return str(consultation.holder)


def hand_over(by, consultation) -> Handover:
    return passing.hand_over(by=by, consultation=consultation, reason="away")


@pytest.fixture
def contract(village, institutions):
    """红花村 has engaged Chen's firm."""
    return Contract.objects.create(
        village=village, institution=institutions["firm"], valid_from=LONG_AGO, valid_until=date(2090, 1, 1)
    )


@pytest.fixture
def end(contract, bureau):
    return lambda: engagements.end(by=bureau, contract=contract, reason="机构注销")


def test_the_giver_loses_it_at_once_and_the_taker_gains_it(consultation, adviser_a, adviser_b):
    hand_over(adviser_a, consultation)

    assert holder_of(consultation) == "林芳"
    assert not queries.mine(adviser_a).exists()
    assert list(queries.mine(adviser_b)) == [consultation]
    with pytest.raises(Refused):
        actions.read(by=adviser_a, consultation=consultation)
    assert actions.read(by=adviser_b, consultation=consultation)


def test_the_taker_gets_word_without_content(consultation, adviser_a, lin):
    hand_over(adviser_a, consultation)

    word = Outgoing.objects.get(key__startswith="handed-over")
    assert word.address == f"registration:{lin.pk}"
    assert not set("邻居墙宅基地") & set(word.words)


def test_the_asker_sees_the_name_before_it_is_read(consultation, adviser_a, client, resident):
    hand_over(adviser_a, consultation)

    assert consultation.read_at is None
    assert "由陈明转给林芳（基层法律服务工作者）接着办" in queries.handovers_of(consultation).get().words
    assert next(iter(queries.asked_by(resident))).holder.adviser.name == "林芳"


def test_it_can_be_handed_back(consultation, adviser_a, adviser_b):
    hand_over(adviser_a, consultation)
    assert holder_of(consultation) == "林芳"
    hand_over(adviser_b, consultation)

    assert holder_of(consultation) == "陈明"
    assert Handover.objects.count() == 2


def test_what_was_on_its_way_at_the_hand_over_is_not_said_in_the_taker_s_name(consultation, adviser_a):
    seen_before = Consultation.objects.get()
    hand_over(adviser_a, consultation)

    for late in (
        lambda: actions.answer(by=adviser_a, consultation=seen_before, text="晚了", form="c" * 32),
        lambda: actions.close(by=adviser_a, consultation=seen_before, minutes=1, category="land"),
        lambda: hand_over(adviser_a, seen_before),
    ):
        with pytest.raises(Conflict, match="刚刚移交"):
            late()
    assert Handover.objects.count() == 1


def test_without_another_post_there_is_nobody_to_hand_over_to(consultation, adviser_a):
    Posting.objects.filter(post="B").delete()

    with pytest.raises(Conflict, match="没法移交"):
        hand_over(adviser_a, consultation)


def test_what_is_closed_is_not_handed_over(answered, adviser_a):
    actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")

    with pytest.raises(Conflict, match="办结"):
        hand_over(adviser_a, answered)


def test_only_the_holder_hands_over(consultation, adviser_b, office, bureau, resident):
    for by in (adviser_b, office, bureau, resident):
        with pytest.raises(Refused, match="移交"):
            hand_over(by, consultation)


def test_the_database_refuses_a_handover_to_oneself(consultation, chen):
    with pytest.raises(IntegrityError, match="nobody_hands_over_to_themselves"), transaction.atomic():
        Handover.objects.create(consultation=consultation, giver=chen, taker=chen, reason="away", handed_at=clock.now())


def test_the_former_adviser_loses_access_the_day_the_post_ends(consultation, adviser_a, chen):
    tomorrow = clock.today() + timedelta(days=1)
    Posting.objects.filter(registration=chen).update(valid_until=tomorrow)
    eve = clock.start_of(tomorrow)

    with time_machine.travel(eve - timedelta(seconds=1), tick=False):
        assert queries.mine(adviser_a).exists()
    with time_machine.travel(eve, tick=False):
        assert not queries.mine(adviser_a).exists()
        with pytest.raises(Refused):
            actions.read(by=adviser_a, consultation=consultation)


def test_when_a_contract_ends_open_matters_pass_to_who_is_on_duty(consultation, adviser_b, end):
    end()

    assert holder_of(consultation) == "林芳"
    assert consultation.post == "B"
    assert Handover.objects.get().reason == Handover.Reason.POST_ENDED
    assert list(queries.mine(adviser_b)) == [consultation]


def test_who_did_not_agree_is_asked_first(ask, resident, stranger, adviser_b, end):
    consultation = ask(resident, may_hand_over=False).consultation
    end()

    assert holder_of(consultation) == "陈明"
    assert not queries.mine(adviser_b).exists()
    with pytest.raises(Refused):
        passing.agree_to_hand_over(by=stranger, consultation=consultation)

    passing.agree_to_hand_over(by=resident, consultation=consultation)
    assert holder_of(consultation) == "林芳"
    assert list(queries.mine(adviser_b)) == [consultation]


def test_agreeing_while_nothing_has_changed_passes_nothing_on(ask, resident):
    consultation = ask(resident, may_hand_over=False).consultation
    passing.agree_to_hand_over(by=resident, consultation=consultation)

    assert holder_of(consultation) == "陈明"
    assert not Handover.objects.exists()


def test_a_closed_matter_is_never_passed_on(answered, adviser_a, adviser_b, resident, end):
    actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")
    end()

    with pytest.raises(Conflict, match="办结"):
        passing.agree_to_hand_over(by=resident, consultation=answered)
    assert holder_of(answered) == "陈明"
    assert not queries.mine(adviser_b).exists()


def test_a_plan_for_tomorrow_passes_open_matters_on_tomorrow(consultation, bureau, district, village, lin, wu):
    tomorrow = clock.today() + timedelta(days=1)
    plan = Plan(value=1, bound=1, seconds=1, valid_from=tomorrow)
    posts = [
        Posting(village=village, post=post, registration=who, valid_from=tomorrow)
        for post, who in (("A", wu), ("B", lin))
    ]
    postings.publish(by=bureau, district=district, plan=plan, postings=posts, pairings=[])
    jobs.pass_on_what_is_left_behind()
    assert holder_of(consultation) == "陈明"

    with time_machine.travel(clock.start_of(tomorrow), tick=False):
        jobs.pass_on_what_is_left_behind()
        jobs.pass_on_what_is_left_behind()
    assert holder_of(consultation) == "吴刚"
    assert Handover.objects.count() == 1


def test_where_nobody_is_on_duty_the_sweep_leaves_no_trace(consultation):
    Posting.objects.all().delete()
    before = AuditEntry.objects.count()
    jobs.pass_on_what_is_left_behind()

    assert AuditEntry.objects.count() == before
    assert Consultation.objects.get().holder_id == consultation.holder_id
