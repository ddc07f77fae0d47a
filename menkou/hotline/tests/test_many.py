"""一起受理、一起派单: looked at first, each order once by the single action, and what was moved meanwhile is left with why."""

import re
from uuid import uuid4

import pytest

from menkou.accounts.models import Membership, User
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.hotline import actions
from menkou.hotline.many import actions as many
from menkou.hotline.many import queries
from menkou.hotline.models import Move, Order
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

LIST = f"/{SLUG}/hotline/"


@pytest.fixture
def desk(bureau, sign_in):
    return sign_in(bureau)


@pytest.fixture
def accepted(enter, bureau):
    """As `enter`, accepted."""
    return lambda **more: actions.accept(by=bureau, order=enter(**more))


def look(desk, *orders, **said) -> str:
    page = desk.post(f"{LIST}many", {"act": "accept", "order": [str(one.pk) for one in orders], **said}, follow=True)
    return page.content.decode()


def marks(page: str) -> list[str]:
    """What the page's second button takes along."""
    return re.findall(r'name="order" value="([^" ]+ [^"]+)"', page)


def press(desk, act: str, page: str, **said) -> str:
    return desk.post(f"{LIST}many/{act}", {"order": marks(page), **said}, follow=True).content.decode()


def lines(what: str) -> int:
    return AuditEntry.objects.filter(what=what).count()


def seen(*orders) -> dict:
    return {one.pk: queries.place(one) for one in orders}


def test_it_is_looked_at_first_and_then_each_is_accepted_with_a_line_of_its_own(enter, accepted, bureau, desk):
    new, old, void = [enter(), enter()], accepted(), actions.void(by=bureau, order=enter(), text="重复了。")
    page = look(desk, *new, old, void)

    assert "会受理 2 件" in page
    assert "2 件不会" in page
    assert queries.BY_YOU in page
    assert queries.VOID in page
    assert Order.objects.filter(state="received").count() == 2  # only looked at
    told = press(desk, "accept", page)
    assert "受理了 2 件，请派单。" in told
    assert Order.objects.filter(state="accepted").count() == 3
    assert lines("hotline.accepted") == 3
    assert AuditEntry.objects.get(what="hotline.accepted_together").count == 2


def test_sent_twice_each_is_accepted_once(enter, desk):
    page = look(desk, enter(), enter())
    press(desk, "accept", page)
    again = press(desk, "accept", page)

    assert "2 件没有办：您已经受理了 2 件。" in again
    assert (lines("hotline.accepted"), lines("hotline.accepted_together")) == (2, 1)
    assert Move.objects.filter(what="accepted").count() == 2


def test_all_of_a_filter_are_meant_whatever_page_they_stand_on(enter, desk, monkeypatch):
    for _ in range(52):
        enter(kind="absent")
    enter(kind="rude")
    page = look(desk, all="1", state="received", kind="absent")
    assert "会受理 52 件" in page

    monkeypatch.setattr(queries, "MOST", 50)
    page = look(desk, all="1", state="received", kind="absent")
    assert "会受理 50 件" in page
    assert "后面还有 2 件" in page
    assert "受理了 50 件" in press(desk, "accept", page, state="received", kind="absent")


