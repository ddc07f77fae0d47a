"""登记和邀请: who is asked, who is told, and that nothing of what it is about stands in a notice."""

from datetime import timedelta

import pytest

from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import Outgoing
from menkou.occasions import actions, queries
from menkou.occasions.models import Occasion
from menkou.occasions.tests.conftest import NEXT_WEEK, NOON
from menkou.places.models import Village
from menkou.postings.models import Absence, Posting
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/occasions/"
SENT = {
    "form": "a" * 32,
    "kind": "contract",
    "title": "鱼塘承包合同",
    "day": "2026-03-11",
    "hour": "09:30",
    "place": "村委会",
    "note": "",
}


def away(who, at):
    return Absence.objects.create(
        registration=who, begins_at=at - timedelta(days=1), ends_at=at + timedelta(days=1), reason="holiday"
    )


def words():
    return list(Outgoing.objects.order_by("made_at", "id").values_list("address", "words"))


def test_the_a_post_is_asked_and_told_without_the_title(announce, chen):
    made = announce(title="张三的宅基地")
    assert (made.invited, made.was_told) == (chen, True)
    ((address, said),) = words()
    assert address == f"registration:{chen.pk}"
    assert "重大会议（3月11日12:00）" in said
    assert "张三" not in said


def test_b_is_asked_where_a_is_away_on_that_day(announce, chen, lin):
    away(chen, NEXT_WEEK)
    assert announce().invited == lin


def test_where_nobody_can_come_nobody_was_told(announce, chen, lin):
    away(chen, NEXT_WEEK)
    away(lin, NEXT_WEEK)
    made = announce()
    assert (made.invited, made.was_told) == (None, False)


def test_what_is_over_may_be_written_down_and_counts_against_nobody(announce):
    made = announce(happens_at=NOON - timedelta(days=1))
    assert (made.invited, made.was_told) == (None, False)
    assert not words()
    (row,) = queries.tally(NOON - timedelta(days=30), NOON)
    assert (row.told, row.untold, row.attended) == (0, 1, 0)


def test_one_that_is_told_the_evening_before_is_told_late(announce):
    assert not queries.is_late(announce())
    assert queries.is_late(announce(happens_at=NOON + timedelta(hours=20)))


def test_a_form_that_is_sent_twice_registers_once_and_never_another_thing(announce):
    once = announce(form="f" * 32)
    assert announce(form="f" * 32) == once
    assert Occasion.objects.count() == Outgoing.objects.count() == 1
    with pytest.raises(Conflict, match="不一样"):
        announce(form="f" * 32, title="别的会")


@pytest.mark.parametrize("who", ["adviser_a", "bureau", "auditor", "director", "operator", "office_next_door"])
def test_only_the_village_and_its_office_register(request, announce, who):
    with pytest.raises(Refused):
        announce(by=request.getfixturevalue(who))


def test_the_judicial_office_registers_for_its_villages(announce, office):
    assert announce(by=office).registered_by_id == office.user_id


def test_who_cannot_come_says_why_and_the_other_post_is_asked(announce, adviser_a, chen, lin):
    made = actions.reply(by=adviser_a, occasion=announce(), reply="cannot", excuse="那天开庭")
    assert (made.invited, made.reply) == (lin, "")
    assert (made.declined, made.declined_why) == (chen, "那天开庭")  # A's answer stays, whoever comes
    assert [address for address, _ in words()] == [f"registration:{one.pk}" for one in (chen, lin)]


def test_who_cannot_come_and_has_nobody_beside_them_stays_with_the_reason(announce, adviser_a, lin):
    away(lin, NEXT_WEEK)
    made = actions.reply(by=adviser_a, occasion=announce(), reply="cannot", excuse="那天开庭")
    assert (made.reply, made.excuse) == ("cannot", "那天开庭")


def test_only_whoever_is_asked_answers(announce, adviser_b, cadre):
    made = announce()
    for who in (adviser_b, cadre):
        with pytest.raises(Refused):
            actions.reply(by=who, occasion=made, reply="coming")


def test_another_time_is_told_anew_and_answered_anew(announce, adviser_a, cadre):
    made = actions.reply(by=adviser_a, occasion=announce(), reply="coming")
    facts = {"title": made.title, "place": "", "note": ""}
    actions.change(by=cadre, occasion=made, happens_at=NEXT_WEEK + timedelta(days=1), **facts)
    made.refresh_from_db()
    assert made.reply == ""
    assert [said.split("（")[1].split("）")[0] for _, said in words()] == ["3月11日12:00", "3月12日12:00"]


def test_one_that_is_moved_to_a_day_when_a_is_away_goes_to_b(announce, cadre, chen, lin):
    made, later = announce(), NEXT_WEEK + timedelta(days=7)
    away(chen, later)
    actions.change(by=cadre, occasion=made, title="会", happens_at=later, place="", note="")
    made.refresh_from_db()
    assert made.invited == lin
    with pytest.raises(Invalid, match="已经过去"):
        actions.change(by=cadre, occasion=made, title="会", happens_at=NOON - timedelta(days=1), place="", note="")


