"""群登记: three levels, an owner or a village's own, handed on, connected, dissolved; and nobody reads a group."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from menkou.accounts.models import Membership
from menkou.channels.models import Account
from menkou.core import clock, memory
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.groups.keeping import actions, queries
from menkou.groups.models import Group
from menkou.groups.rules import naming
from menkou.places import actions as places
from menkou.places.models import District, Village
from menkou.places.queries import texts
from menkou.places.rules.texts import days_in, fault
from menkou.postings.models import Posting
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/groups/register/"


@pytest.fixture
def group(village, chen):
    return Group.objects.create(level="village", name="红花镇红花村法律顾问群", village=village, registration=chen)


@pytest.fixture
def own(village):
    """The village's own group, in which the adviser is a member."""
    return Group.objects.create(level="village", name="红花村乡亲", village=village, is_ours=False)


@pytest.fixture
def town_group(townships, office):
    facts = {"township": townships["here"], "owner_id": office.user_id}
    return Group.objects.create(level="township", name="红花镇司法所法律顾问群", **facts)


def robot() -> Account:
    return Account.objects.create(kind="robot", name="群机器人", number=f"r{uuid4()}", sealed=b"x", is_on=True)


# Putting on record


def test_an_adviser_registers_the_village_s_own_group_once_however_often_the_form_comes(adviser_a, village, sign_in):
    page, form = sign_in(adviser_a), "a" * 32
    sent = {"level": "village", "village": f"v{village.pk}", "name": "乡亲群", "kind": "wechat", "form": form}
    sent |= {"whose": "own", "admission": "asked", "has_adviser": "on"}
    first, again = page.post(f"{HERE}new", sent), page.post(f"{HERE}new", sent)

    found = Group.objects.get()
    assert first.headers["Location"] == again.headers["Location"]
    assert (found.is_ours, found.owner_name, found.village) == (False, "村里的群", village)
    assert AuditEntry.objects.filter(what="group.registered").count() == 1


def test_a_group_of_ours_needs_an_owner_and_a_village_s_own_has_none(bureau, village, chen):
    facts = {"level": "village", "name": "群", "village": village}
    with pytest.raises(Invalid, match="群主"):
        actions.register(by=bureau, group=Group(**facts))
    with pytest.raises(Invalid, match="不用填"):
        actions.register(by=bureau, group=Group(is_ours=False, registration=chen, **facts))
    with pytest.raises(IntegrityError, match="one_owner"), transaction.atomic():
        Group.objects.create(**facts)


@pytest.mark.parametrize("place", [{"village": None}, {"level": "district"}, {"level": "township"}])
def test_the_database_refuses_a_group_that_is_elsewhere_than_its_level_says(group, place):
    with pytest.raises(IntegrityError, match="where_its_level_says"), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(**place)


def test_an_adviser_registers_none_of_another_village(adviser_next_door, village):
    with pytest.raises(Refused, match="群主"):
        actions.register(by=adviser_next_door, group=Group(level="village", name="群", village=village, is_ours=False))
    assert not Group.objects.exists()


# Names by the rule


def test_a_name_that_is_not_by_the_rule_is_remarked_upon_and_taken(bureau, district, village, chen, sign_in):
    sent = {"level": "village", "village": f"v{village.pk}", "name": "普法群", "kind": "wechat", "form": "b" * 32}
    sent |= {"whose": "ours", "owner": f"r{chen.pk}", "admission": "asked"}
    page = sign_in(bureau).post(f"{HERE}new", sent, follow=True).content.decode()

    assert "红花镇红花村法律顾问群" in page
    assert "只是提醒" in page
    assert Group.objects.get().name == "普法群"


def test_the_rule_for_names_is_the_district_s_own_from_a_day_on(bureau, district, group):
    assert queries.name_remark(group, district) == ""
    rule = {"key": "group_name_of_village", "valid_from": clock.today(), "source": "本局文件"}
    with pytest.raises(Invalid, match="花括号"):
        places.set_rule(by=bureau, district=district, value="{县}{村}群", **rule)
    places.set_rule(by=bureau, district=district, value="{区}—{村}", **rule)

    assert texts()["group_name_of_village"] == "{区}—{村}"
    assert "示例区—红花村" in queries.name_remark(group, district)


