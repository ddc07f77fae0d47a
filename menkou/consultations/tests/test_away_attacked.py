"""顾问请假, attacked: matters that come back to whom they were kept from, sweeps that never end, pages that promise."""

from datetime import datetime, timedelta

import pytest
import time_machine

from menkou.advisers.models import Registration
from menkou.consultations import actions, holding, jobs, queries
from menkou.consultations.models import Handover
from menkou.consultations.passing import actions as passing
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.postings import actions as postings
from menkou.postings.models import STAND_IN, Absence, Posting
from tests.cast import LONG_AGO, SLUG

DAY = timedelta(days=1)


@pytest.fixture
def be_away(bureau):
    """Send somebody on leave from now on, for three days."""

    def be_away(who):
        moment = clock.now()
        span = {"begins_at": moment, "ends_at": moment + 3 * DAY}
        return postings.be_away(by=bureau, registration=who, reason="holiday", **span)

    return be_away


@pytest.fixture
def near(village):
    """邻红村, in the same township."""
    facts = {"code": "999901001207", "name": "邻红村", "kind": "village", "valid_from": LONG_AGO}
    return type(village).objects.create(township=village.township, **facts)


@pytest.fixture
def serve(near, register):
    """Give somebody a post at 邻红村."""

    def serve(name: str, institution: str, number: int, post: str = "A") -> Registration:
        registration = register(name, institution, number)
        Posting.objects.create(village=near, post=post, registration=registration, valid_from=LONG_AGO)
        return registration

    return serve


def swept(times: int = 3) -> int:
    """How many lines the audit log grows by while nothing happens."""
    jobs.pass_on_what_is_left_behind()
    before = AuditEntry.objects.count()
    for _ in range(times):
        jobs.pass_on_what_is_left_behind()
    return AuditEntry.objects.count() - before


def test_a_matter_given_up_for_a_conflict_does_not_come_back_to_them_nor_to_their_firm(
    be_away, consultation, adviser_a, chen, lin, serve
):
    """A had said that the other side is their client; B went on leave, and the matter went to A again."""
    serve("孟强", "firm", 7)
    passing.hand_over(by=adviser_a, consultation=consultation, reason="conflict")
    be_away(lin)
    consultation.refresh_from_db()
    assert consultation.holder == lin
    assert swept() == 0

    third = serve("冯平", "office", 8, post="B")
    jobs.pass_on_what_is_left_behind()
    consultation.refresh_from_db()
    assert (consultation.holder, consultation.post) == (third, STAND_IN)


def test_nor_can_it_be_handed_back_to_them(consultation, adviser_a, adviser_b, sign_in):
    passing.hand_over(by=adviser_a, consultation=consultation, reason="conflict")
    consultation.refresh_from_db()
    page = f"/{SLUG}/consultations/{consultation.pk}/"
    assert "移交给" not in sign_in(adviser_b).get(page).content.decode()
    with pytest.raises(Conflict, match="利害关系"):
        passing.hand_over(by=adviser_b, consultation=consultation, reason="away")


def test_a_matter_given_up_because_b_knows_more_may_come_back(be_away, consultation, adviser_a, chen, lin):
    passing.hand_over(by=adviser_a, consultation=consultation, reason="better_suited")
    be_away(lin)
    consultation.refresh_from_db()
    assert consultation.holder == chen


@pytest.mark.parametrize("has_colleague", [False, True])
def test_whose_post_ended_and_who_stands_in_there_keeps_the_matter_and_can_open_it(
    be_away, consultation, adviser_a, chen, lin, near, serve, has_colleague
):
    """Nobody could open it, and beside a colleague the sweep wrote a line every fifteen seconds."""
    Posting.objects.filter(registration=chen).update(village=near)
    if has_colleague:
        serve("冯平", "office", 8, post="B")
    be_away(lin)
    assert swept() == 0
    consultation.refresh_from_db()
    assert (consultation.holder, consultation.post) == (chen, STAND_IN)
    assert queries.consultation_for(adviser_a, consultation.pk)
    assert not Handover.objects.exists()


def test_sweeping_leaves_no_lines_where_nothing_can_be_passed_on(be_away, consultation, chen, lin, serve):
    meng = serve("孟强", "firm", 7)
    for who in (chen, lin, meng):
        be_away(who)
        assert swept() == 0
    Registration.objects.filter(pk=meng.pk).update(valid_until=clock.today())
    assert swept() == 0


def test_a_stand_in_who_left_the_roster_loses_the_matter(be_away, consultation, chen, lin, serve):
    meng = serve("孟强", "firm", 7)
    be_away(chen)
    absence = be_away(lin)
    jobs.pass_on_what_is_left_behind()
    consultation.refresh_from_db()
    assert consultation.holder == meng
    Registration.objects.filter(pk=meng.pk).update(valid_until=clock.today())
    assert not queries.is_served(consultation)
    Absence.objects.filter(pk=absence.pk).delete()
    assert swept() == 0
    consultation.refresh_from_db()
    assert (consultation.holder, consultation.post) == (lin, "B")