def test_what_is_called_off_is_told_and_nothing_happens_to_it_any_more(announce, cadre, adviser_a):
    made = actions.call_off(by=cadre, occasion=announce(), why="下雨")
    assert words()[-1][1].endswith("取消了。")
    for act, said in ((actions.reply, {"reply": "coming"}), (actions.opine, {"opinion": "x"})):
        with pytest.raises(Conflict, match="取消"):
            act(by=adviser_a, occasion=made, **said)


def test_the_village_registers_by_its_page_and_sees_who_was_asked(sign_in, cadre, village, chen):
    browser = sign_in(cadre)
    assert "登记一件" in browser.get(PAGE).content.decode()
    answer = browser.post(f"{PAGE}new", SENT | {"village": str(village.pk)}, follow=True)
    assert "已经告诉陈明" in answer.content.decode()
    assert Occasion.objects.get().happens_at.isoformat() == "2026-03-11T01:30:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "请写是什么会"),
        ({"day": "2026-2-31"}, "请按 2027-03-05"),
        ({"day": "2031-01-01"}, "一年以内"),
        ({"kind": "party"}, "请选是什么事"),
        ({"village": "0" * 8}, "请在列出的村"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, cadre, village, lin, chen, wrong, said):
    answer = sign_in(cadre).post(f"{PAGE}new", {**SENT, "village": str(village.pk), "place": "小广场", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "小广场" in page
    assert not Occasion.objects.exists()


@pytest.mark.parametrize("who", ["adviser_a", "adviser_b", "cadre", "office", "bureau", "auditor", "director"])
def test_who_may_see_it_sees_it_in_few_questions(request, announce, sign_in, who):
    made, browser = announce(), sign_in(request.getfixturevalue(who))
    browser.get(PAGE)
    with at_most(14):
        listed = browser.get(PAGE)
    with at_most(26):
        page = browser.get(f"{PAGE}{made.pk}/")
    assert made.title in listed.content.decode()
    assert page.status_code == 200


@pytest.mark.parametrize("who", ["adviser_next_door", "office_next_door"])
def test_for_others_it_does_not_exist(request, announce, sign_in, who):
    made, browser = announce(), sign_in(request.getfixturevalue(who))
    assert made.title not in browser.get(PAGE).content.decode()
    assert browser.get(f"{PAGE}{made.pk}/").status_code == 404
    assert browser.post(f"{PAGE}{made.pk}/attend", {"presence": "came", "minutes": 9}).status_code == 404


def test_the_office_and_the_village_are_told_where_nobody_can_come(sign_in, announce, cadre, village, chen, lin):
    for who in (chen, lin):
        away(who, NEXT_WEEK)
    page = sign_in(cadre).post(f"{PAGE}new", SENT | {"village": str(village.pk)}, follow=True).content.decode()
    made = Occasion.objects.get()
    assert (made.invited, made.was_told) == (None, False)
    assert words() == [
        (
            f"township:{village.township_id}",
            "红花村：要签的合同（3月11日09:30）没有能来的顾问，谁都没有邀请，请安排。",
        )
    ]
    assert "那天没有能来的顾问，谁都没有邀请" in page
    assert "请和司法所商量" in page


def test_the_office_is_told_where_it_is_moved_to_a_day_when_nobody_can_come(announce, cadre, chen, lin, sign_in):
    made, later = announce(), NEXT_WEEK + timedelta(days=7)
    for who in (chen, lin):
        away(who, later)
    sent = {"title": "会", "day": "2026-03-18", "hour": "12:00", "place": "", "note": ""}
    page = sign_in(cadre).post(f"{PAGE}{made.pk}/change", sent, follow=True).content.decode()
    assert "顾问已经知道" not in page
    assert "那天没有能来的顾问" in page
    assert [address for address, said in words() if "谁都没有邀请" in said]


def test_the_office_is_told_where_who_is_asked_cannot_come_and_nobody_else_can(announce, adviser_a, lin, village):
    away(lin, NEXT_WEEK)
    actions.reply(by=adviser_a, occasion=announce(), reply="cannot", excuse="那天开庭")
    assert words()[-1] == (
        f"township:{village.township_id}",
        "红花村：重大会议（3月11日12:00）请的顾问来不了，没有别的能来的顾问，请安排。",
    )


def test_nobody_who_is_away_that_day_stands_in(announce, village, chen, lin, register, townships):
    """Who stands in now, and is away then, is no answer; the next one is."""
    near = Village.objects.create(
        code="999901001777", name="近处村委会", kind="village", township=townships["here"], valid_from=LONG_AGO
    )
    others = [register(name, "firm", number) for name, number in (("吴刚", 3), ("周洋", 7))]
    for post, who in zip("AB", others, strict=True):
        Posting.objects.create(village=near, post=post, registration=who, valid_from=LONG_AGO)
    for who in (chen, lin, others[0]):
        away(who, NEXT_WEEK)
    assert announce().invited == others[1]