def test_of_all_those_that_the_step_is_for_come_first(enter, accepted, desk, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    accepted(), enter(), accepted()

    assert "会受理 1 件" in look(desk, all="1")


def test_many_are_assigned_to_one_office_that_hears_of_them_at_once(accepted, enter, desk, townships):
    orders, new = [accepted(), accepted()], enter()
    to = f"office:{townships['here'].pk}"
    first = look(desk, *orders, new, act="assign")
    assert "选派给谁" in first
    assert marks(first) == []
    page = look(desk, *orders, new, act="assign", to=to)
    assert "会派给红花镇司法所 2 件" in page
    assert queries.NOT_YET in page

    told = press(desk, "assign", page, to=to)
    assert "2 件派给了" in told
    assert {one.to_township for one in Order.objects.filter(state="assigned")} == {townships["here"]}
    assert lines("hotline.assigned") == 2
    assert [one.words for one in Outgoing.objects.filter(words__contains="派来")] == [many.TOLD.format(count=2)]


def test_sent_twice_each_is_assigned_once_and_told_once(accepted, desk, townships):
    to = f"office:{townships['here'].pk}"
    page = look(desk, accepted(), accepted(), act="assign", to=to)
    press(desk, "assign", page, to=to)
    again = press(desk, "assign", page, to=to)

    assert "2 件没有办：已经派给它了 2 件。" in again
    assert (lines("hotline.assigned"), Outgoing.objects.filter(words__contains="派来").count()) == (2, 1)


def test_whom_an_order_is_about_is_not_given_it_with_the_others(
    accepted, desk, institutions, townships, chen, make_actor
):
    about_chen, about_bureau = accepted(), accepted(subject="bureau", about=None)
    page = look(desk, about_chen, about_bureau, act="assign", to=f"institution:{institutions['firm'].pk}")
    assert "0 件" in page
    assert "反映的是这家机构" in page
    assert "只能由区司法局自己办" in page
    assert marks(page) == []

    both = User.objects.get(pk=make_actor(Role.JUDICIAL_OFFICE, "both", township=townships["here"]).user_id)
    Membership.objects.create(user=both, role=Role.ADVISER, registration=chen, valid_from=LONG_AGO)
    assert "也在这个司法所" in look(desk, about_chen, act="assign", to=f"office:{townships['here'].pk}")
    assert "会派给区司法局 2 件" in look(desk, about_chen, about_bureau, act="assign", to="bureau")


def test_a_conflict_of_interest_that_came_up_since_the_look_is_left_and_said(
    accepted, desk, bureau, townships, chen, make_actor
):
    to, order = f"office:{townships['here'].pk}", accepted()
    page = look(desk, order, act="assign", to=to)
    both = User.objects.get(pk=make_actor(Role.JUDICIAL_OFFICE, "both", township=townships["here"]).user_id)
    Membership.objects.create(user=both, role=Role.ADVISER, registration=chen, valid_from=LONG_AGO)

    assert "被反映的人也在这个司法所 1 件" in press(desk, "assign", page, to=to)
    order.refresh_from_db()
    assert order.state == "accepted"


def test_what_is_with_somebody_is_assigned_anew_only_where_that_is_wanted(assign, desk, townships):
    order, to = assign(), f"office:{townships['next door'].pk}"
    assert queries.ELSEWHERE.partition("；")[0] in look(desk, order, act="assign", to=to)

    page = look(desk, order, act="assign", to=to, again="on")
    press(desk, "assign", page, to=to)
    order.refresh_from_db()
    assert order.to_township == townships["next door"]
    assert list(
        Outgoing.objects.filter(words=actions.ASSIGNED, state="withdrawn").values_list("address", flat=True)
    ) == [f"township:{townships['here'].pk}"]


def test_what_a_colleague_has_assigned_since_the_look_stays_where_it_is(accepted, second, desk, townships):
    here, order = f"office:{townships['here'].pk}", accepted()
    page = look(desk, order, act="assign", to=here)
    actions.assign(by=second, order=order, handler="office", to=townships["next door"])

    assert "看过以后又有人办了 1 件" in press(desk, "assign", page, to=here)
    order.refresh_from_db()
    assert order.to_township == townships["next door"]


def test_who_was_that_adviser_neither_sees_nor_takes_it_further(enter, bureau, chen, district):
    order = enter()
    Membership.objects.create(
        user_id=bureau.user_id,
        role=Role.ADVISER,
        registration=chen,
        valid_from=LONG_AGO,
        valid_until=LONG_AGO.replace(year=2021),
    )
    done = many.accept(by=bureau, district=district, seen=seen(order))

    assert (len(done), dict(done.left)) == (0, {queries.GONE: 1})
    assert not AuditEntry.objects.filter(what="hotline.accepted_together").exists()


@pytest.mark.parametrize("who", ["office", "auditor"])
def test_nobody_but_the_bureau_does_so(who, enter, request, sign_in, district):
    order, by = enter(), request.getfixturevalue(who)
    desk = sign_in(by)
    assert 'name="order"' not in desk.get(LIST).content.decode()
    for door in ("many", "many/accept", "many/assign"):
        assert desk.post(f"{LIST}{door}", {"act": "accept", "order": str(order.pk)}).status_code == 404
    with pytest.raises(Refused, match="由区司法局办"):
        many.accept(by=by, district=district, seen=seen(order))
    with pytest.raises(Refused):
        many.assign(by=by, district=district, seen=seen(order), handler="bureau")


@pytest.mark.parametrize("said", [{}, {"act": "void"}, {"act": "accept", "order": ["x", "\x00", str(uuid4())]}])
def test_nothing_ticked_or_something_rude_leads_back_to_the_list(said, enter, desk):
    enter()
    for door in ("many", "many/accept", "many/assign"):
        page = desk.post(f"{LIST}{door}", {"state": "received", **said})
        assert page["Location"].startswith(f"{LIST}?state=received")
    assert desk.get(f"{LIST}many")["Location"] == LIST
    assert Order.objects.get().state == "received"


def test_a_place_that_is_not_there_is_asked_for_again(accepted, desk):
    page = desk.post(f"{LIST}many", {"act": "assign", "order": str(accepted().pk), "to": "office:nowhere"})

    assert page.status_code == 422
    assert "请选派给谁。" in page.content.decode()


def test_two_who_accept_the_same_at_once_accept_each_once(at_once, enter, bureau, second, district):
    orders = [enter() for _ in range(5)]
    met = at_once(
        lambda: many.accept(by=bureau, district=district, seen=seen(*orders)),
        lambda: many.accept(by=second, district=district, seen=seen(*reversed(orders))),
    )

    assert sorted(len(one) for one in met) == [0, 5]
    assert [dict(one.left) for one in met if not one] == [{queries.BY_OTHERS: 5}]
    assert lines("hotline.accepted") == 5


def test_two_who_assign_the_same_to_two_places_at_once_assign_each_once(
    at_once, accepted, bureau, second, district, townships
):
    orders = [accepted() for _ in range(5)]

    def to(by, name):
        return many.assign(by=by, district=district, seen=seen(*orders), handler="office", to=townships[name])

    met = at_once(lambda: to(bureau, "here"), lambda: to(second, "next door"))

    assert sorted(len(one) for one in met) == [0, 5]
    assert [dict(one.left) for one in met if not one] == [{queries.CHANGED: 5}]
    assert (lines("hotline.assigned"), len(set(Order.objects.values_list("to_township")))) == (5, 1)


def test_looking_asks_few_questions_of_any_number(accepted, desk, townships):
    orders = [accepted() for _ in range(12)]
    with at_most(20):
        look(desk, *orders, act="assign", to=f"office:{townships['here'].pk}")


def test_a_name_with_braces_is_told_as_it_is(accepted, desk, institutions):
    house = institutions["office"]
    type(house).objects.filter(pk=house.pk).update(name="红花{0}法律服务所")
    to = f"institution:{house.pk}"
    page = look(desk, accepted(), act="assign", to=to)

    assert "1 件派给了红花{0}法律服务所，" in press(desk, "assign", page, to=to)