def test_who_stood_in_reads_it_until_it_is_closed(be_away, consultation, chen, lin, serve, make_actor, sign_in):
    from menkou.core.actors import Role

    meng = serve("孟强", "firm", 7)
    standing_in = make_actor(Role.ADVISER, "meng", registration=meng)
    be_away(chen)
    be_away(lin)
    jobs.pass_on_what_is_left_behind()
    found = queries.consultation_for(standing_in, consultation.pk)
    assert actions.read(by=standing_in, consultation=found)
    actions.answer(by=standing_in, consultation=found, text="可以先请村里调解。", form="a")
    browser, page = sign_in(standing_in), f"/{SLUG}/consultations/{consultation.pk}/"
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        reply = browser.post(f"{page}close", {"minutes": 20, "category": "land"}, follow=True)
        assert "办结了" in reply.content.decode()
    assert browser.get(page).status_code == 404
    assert not queries.closed(standing_in).exists()
    found.refresh_from_db()
    assert found.entry.author == meng
    with pytest.raises(Refused):
        actions.read(by=standing_in, consultation=found)


def test_who_stands_in_hands_over_to_who_is_back(be_away, consultation, chen, lin, serve, bureau, make_actor):
    from menkou.core.actors import Role

    meng = serve("孟强", "firm", 7)
    actor = make_actor(Role.ADVISER, "mengqiang", registration=meng)
    absence = be_away(chen)
    be_away(lin)
    consultation.refresh_from_db()
    postings.come_back(by=bureau, absence=absence)
    passing.hand_over(by=actor, consultation=consultation, reason="better_suited")
    consultation.refresh_from_db()
    assert (consultation.holder, consultation.post) == (chen, "A")
    assert not queries.mine(actor).exists()


def test_the_thread_asks_for_consent_once_and_does_not_promise_who_is_not_there(be_away, chen, lin, client, village):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    sent = {"text": "问一句", "form": "d" * 32}
    client.post(f"/{SLUG}/v/{village.code}/ask", sent)
    (kept,) = queries.open_in([village.pk])
    page = f"/{SLUG}/asked/{kept.pk}/"
    be_away(lin)
    be_away(chen)
    assert "您同意" in client.get(page).content.decode()

    client.post(f"{page}agree")
    shown = client.get(page).content.decode()
    assert "您同意" not in shown
    assert "还没有别的顾问接手" in shown
    assert "0537-0000001" in shown

    Absence.objects.filter(registration=lin).delete()
    jobs.pass_on_what_is_left_behind()
    assert "还没有别的顾问接手" not in client.get(page).content.decode()


def test_a_program_reads_who_is_away_and_who_takes_a_question(be_away, program, village, chen, lin, serve):
    """It read A's name and number as if A were here."""
    meng, path = serve("孟强", "firm", 7), f"villages/{village.code}"
    board = program()("get", path).json()
    assert board["on_duty"]["name"] == "陈明"
    assert [one["is_away"] for one in board["advisers"]] == [False, False]

    ends_at = be_away(chen).ends_at
    board = program()("get", path).json()
    assert board["on_duty"]["name"] == "林芳"
    assert [one["is_away"] for one in board["advisers"]] == [True, False]
    assert datetime.fromisoformat(board["advisers"][0]["back_at"]) == ends_at.replace(microsecond=0)

    be_away(lin)
    asked = program()("post", f"{path}/consultations", {"text": "问一句"}).json()
    assert asked["adviser"]["name"] == program()("get", path).json()["on_duty"]["name"] == "孟强"
    be_away(meng)
    assert program()("get", path).json()["on_duty"] is None
    assert program()("post", f"{path}/consultations", {"text": "问一句"}).status_code == 409


class TestTwoAtOnce:
    """Over real connections."""

    def test_a_and_b_go_on_leave_in_one_moment_and_neither_is_refused(
        self, at_once, be_away, ask, resident, chen, lin, adviser_b, near
    ):
        """Each passed matters to the other while holding the other's place on the roster: the database gave one up."""
        theirs = [ask(resident).consultation for _ in range(8)]
        for one in theirs[:4]:
            holding.pass_to(lin.pk, "B", one, "better_suited", adviser_b)
        met = at_once(lambda: be_away(chen), lambda: be_away(lin))
        assert [type(one) for one in met] == [Absence, Absence]

    def test_one_leave_twice_is_one_leave_and_one_conflict(self, at_once, be_away, chen):
        met = at_once(*[lambda: be_away(chen)] * 3)
        assert sorted(type(one).__name__ for one in met) == ["Absence", "Conflict", "Conflict"]

    def test_two_come_backs_are_one(self, at_once, be_away, bureau, chen):
        absence = be_away(chen)
        met = at_once(*[lambda: postings.come_back(by=bureau, absence=absence)] * 3)
        assert sorted(type(one).__name__ for one in met) == ["Conflict", "Conflict", "NoneType"]
