"""投诉: from the thread, to whoever may deal with it; its words for nobody else; erased with the matter."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.complaints import actions, jobs, queries
from menkou.complaints.models import Complaint, Statement, Step
from menkou.complaints.tests.conftest import ANSWER_FORM, FORM, WORDS
from menkou.complaints.timing import actions as timing
from menkou.consultations import viewings
from menkou.consultations.interests import actions as interests
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from tests.cast import LONG_AGO, SLUG

State, HOUR = Complaint.State, timedelta(hours=1)


def sent() -> list[tuple[str, str]]:
    return list(Outgoing.objects.filter(key__startswith="complaint").order_by("id").values_list("address", "words"))


def again(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_it_goes_to_the_judicial_office_with_two_deadlines_and_words_without_content(complaint, townships):
    shanghai = [at.astimezone(clock.SHANGHAI) for at in (complaint.reply_due_at, complaint.answer_due_at)]

    assert complaint.level == "office"
    assert [f"{at:%m-%d %H:%M}" for at in shanghai] == ["03-06 10:00", "03-26 10:00"]  # 1 and 15 working days
    assert [to for to, _ in sent()] == [f"township:{townships['here'].pk}"]
    assert WORDS not in str(sent())


def test_words_and_telephone_are_sealed(complaint):
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(c::text, '') from complaints_complaint c")
        stored = cursor.fetchone()[0]

    assert WORDS.encode().hex() not in stored
    assert b"13800000000".hex() not in stored
    assert queries.open_words(complaint)[:2] == (WORDS, "13800000000")


def test_a_form_sent_twice_complains_once_and_another_one_waits_for_the_first(complaint, complain):
    assert complain(form=FORM).pk == complaint.pk
    with pytest.raises(Conflict, match="还在办"):
        complain()
    assert Complaint.objects.count() == 1


def test_the_database_knows_no_second_one_that_runs(complaint):
    twin = Complaint(**{f.attname: getattr(complaint, f.attname) for f in Complaint._meta.concrete_fields})
    twin.pk, twin.once_digest = FORM, b"2"
    with pytest.raises(IntegrityError, match="one_complaint_of_a_matter_runs"), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize("why", ["the office itself", "as asked", "an interest", "sits in the office"])
def test_what_the_office_may_not_deal_with_is_the_bureaus_and_unseen_by_the_office(
    why, complain, consultation, resident, adviser_a, office, bureau, townships
):
    about = {"about": None} if why == "the office itself" else {"to_bureau": True} if why == "as asked" else {}
    if why == "an interest":
        interests.tell_concern(by=resident, consultation=consultation, concerns="committee")
        consultation.refresh_from_db()
    if why == "sits in the office":
        facts = {"role": Role.JUDICIAL_OFFICE, "township": townships["here"], "valid_from": LONG_AGO}
        Membership.objects.create(user_id=adviser_a.user_id, **facts)
    found = complain(**about)

    assert found.level == "bureau"
    assert [to for to, _ in sent()] == ["bureau"]
    assert not queries.visible_to(office).exists()
    assert queries.handled_by(bureau).get() == found


def test_an_interest_that_becomes_known_later_takes_it_from_the_office_at_once(
    complaint, consultation, resident, office
):
    interests.tell_concern(by=resident, consultation=consultation, concerns="committee")

    assert not queries.visible_to(office).exists()
    for pk in jobs.queries.to_urge():
        timing.urge(by=CLOCK, complaint=Complaint.objects.get(pk=pk))
    assert again(complaint).level == "bureau"


def test_nobody_deals_with_or_sees_a_complaint_about_themselves_their_house_or_what_they_hold(
    complaint, accepted, bureau, adviser_a, chen, wu, institutions
):
    user = User.objects.get(pk=bureau.user_id)
    for mine in (
        {"role": Role.ADVISER, "registration": wu},
        {"role": Role.INSTITUTION_DIRECTOR, "institution": institutions["firm"]},
    ):
        own = Membership.objects.create(user=user, valid_from=LONG_AGO, **mine)
        by = actor_for(user)
        assert not queries.visible_to(by).exists()
        for act in (actions.read, actions.take_over):
            with pytest.raises(Refused):
                act(by=by, complaint=complaint)
        own.delete()


@pytest.mark.parametrize(
    "who", ["office_next_door", "cadre", "operator", "director", "adviser_a", "adviser_b", "stranger"]
)
def test_the_wrong_person_neither_sees_reads_nor_handles_it(complaint, request, who):
    by = request.getfixturevalue(who)

    assert not queries.visible_to(by).exists()
    for act in (actions.read, actions.accept, actions.withdraw, actions.take_over):
        with pytest.raises(Refused):
            act(by=by, complaint=complaint)


def test_reading_puts_a_line_on_the_thread_in_the_same_transaction(complaint, office, consultation):
    with transaction.atomic():
        said = actions.read(by=office, complaint=complaint)
        lines = [one.words for one in viewings.told_of(consultation)]
        transaction.set_rollback(True)

    assert said.words == WORDS
    assert lines == ["3月5日 10:00，办投诉的office看过您投诉的话。"]
    assert viewings.told_of(consultation) == []


def test_the_adviser_is_asked_by_a_summary_and_never_sees_words_telephone_or_page(accepted, office, adviser_a, sign_in):
    asked, _ = actions.ask_statement(
        by=office, complaint=accepted, sides=["adviser", "institution"], summary="有人反映回复很慢。"
    )
    browser = sign_in(adviser_a)
    pages = [browser.get(f"/{SLUG}/complaints/{at}") for at in ("mine", f"statements/{asked.pk}/")]
    shown = "".join(page.content.decode() for page in pages)

    assert "有人反映回复很慢。" in shown
    assert WORDS not in shown
    assert "13800000000" not in shown
    assert browser.get(f"/{SLUG}/complaints/{accepted.pk}/").status_code == 404
    actions.give_statement(by=adviser_a, statement=asked, text="那几天在开庭。", form="1" * 32)
    actions.give_statement(by=adviser_a, statement=asked, text="那几天在开庭。", form="1" * 32)
    with pytest.raises(Conflict, match="已经说明过"):
        actions.give_statement(by=adviser_a, statement=asked, text="再说一次。", form="2" * 32)
    assert [words for *_, words in queries.open_words(accepted).statements] == ["那几天在开庭。", ""]
    assert Statement.objects.get(pk=asked.pk).given_by_id == adviser_a.user_id


def test_it_is_accepted_before_it_is_answered_and_refused_only_before(complaint, office):
    facts = {"outcome": "true", "text": "好。", "form": ANSWER_FORM}
    with pytest.raises(Conflict, match="先受理"):
        actions.answer(by=office, complaint=complaint, **facts)
    actions.accept(by=office, complaint=complaint)
    with pytest.raises(Conflict, match="已经受理"):
        actions.refuse(by=office, complaint=complaint, reason="unclear")


def test_an_answer_sent_twice_is_one_and_somebody_elses_comes_too_late(answered, office, make_actor, townships):
    actions.answer(by=office, complaint=answered, outcome="true", text="查实了，已经批评。", form=ANSWER_FORM)
    colleague = make_actor(Role.JUDICIAL_OFFICE, "colleague", township=townships["here"])
    with pytest.raises(Conflict):
        actions.answer(by=colleague, complaint=answered, outcome="untrue", text="没有的事。", form="9" * 32)

    assert queries.answers_to(again(answered)) == ["查实了，已经批评。"]
    assert Step.objects.filter(complaint=answered, what="answered").count() == 1


def test_content_ends_it_and_its_outcome_is_a_number(answered, resident, chen, hands):
    done = actions.judge(by=resident, complaint=answered, is_satisfied=True)
    actions.judge(by=resident, complaint=answered, is_satisfied=True)  # pressed twice
    hands.shift(60)

    found = queries.outcomes_between(clock.start_of(LONG_AGO), clock.now())
    assert done.state == State.CLOSED
    assert [tuple(one) for one in found] == [(chen.pk, chen.institution_id, "silent", "true", 1)]


def test_discontent_leads_once_to_another_person_of_the_bureau(answered, resident, bureau, second, office):
    looked = actions.judge(by=resident, complaint=answered, is_satisfied=False)

    assert (looked.state, looked.level) == (State.REVIEW, "bureau")
    with pytest.raises(Refused):
        actions.answer(by=office, complaint=looked, outcome="true", text="还是这样。", form="3" * 32)
    actions.answer(by=bureau, complaint=looked, outcome="partly", text="复核过了。", form="4" * 32)
    last = actions.judge(by=resident, complaint=looked, is_satisfied=False)
    assert (last.state, last.outcome, last.is_satisfied) == (State.CLOSED, "partly", False)
    assert queries.answers_to(last) == ["查实了，已经批评。", "复核过了。"]


def test_nobody_reviews_their_own_answer(complain, bureau, second, resident):
    found = actions.accept(by=bureau, complaint=complain(to_bureau=True))
    actions.answer(by=bureau, complaint=found, outcome="untrue", text="没有的事。", form="5" * 32)
    found = actions.judge(by=resident, complaint=found, is_satisfied=False)
    with pytest.raises(Conflict, match="另一个人"):
        actions.answer(by=bureau, complaint=found, outcome="untrue", text="没有的事。", form="6" * 32)
    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        Complaint.objects.filter(pk=found.pk).update(reviewed_by=bureau.user_id, reviewed_at=clock.now())
    actions.answer(by=second, complaint=found, outcome="true", text="复核过了。", form="7" * 32)


def test_a_refusal_says_why_and_the_bureau_may_be_asked(complaint, office, resident):
    found = actions.refuse(by=office, complaint=complaint, reason="elsewhere")

    assert (found.state, found.refusal) == (State.REFUSED, "elsewhere")
    assert actions.judge(by=resident, complaint=found, is_satisfied=False).state == State.REVIEW


def test_a_withdrawn_one_is_over_and_another_may_follow(complaint, resident, complain, office):
    actions.withdraw(by=resident, complaint=complaint)
    actions.withdraw(by=resident, complaint=complaint)  # pressed twice
    with pytest.raises(Conflict):
        actions.accept(by=office, complaint=complaint)

    assert again(complaint).state == State.WITHDRAWN
    assert complain().pk != complaint.pk


def test_what_was_found_stays_on_record_whoever_withdraws_after_it(accepted, resident, office, complain):
    actions.answer(by=office, complaint=accepted, outcome="true", text="查实了。", form="c" * 32)
    actions.withdraw(by=resident, complaint=again(accepted))
    actions.withdraw(by=resident, complaint=again(accepted))  # pressed twice

    found = again(accepted)
    assert (found.state, found.outcome) == (State.CLOSED, "true")
    assert sum(one.number for one in queries.outcomes_between(clock.now() - HOUR, clock.now() + HOUR)) == 1
    assert complain().pk != found.pk


def test_with_the_matter_its_words_are_gone_and_it_is_over(accepted, resident, office, consultation):
    actions.ask_statement(by=office, complaint=accepted, sides=["adviser"], summary="概要")
    rights.erase(by=resident, consultation=consultation)

    found = again(accepted)
    assert found.state == State.WITHDRAWN
    assert queries.open_words(found)[:4] == ("", "", "", "")
    assert queries.open_words(found).statements[0][1:] == ("", "")
    with pytest.raises(Conflict):
        actions.read(by=office, complaint=found)


def test_the_course_is_only_added_to(complaint, db):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Step.objects.filter(complaint=complaint).update(what="closed")
