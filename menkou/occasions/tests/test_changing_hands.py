"""两个人同时、改来改去、离开名册: who is asked is told each time, and nobody answers for another, or reads on."""

import io
from datetime import timedelta

import pytest

from menkou.advisers.models import Registration
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.occasions import actions, queries
from menkou.occasions.models import Occasion
from menkou.occasions.tests.conftest import NEXT_WEEK, NOON
from menkou.occasions.tests.test_inviting import PAGE, away, words
from menkou.postings.models import Posting
from tests.counting import at_most

LATER = NEXT_WEEK + timedelta(days=7)


@pytest.fixture
def move(cadre):
    def move(made: Occasion, to) -> Occasion:
        return actions.change(by=cadre, occasion=made, title=made.title, happens_at=to, place="", note="")

    return move


@pytest.fixture
def refused(announce, cadre, adviser_a, noon):
    """An opinion that a village did not adopt, and said why."""
    met = announce()
    noon.move_to(NEXT_WEEK + timedelta(hours=3))
    actions.opine(by=adviser_a, occasion=met, opinion="违约金太低。")
    return actions.decide(by=cadre, occasion=met, adopted="no", why_not="违约金不改")


def test_a_form_that_comes_twice_at_one_moment_registers_once(at_once, announce, cadre, village):
    both = at_once(*[lambda: announce(form="f" * 32)] * 2)
    assert both[0] == both[1] == Occasion.objects.get()
    assert len(words()) == 1


def test_a_photo_of_a_phone_gets_in(sign_in, announce, cadre):
    photo = io.BytesIO(b"\xff\xd8\xff\xe0" + b"x" * (3 << 20) + b"\xff\xd9")
    photo.name = "a.jpg"
    made = announce()
    assert sign_in(cadre).post(f"{PAGE}{made.pk}/papers", {"paper": photo}).status_code == 302
    assert made.papers.get().size > 3 << 20


def test_whoever_has_left_the_roster_reads_and_answers_no_more(announce, adviser_a, chen, sign_in):
    made = announce()
    for rows in (Posting.objects.filter(registration=chen), Registration.objects.filter(pk=chen.pk)):
        rows.update(valid_until=NOON.date())
    assert sign_in(adviser_a).get(f"{PAGE}{made.pk}/").status_code == 404
    for act, said in ((actions.opine, {"opinion": "可以签"}), (actions.reply, {"reply": "coming"})):
        with pytest.raises(Refused):
            act(by=adviser_a, occasion=made, **said)


def test_where_neither_can_come_nobody_is_asked_again_and_the_reason_stays(announce, adviser_a, adviser_b, lin):
    made = actions.reply(by=adviser_a, occasion=announce(), reply="cannot", excuse="那天开庭")
    made = actions.reply(by=adviser_b, occasion=made, reply="cannot", excuse="在外地")
    assert (made.invited, made.reply, made.excuse) == (lin, "cannot", "在外地")


def test_one_that_is_moved_and_moved_back_is_told_each_time(announce, move, noon):
    made = announce()
    for at in (LATER, NEXT_WEEK):
        noon.shift(60)
        made = move(made, at)
    assert [said.split("（")[1].split("日")[0] for _, said in words()] == ["3月11", "3月18", "3月11"]


def test_whoever_is_not_asked_any_more_at_another_time_is_told_so(announce, move, chen, lin):
    away(chen, LATER)
    assert move(announce(), LATER).invited == lin
    assert (f"registration:{chen.pk}", "红花村：重大会议（3月18日12:00）改了时间，这一次不再请您去。") in words()


def test_one_that_is_moved_to_a_day_when_nobody_can_come_was_told_to_nobody(announce, move):
    made = announce()
    Posting.objects.update(valid_until=NOON.date())  # A's post and B's end today
    made = move(made, LATER)
    assert (made.invited, made.was_told) == (None, False)
    assert words()[-1][1].endswith("不再请您去。")


