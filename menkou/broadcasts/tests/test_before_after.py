"""推送前后: villages whose group had the warning beside others, week by week, in bands, and that it shows no cause."""

from datetime import timedelta

import pytest

from menkou.broadcasts.comparing.queries import compared
from menkou.broadcasts.models import Delivery, Notice, Rise
from menkou.broadcasts.rules import rising
from menkou.broadcasts.rules.rising import Band
from menkou.broadcasts.tests.risen import asked, spans
from menkou.core import clock
from menkou.groups.models import Group
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG

WEEK = rising.WEEK


@pytest.fixture
def villages(townships, village, village_next_door):
    """Three in each township."""
    made = {"here": [village], "next door": [village_next_door]}
    for key, town in townships.items():
        for number in (2, 3):
            facts = {"code": f"{town.code}20{number}", "name": f"{town.name[:2]}{number}村委会", "kind": "village"}
            made[key].append(Village.objects.create(township=town, valid_from=LONG_AGO, **facts))
    return made


@pytest.fixture
def monday():
    """Of the week in which the warning went: ten whole weeks have settled since."""
    return spans().ends - 10 * WEEK


@pytest.fixture
def warned(villages, townships, monday, bureau, second):
    """It is in the groups of 红花村 and another; the third village's has not got it yet."""
    at = clock.start_of(monday + timedelta(days=2))
    agreed = {"made_at": at, "made_by_id": bureau.user_id, "approved_at": at, "approved_by_id": second.user_id}
    facts = {"kind": "warning", "title": "工钱怎么要", "text": "留好工资条。", "levels": ["village"], "edition": 1}
    notice = Notice.objects.create(state="going", go_on=at.date(), spread_at=at, **facts, **agreed)
    said = {"state": "confirmed", "confirmed_at": at, "confirmed_by_id": bureau.user_id}
    for number, one in enumerate(villages["here"]):
        group = Group.objects.create(level="village", name=f"群{number}", village=one, is_ours=False)
        Delivery.objects.create(notice=notice, group=group, means="hand", **(said if number < 2 else {}))
    seen = {"begins_on": monday - 4 * WEEK, "ends_on": monday, "least": 10, "past_weeks": 40, "width": 5}
    return Rise.objects.create(notice=notice, township=townships["here"], category="labour", **seen)


def weekly(villages, holder, monday, numbers) -> None:
    """So many in each of the weeks from eight before the warning's on."""
    days = [monday + (at - 8) * WEEK + timedelta(days=n % 7) for at, of in enumerate(numbers) for n in range(of)]
    asked(villages, holder, days)


def test_weeks_stand_beside_those_of_villages_that_were_not_warned(warned, villages, chen, monday):
    weekly(villages["here"][:2], chen, monday, [1, 0, 2, 5, 6, 11, 7, 8, 30, 6, 2, 2, 1])
    weekly(villages["next door"], chen, monday, [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5])
    weekly(villages["here"][2:], chen, monday, [50])
    found = compared(warned)

    assert found.villages == {"warned": 2, "others": 3}
    assert [one.first for one in found.weeks] == [monday + n * WEEK for n in range(-8, 9)]
    bands = [one.told["warned"] for one in found.weeks]
    assert bands[:8] == [None, None, None, Band(5, 5), Band(5, 5), Band(10, 5), Band(5, 5), Band(5, 5)]
    assert found.totals["before"] == {"warned": Band(40, 5), "others": Band(40, 5)}
    assert found.totals["after"] == {"warned": Band(10, 5), "others": Band(20, 5)}
    assert found.rate("before", "warned") == 10 * 42 / 8 / 2


def test_a_week_that_has_not_settled_is_not_told(warned, villages, chen, monday):
    weekly(villages["here"][:2], chen, monday, [9] * 17)
    Notice.objects.update(go_on=monday + 7 * WEEK)
    found = compared(Rise.objects.select_related("notice").get())

    assert [one.is_settled for one in found.weeks if one.part == "after"] == [True] * 2 + [False] * 6
    assert found.lengths == {"before": 8, "after": 2}
    assert {one.told["warned"] for one in found.weeks if not one.is_settled} == {None}


def test_one_village_alone_is_not_shown(warned, villages, chen, monday):
    Delivery.objects.filter(group__name="群1").delete()
    weekly(villages["here"][:1], chen, monday, [20] * 17)
    found = compared(warned)

    assert found.villages["warned"] == 0
    assert {one.told["warned"] for one in found.weeks} == {None}


def test_a_village_that_was_warned_of_the_same_by_another_notice_is_not_beside(warned, villages, bureau, monday):
    """Nor one of another kind, nor one that began later."""
    one, two, three = villages["next door"]
    Village.objects.filter(pk=one.pk).update(kind="community")
    Village.objects.filter(pk=two.pk).update(valid_from=monday)
    assert compared(warned).villages["others"] == 0  # one is left, and one is too few

    Village.objects.filter(pk__in=[one.pk, two.pk]).update(kind="village", valid_from=LONG_AGO)
    assert compared(warned).villages["others"] == 3
    _warn_again(warned, three, monday)
    assert compared(warned).villages["others"] == 2


def _warn_again(rise: Rise, village: Village, monday) -> None:
    """Of the same topic, three weeks later, put down for one village and not there yet."""
    agreed = {name: getattr(rise.notice, name) for name in ("made_at", "made_by", "approved_at", "approved_by")}
    facts = {"kind": "warning", "title": "再说一遍", "text": "留好工资条。", "levels": ["village"], "state": "going"}
    other = Notice.objects.create(go_on=monday + 3 * WEEK, **facts, **agreed)
    facts = {name: getattr(rise, name) for name in ("township", "begins_on", "ends_on", "least", "past_weeks", "width")}
    Rise.objects.create(notice=other, category="labour", **facts)
    group = Group.objects.create(level="village", name="另一个", village=village, is_ours=False)
    Delivery.objects.create(notice=other, group=group, means="hand")


def test_the_page_says_that_it_shows_no_cause(warned, villages, chen, monday, bureau, sign_in):
    weekly(villages["here"][:2], chen, monday, [1, 0, 2, 5, 6, 11, 7, 8, 30, 6, 2, 2, 1])
    weekly(villages["next door"], chen, monday, [5] * 17)
    page = sign_in(bureau).get(f"/{SLUG}/pushes/{warned.notice_id}/before-after").content.decode()

    assert "这里看不出是不是提示起了作用" in page
    assert all(words in page for words in ("推送前 8 周", "40—44 件", "太少，不写", "没有提示的 3 个村", "<svg"))


def test_only_who_sees_the_township_and_only_once_it_went(warned, office, office_next_door, bureau, sign_in):
    here = f"/{SLUG}/pushes/{warned.notice_id}/before-after"

    assert [sign_in(who).get(here).status_code for who in (office, office_next_door, bureau)] == [200, 404, 200]
    Notice.objects.update(state="cancelled", cancelled_at=clock.now(), cancelled_by=bureau.user_id)
    assert sign_in(bureau).get(here).status_code == 404
