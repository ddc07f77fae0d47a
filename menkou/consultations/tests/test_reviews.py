"""评查副本 (R5): the bureau reads what an asker released, and nothing of it once it is taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.consultations import actions as consultations
from menkou.consultations import consents, content, jobs, viewings
from menkou.consultations.interests import recording
from menkou.consultations.locking import actions as locking
from menkou.consultations.models import CaseKey, Consent, Consultation, CopiedText, Interest, Message, ReviewCopy
from menkou.consultations.passing import actions as passing
from menkou.consultations.referring import actions as referring
from menkou.consultations.reviewing import actions, queries, sealing
from menkou.consultations.rights import actions as rights
from menkou.consultations.tests.released import release
from menkou.core import clock
from menkou.core.actors import CLOCK, Actor, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.places.models import Rule
from tests.cast import LONG_AGO, QUESTION

FORM, OTHER_FORM = "7" * 32, "8" * 32
MASKED = "某村的某人占了地。"
THINKS = "没有告诉他怎么取证"
State = ReviewCopy.State


@pytest.fixture
def copy(answered, resident) -> ReviewCopy:
    return release(by=resident, consultation=answered, may_publish=False, form=FORM)


@pytest.fixture
def proposed(answered, adviser_a) -> ReviewCopy:
    return actions.propose(by=adviser_a, consultation=answered, text=MASKED, form=OTHER_FORM)


def said(consultation) -> list[tuple[str, bool]]:
    return [(one.about, one.is_given) for one in consents.said_of(consultation) if one.about in ("review", "publish")]


def test_what_is_released_is_a_copy_of_its_own_without_name_number_and_village(ask, resident, adviser_a, bureau):
    text = "红花村委会不管，红花镇也不管，红花村的人都知道，我电话13812345678，陈明说的"
    asked = ask(resident, text).consultation
    content.name_sides(asked, {"asker": "王秀英", "other": "李四"})
    consultations.answer(by=adviser_a, consultation=asked, text="王秀英您好，找李四谈。", form="6" * 32)
    Message.objects.update(visible_at=asked.asked_at)
    Consultation.objects.update(first_answered_at=asked.asked_at, answered_at=asked.asked_at)
    asked.refresh_from_db()

    copy = release(by=resident, consultation=asked, may_publish=False, form=FORM)

    words = actions.read(by=bureau, copy=copy)
    assert copy.pk != asked.pk
    assert copy.number != asked.reference
    assert words == (
        "居民问：\n〔本村村（居）委会〕不管，〔本镇街〕也不管，〔本村〕的人都知道，我电话〔手机号〕，〔顾问〕说的\n\n"
        "顾问答：\n〔本人〕您好，找〔对方〕谈。"
    )
    assert words.encode() not in bytes(CopiedText.objects.get().sealed)


def test_what_can_still_be_taken_back_and_what_was_spoken_stays_out(copy, answered, adviser_a, resident, bureau):
    actions.take_back(by=resident, copy=copy)
    consultations.answer(by=adviser_a, consultation=answered, text="还没送到", form="9" * 32)
    Consultation.objects.update(answered_at=answered.asked_at)
    content.add(answered, "", author_id=None)
    again = release(by=resident, consultation=Consultation.objects.get(), may_publish=False, form=OTHER_FORM)

    words = actions.read(by=bureau, copy=again)
    assert "还没送到" not in words
    assert "没有附在这里" in words


@pytest.mark.parametrize("wishes", [True, False])
def test_the_two_consents_are_kept_apart_each_with_its_text(answered, resident, wishes):
    copy = release(by=resident, consultation=answered, may_publish=wishes, form=FORM)

    assert said(answered) == [("review", True), ("publish", wishes)]
    assert set(Consent.objects.filter(about="review").values_list("text_version", flat=True)) == {"2026-11-review"}
    assert set(Consent.objects.filter(about="publish").values_list("text_version", flat=True)) == {"2026-11-publish"}
    assert actions.allow_publishing(by=resident, copy=copy, is_allowed=not wishes)
    assert not actions.allow_publishing(by=resident, copy=copy, is_allowed=not wishes)
    assert said(answered)[-1] == ("publish", not wishes)
    assert ReviewCopy.objects.get().may_publish is not wishes


def test_nothing_is_released_before_it_is_answered_or_twice(consultation, resident, adviser_a):
    facts = {"by": resident, "may_publish": False}
    with pytest.raises(Conflict, match="还没有回复"):
        release(consultation=consultation, form=FORM, **facts)
    with pytest.raises(Conflict, match="还没有回复"):
        actions.propose(by=adviser_a, consultation=consultation, text=MASKED, form=FORM)
    consultations.answer(by=adviser_a, consultation=consultation, text="答", form="6" * 32)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        matter = Consultation.objects.get()
        copy = release(consultation=matter, form=FORM, **facts)
        assert release(consultation=matter, form=FORM, **facts) == copy
        with pytest.raises(Conflict, match="已经有一份"):
            release(consultation=matter, form=OTHER_FORM, **facts)
        with pytest.raises(Conflict, match="已经交了一份"):
            actions.propose(by=adviser_a, consultation=matter, text=MASKED, form=OTHER_FORM)


def test_the_advisers_copy_is_read_only_after_its_asker_agreed_to_this_very_text(proposed, answered, request):
    bureau, resident, adviser = (request.getfixturevalue(one) for one in ("bureau", "resident", "adviser_a"))
    with pytest.raises(Refused):
        actions.read(by=bureau, copy=proposed)
    with pytest.raises(Conflict, match="拟好"):
        release(by=resident, consultation=answered, may_publish=False, form=FORM)
    second = actions.propose(by=adviser, consultation=answered, text=MASKED + "（改过）", form=FORM)
    with pytest.raises(Conflict, match="收回"):
        actions.agree(by=resident, copy=proposed, may_publish=False)

    actions.agree(by=resident, copy=second, may_publish=True)
    actions.agree(by=resident, copy=second, may_publish=True)
    assert actions.read(by=bureau, copy=second) == MASKED + "（改过）"
    assert said(answered) == [("review", True), ("publish", True)]
    assert QUESTION not in sealing.words_of(second)


def test_what_is_declined_is_gone_and_a_new_holder_ends_what_waits(proposed, answered, resident, adviser_a, lin):
    passing.hand_over(by=adviser_a, consultation=answered, reason="away")
    proposed.refresh_from_db()
    assert (proposed.state, CopiedText.objects.count()) == (State.REPLACED, 0)

    matter = Consultation.objects.get()
    holder = Actor(adviser_a.user_id, "林芳", frozenset({(Role.ADVISER.value, lin.pk)}))
    again = actions.propose(by=holder, consultation=matter, text=MASKED, form=FORM)
    assert actions.take_back(by=resident, copy=again)
    assert not actions.take_back(by=resident, copy=again)
    again.refresh_from_db()
    assert (again.state, said(answered)) == (State.DECLINED, [("review", False)])
    assert not CaseKey.objects.filter(copy__isnull=False).exists()


def test_each_reading_is_a_line_for_the_asker(copy, answered, bureau):
    actions.read(by=bureau, copy=copy)
    actions.read(by=bureau, copy=copy)

    line = viewings.told_of(answered)[0].words
    assert "司法局bureau看过您给他们评查的那一份，接着一共看了 2 次" in line


def test_the_opinion_is_said_once_sealed_and_for_the_holder(copy, answered, bureau, make_actor):
    facts = {"copy": copy, "verdict": "needs_work", "text": THINKS}
    actions.judge(by=bureau, **facts)
    assert actions.judge(by=bureau, **facts).verdict == "needs_work"
    with pytest.raises(Conflict, match="评过了"):
        actions.judge(by=make_actor(Role.JUSTICE_BUREAU, "second"), **facts)

    assert sealing.opinion_of(copy) == THINKS
    assert THINKS not in str(content.open_for_adviser(answered))
    assert Outgoing.objects.get(key=f"reviewed:{copy.pk}").address == f"registration:{answered.holder_id}"


@pytest.mark.parametrize("who", ["office", "auditor", "operator", "cadre", "adviser_a", "adviser_b", "stranger"])
def test_nobody_else_reads_judges_or_releases(copy, answered, request, who):
    by = request.getfixturevalue(who)
    for act in (
        lambda: actions.read(by=by, copy=copy),
        lambda: actions.judge(by=by, copy=copy, verdict="good", text=""),
        lambda: actions.take_back(by=by, copy=copy),
        lambda: release(by=by, consultation=answered, may_publish=False, form=OTHER_FORM),
        lambda: actions.end_over(by=by, copy=copy),
    ):
        with pytest.raises(Refused):
            act()
    assert list(queries.readable_by(by)) == []


def concerned(how: str, copy, make_actor, chen, lin, village, institutions) -> Actor:
    """An officer of the bureau whom the matter concerns."""
    officer = make_actor(Role.JUSTICE_BUREAU, "赵科长")
    if how == "by name":
        content.name_sides(copy.consultation, {"other": "赵 科长"})
    elif how == "an interest":
        recording.keep_out(
            copy.consultation, [Interest(institution=lin.institution, registration=lin, kind="relative")]
        )
        Membership.objects.create(user_id=officer.user_id, role="adviser", registration=lin, valid_from=LONG_AGO)
    elif how == "the holder, once":
        once = {"valid_from": LONG_AGO, "valid_until": clock.today()}
        Membership.objects.create(user_id=officer.user_id, role="adviser", registration=chen, **once)
    else:
        of = {"village_cadre": {"village": village}, "institution_director": {"institution": institutions["firm"]}}[how]
        Membership.objects.create(user_id=officer.user_id, role=how, valid_from=LONG_AGO, **of)
    return actor_for(User.objects.get(pk=officer.user_id))


@pytest.mark.parametrize("how", ["the holder, once", "institution_director", "village_cadre", "an interest", "by name"])
def test_no_officer_reads_what_concerns_them(copy, bureau, make_actor, chen, lin, village, institutions, how):
    by = concerned(how, copy, make_actor, chen, lin, village, institutions)

    assert list(queries.readable_by(by)) == []
    with pytest.raises(Refused):
        actions.read(by=by, copy=copy)
    assert list(queries.readable_by(bureau)) == [copy]


def test_a_thread_with_a_secret_is_released_only_by_who_says_it(answered, resident, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    locking.set_secret(by=resident, consultation=answered, typed="三月麦子")
    answered.refresh_from_db()

    with pytest.raises(Refused):
        release(by=resident, consultation=answered, may_publish=False, form=FORM)


def test_of_whom_was_sent_to_the_police_no_case_is_made(answered, resident, adviser_a):
    referring.refer(by=adviser_a, consultation=answered, to="110", text="先报警。", bring="", form="5" * 32)
    Consultation.objects.update(answered_at=answered.asked_at)
    matter = Consultation.objects.get()

    with pytest.raises(Conflict, match="不做成案例"):
        release(by=resident, consultation=matter, may_publish=True, form=FORM)
    copy = release(by=resident, consultation=matter, may_publish=False, form=FORM)
    with pytest.raises(Conflict, match="不做成案例"):
        actions.allow_publishing(by=resident, copy=copy, is_allowed=True)


def test_taken_back_is_gone_at_once_with_what_was_thought_and_the_number_stays(copy, answered, resident, bureau):
    actions.judge(by=bureau, copy=copy, verdict="good", text=THINKS)

    assert actions.take_back(by=resident, copy=copy)
    for act in (
        lambda: actions.read(by=bureau, copy=copy),
        lambda: actions.judge(by=bureau, copy=copy, verdict="good", text=""),
    ):
        with pytest.raises(Refused):
            act()
    assert is_gone(copy, State.TAKEN_BACK)
    assert queries.counted() == (1, 1, 1, 1)
    assert said(answered)[-1] == ("review", False)
    assert content.open_for_asker(answered)[0].text == QUESTION
    with pytest.raises(Conflict, match="收回"):
        actions.allow_publishing(by=resident, copy=copy, is_allowed=True)


def is_gone(copy, state: str) -> bool:
    copy.refresh_from_db()
    none_left = not CopiedText.objects.exists() and not CaseKey.objects.filter(copy__isnull=False).exists()
    return copy.state == state and none_left and copy.ended_at is not None


def test_erasing_the_matter_and_its_time_take_the_copy_along(copy, answered, resident):
    rights.erase(by=resident, consultation=answered)

    assert is_gone(copy, State.OVER)


def test_it_is_kept_for_the_districts_days_and_no_longer(copy, bureau):
    Rule.objects.create(key="days_a_review_copy_is_kept", value=90, valid_from=LONG_AGO, source="本区规定")
    with time_machine.travel(copy.until_at - timedelta(minutes=1)):
        jobs.reviewing.end_copies_that_are_over()
        assert not actions.end_over(by=CLOCK, copy=copy)
        assert actions.read(by=bureau, copy=copy)
        assert (queries.kept_until() - copy.until_at).days == 89  # and some hours
    with time_machine.travel(copy.until_at):
        assert list(queries.readable_by(bureau)) == []
        jobs.reviewing.end_copies_that_are_over()
        jobs.reviewing.end_copies_that_are_over()
        assert rights.queries.report()[-2][2:] == (0, 0, 1)

    assert is_gone(copy, State.OVER)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"state": "proposed"}, "nobody_reviews_what_its_asker_did_not_release"),
        ({"ended_at": "now"}, "an_ended_copy_has_its_moment"),
        ({"verdict": "good"}, "a_verdict_has_its_person_and_time"),
        ({"state": "taken_back", "ended_at": "now", "may_publish": True}, "only_what_stands_may_be_published"),
        ({"proposed_at": "now"}, "a_proposed_copy_has_its_adviser"),
    ],
)
def test_the_database_refuses_half_a_copy(copy, facts, rule):
    facts = {name: clock.now() if value == "now" else value for name, value in facts.items()}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReviewCopy.objects.update(**facts)
    second = ReviewCopy(consultation=copy.consultation, state="open", once_digest=b"x", until_at=copy.until_at)
    second.released_at = copy.released_at
    with pytest.raises(IntegrityError, match="one_copy_of_a_matter_stands"), transaction.atomic():
        second.save(force_insert=True)