def test_blanks_and_dashes_make_no_other_name():
    assert naming.remark("示例 区-红花村", "{区}{村}", {"区": "示例区", "村": "红花村"}) == ""
    assert naming.expected("{区}{镇街}", {"区": "甲"}) == "甲{镇街}"


@pytest.mark.parametrize(
    ("value", "is_good"), [("5、15、25", True), ("10", True), ("31", False), ("五号", False), ("", False)]
)
def test_days_of_publication_are_days_that_every_month_has(value, is_good):
    assert (fault("publication_days", value) == "") is is_good
    assert days_in("25、5，15") == (5, 15, 25)


# Looking, connecting


def test_the_owner_counts_the_members_by_kind_once_a_month(adviser_a, group, sign_in):
    sent = {
        "residents": "120",
        "cadres": "4",
        "advisers": "1",
        "has_adviser": "on",
        "active_month": f"{clock.today():%Y-%m}",
    }
    page = sign_in(adviser_a).post(f"{HERE}{group.pk}/look", sent, follow=True).content.decode()

    group.refresh_from_db()
    assert (group.members, group.active_month.day, group.looked_on) == (125, 1, clock.today())
    assert "共 125 人" in page


def test_an_empty_field_keeps_what_stands(adviser_a, group, sign_in):
    Group.objects.filter(pk=group.pk).update(residents=120, cadres=4, active_month=clock.today().replace(day=1))
    sent = {"residents": "", "cadres": "0", "has_adviser": "on", "active_month": ""}
    sign_in(adviser_a).post(f"{HERE}{group.pk}/look", sent)

    group.refresh_from_db()
    assert (group.residents, group.cadres, group.active_month) == (120, 0, clock.today().replace(day=1))
    assert group.looked_on == clock.today()


def test_people_who_stand_there_count_with_those_who_are_counted(adviser_a, group):
    group.cadres = 100
    with pytest.raises(Invalid, match="最多 2000 人"):
        actions.look(by=adviser_a, group=group, counts={"residents": 1901}, has_adviser=True, active_month=None)


def test_more_people_than_a_group_holds_and_a_month_to_come_are_refused(adviser_a, group):
    facts = {"by": adviser_a, "group": group, "has_adviser": True}
    with pytest.raises(Invalid, match="最多 2000 人"):
        actions.look(counts={"residents": 2001}, active_month=None, **facts)
    with pytest.raises(Invalid, match="还没到"):
        actions.look(counts={}, active_month=clock.today() + timedelta(days=40), **facts)


def test_a_robot_speaks_in_one_group_and_a_task_needs_chat_and_sender(bureau, group, town_group):
    account = robot()
    actions.connect(by=bureau, group=group, means="robot", account=account)
    with pytest.raises(Conflict, match="另一个群"):
        actions.connect(by=bureau, group=town_group, means="robot", account=account)
    with pytest.raises(Invalid, match="客户群ID"):
        actions.connect(by=bureau, group=town_group, means="mass", account=account)
    with pytest.raises(IntegrityError, match="what_its_means_needs"), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(chat_id="wr1")


def test_an_adviser_connects_no_channel(adviser_a, group):
    with pytest.raises(Refused, match="接通渠道"):
        actions.connect(by=adviser_a, group=group, means="hand")


def test_the_code_into_a_group_is_written_anew_and_gone_after_a_week(adviser_a, group, sign_in):
    drawn = BytesIO()
    Image.new("RGB", (600, 600), "white").save(drawn, "PNG")
    actions.put_qr(by=adviser_a, group=group, photo=drawn.getvalue())
    page = sign_in(adviser_a)

    assert page.get(f"{HERE}{group.pk}/qr.jpg").content[:3] == b"\xff\xd8\xff"
    Group.objects.update(qr_until=clock.today() - timedelta(days=1))
    assert page.get(f"{HERE}{group.pk}/qr.jpg").status_code == 404


def test_what_is_no_picture_is_no_code(adviser_a, group):
    with pytest.raises(Invalid):
        actions.put_qr(by=adviser_a, group=group, photo=b"no picture")


# Handing on, dissolving