def test_an_answer_is_for_whom_is_asked_by_now_and_for_the_time_that_was_read(announce, move, adviser_a, sign_in):
    stale, browser = announce(), sign_in(adviser_a)
    at = browser.get(f"{PAGE}{stale.pk}/").content.decode().split('name="at" value="')[1].split('"')[0]
    move(Occasion.objects.get(), LATER)
    answer = browser.post(f"{PAGE}{stale.pk}/cannot", {"at": at, "excuse": "那天开庭"})
    assert answer.status_code == 409
    assert "请看清新的时间" in answer.content.decode()
    assert "那天开庭" in answer.content.decode()
    assert Occasion.objects.get().reply == ""

    actions.reply(by=adviser_a, occasion=Occasion.objects.get(), reply="cannot", excuse="那天开庭")
    with pytest.raises(Conflict, match="另一位顾问"):
        actions.reply(by=adviser_a, occasion=stale, reply="coming")


def test_an_opinion_that_was_changed_meanwhile_is_not_adopted_unread(announce, cadre, adviser_a, sign_in, noon):
    met, browser = announce(), sign_in(cadre)
    actions.opine(by=adviser_a, occasion=met, opinion="可以签。")
    page = browser.get(f"{PAGE}{met.pk}/").content.decode()
    at = page.split(f"{met.pk}/decide")[1].split('name="at" value="')[1].split('"')[0]
    noon.shift(60)
    actions.opine(by=adviser_a, occasion=met, opinion="先别签。")
    answer = browser.post(f"{PAGE}{met.pk}/decide", {"adopted": "yes", "at": at})
    assert answer.status_code == 409
    assert "先别签。" in answer.content.decode()
    assert Occasion.objects.get().adopted == ""


def test_a_dispute_is_named_to_nobody_who_may_not_see_it(announce, chen, director, sign_in, noon):
    met = announce()
    noon.move_to(NEXT_WEEK + timedelta(hours=3))
    away(chen, LATER)
    announce(kind="dispute", title="张三和李四", follows=met, happens_at=LATER)  # B is asked, of another institution
    assert "张三" not in sign_in(director).get(f"{PAGE}{met.pk}/").content.decode()


@pytest.mark.parametrize(("who", "is_read"), [("director", False), ("auditor", False), ("cadre", True)])
def test_why_an_opinion_was_not_adopted_is_for_those_who_read_it(request, refused, sign_in, who, is_read):
    page = sign_in(request.getfixturevalue(who)).get(f"{PAGE}{refused.pk}/").content.decode()
    assert ("违约金不改" in page) is is_read
    assert "没有采纳" in page


def test_the_workbook_asks_a_few_questions_and_holds_no_such_reason(announce, refused, auditor, sign_in, monkeypatch):
    seen = []
    monkeypatch.setattr("menkou.core.sheets.Book.sheet", lambda book, name, columns, rows: seen.extend(rows))
    for _ in range(9):
        announce(happens_at=LATER)
    browser = sign_in(auditor)
    browser.get(f"{PAGE}occasions.xlsx?show=all")
    with at_most(14):
        browser.get(f"{PAGE}occasions.xlsx?show=all")
    assert len(seen) == 20
    assert "违约金不改" not in str(seen)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_no_day_is_a_fault_of_ours(day, sign_in, cadre, village):
    sent = {
        "form": "a" * 32,
        "kind": "contract",
        "title": "合同\U0001f600\u202e",
        "day": day,
        "hour": "23:59:59.999999",
    }
    sent |= {"place": "\x00", "note": "1" * 10**6, "village": str(village.pk)}
    assert sign_in(cadre).post(f"{PAGE}new", sent).status_code == 422
    assert not queries.listed(cadre, "all")


def test_whoever_takes_the_list_out_is_on_record_with_how_much(announce, auditor, director, sign_in):
    for _ in range(3):
        announce()
    sign_in(auditor).get(f"{PAGE}occasions.xlsx?show=all")
    (line,) = AuditEntry.objects.filter(what="occasion.taken_out")
    assert (line.by, line.count) == (str(auditor), 3)