def test_a_group_whose_owner_left_the_post_is_to_be_handed_on(bureau, group, town_group, chen, lin, sign_in):
    assert not Group.objects.filter(queries.owner_is_gone()).exists()
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())

    page = sign_in(bureau).get(f"{HERE}?show=ownerless").content.decode()
    assert "要移交群主的有 1 个" in page
    assert group.name in page
    assert town_group.name not in page
    assert [one.pk for one in queries.to_hand_on({chen.pk})] == [group.pk]

    sign_in(bureau).post(f"{HERE}{group.pk}/hand-on", {"owner": f"r{lin.pk}"})
    group.refresh_from_db()
    assert group.registration == lin
    assert not Group.objects.filter(queries.owner_is_gone()).exists()


def test_a_member_of_the_staff_without_a_role_owns_no_group(town_group, office):
    Membership.objects.filter(user=office.user_id).update(valid_until=clock.today())

    assert Group.objects.filter(queries.owner_is_gone()).get() == town_group


def test_two_who_hand_a_group_on_at_one_moment_hand_it_on_once(at_once, bureau, group, lin, wu):
    as_both_saw_it = [Group.objects.get(pk=group.pk) for _ in "12"]
    met = at_once(
        lambda: actions.hand_on(by=bureau, group=as_both_saw_it[0], registration=lin),
        lambda: actions.hand_on(by=bureau, group=as_both_saw_it[1], registration=wu),
    )

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "NoneType"]


def test_handing_on_what_was_handed_on_meanwhile_is_a_conflict(bureau, group, lin, wu):
    stale = Group.objects.get(pk=group.pk)
    actions.hand_on(by=bureau, group=group, registration=lin)

    with pytest.raises(Conflict, match="已经换过"):
        actions.hand_on(by=bureau, group=stale, registration=wu)


def test_a_dissolved_group_stays_on_record_and_is_not_changed_any_more(office, group, sign_in):
    actions.dissolve(by=office, group=group)

    with pytest.raises(Conflict, match="已经解散"):
        actions.dissolve(by=office, group=group)
    with pytest.raises(Conflict, match="已经解散"):
        actions.amend(by=office, group=group, name="新名", form="wechat", admission="asked")
    page = sign_in(office)
    assert group.name not in page.get(HERE).content.decode()
    assert group.name in page.get(f"{HERE}?show=dissolved").content.decode()


def test_groups_of_a_village_that_was_merged_are_those_of_the_one_that_goes_on(group, own, village, village_next_door):
    Village.objects.filter(pk=village.pk).update(successor=village_next_door, valid_until=clock.today())

    assert actions.follow(by=CLOCK, district=District.objects.get()) == 2
    assert set(Group.objects.values_list("village", flat=True)) == {village_next_door.pk}
    assert actions.follow(by=CLOCK, district=District.objects.get()) == 0


# Who sees what


def test_everybody_sees_their_own_groups_and_nobody_another_s(
    bureau, office, office_next_door, adviser_b, adviser_next_door, cadre, group, own, town_group
):
    def seen(by):
        return {one.pk for one in queries.visible_to(by)}

    everything = {group.pk, own.pk, town_group.pk}
    assert seen(bureau) == seen(office) == everything
    assert seen(adviser_b) == seen(cadre) == {group.pk, own.pk}
    assert seen(office_next_door) == seen(adviser_next_door) == set()


def test_the_list_is_filtered_by_level_form_means_township_and_name(bureau, group, own, town_group):
    def shown(**chosen):
        return {one.name for one in queries.listed(bureau, chosen)}

    assert shown(level="township") == {town_group.name}
    assert shown(township="999901001") == {group.name, own.name, town_group.name}
    assert shown(township="999901002") == set()
    assert shown(q="乡亲") == {own.name}
    assert shown(means="robot", form="wecom") == set()
    assert shown(show="quiet") == {group.name, own.name, town_group.name}


def test_the_list_asks_a_few_questions_however_many_groups(bureau, village, chen, sign_in):
    facts = {"level": "village", "village": village, "registration": chen}
    Group.objects.bulk_create(Group(name=f"第{number}群", **facts) for number in range(60))
    memory.forget()
    page = sign_in(bureau)
    page.get(HERE)

    with at_most():
        assert page.get(HERE).status_code == 200
