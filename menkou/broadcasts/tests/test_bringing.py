"""送达: each group once, confirmed with one tap; who has not brought it there is named, and reminded once a day."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from menkou.broadcasts import actions, jobs, poster, queries
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.bringing import queries as receipts
from menkou.broadcasts.models import Delivery, Notice, Reading
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group
from menkou.postings.models import Posting
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/pushes/"
State = Delivery.State


def states(notice: Notice) -> dict[str, str]:
    return dict(Delivery.objects.filter(notice=notice).values_list("group__name", "state"))


# Confirming


def test_the_owner_copies_pastes_and_confirms_with_one_tap(adviser_a, delivery, sign_in):
    page = sign_in(adviser_a)
    assert delivery.group.name in page.get(f"{HERE}mine").content.decode()
    package = page.get(f"{HERE}deliveries/{delivery.pk}/").content.decode()
    assert "【风险提示】有人冒充收费" in package
    assert f"/{SLUG}/n/{delivery.notice_id}" in package
    assert "村村响念的话" in package

    page.post(f"{HERE}deliveries/{delivery.pk}/confirm")
    page.post(f"{HERE}deliveries/{delivery.pk}/confirm")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.confirmed_by_id) == ("confirmed", adviser_a.user_id)
    assert "没有要发的" in page.get(f"{HERE}mine").content.decode()


def test_the_owner_sees_what_each_group_has_had_this_week(adviser_a, delivery, sign_in):
    page = sign_in(adviser_a)
    assert [(one.name, had) for one, had in queries.this_week(adviser_a)] == [("红花村法律顾问群", 0)]
    bringing.confirm(by=adviser_a, delivery=delivery)

    assert [had for _, had in queries.this_week(adviser_a)] == [1]
    assert "够了" in page.get(f"{HERE}mine").content.decode()


def test_a_screenshot_is_written_anew_and_shown_to_those_who_see_the_group(adviser_a, bureau, delivery, sign_in):
    drawn = BytesIO()
    Image.new("RGB", (1080, 2400), "white").save(drawn, "PNG")
    photo = SimpleUploadedFile("screen.png", drawn.getvalue(), "image/png")
    sign_in(adviser_a).post(f"{HERE}deliveries/{delivery.pk}/confirm", {"photo": photo})

    shown = sign_in(bureau).get(f"{HERE}deliveries/{delivery.pk}/proof.jpg")
    assert shown.content[:3] == b"\xff\xd8\xff"
    assert len(shown.content) <= bringing.MOST_PROOF_BYTES


def test_screenshots_are_forgotten_after_a_quarter_and_the_confirmation_stays(adviser_a, delivery):
    drawn = BytesIO()
    Image.new("RGB", (100, 200), "white").save(drawn, "PNG")
    bringing.confirm(by=adviser_a, delivery=delivery, photo=drawn.getvalue())
    jobs.forget_proofs()
    assert queries.proof_of(delivery)

    Delivery.objects.filter(pk=delivery.pk).update(confirmed_at=clock.now() - timedelta(days=91))
    jobs.forget_proofs()
    assert queries.proof_of(delivery) is None
    assert Delivery.objects.get(pk=delivery.pk).state == "confirmed"


def test_what_is_no_picture_is_said_and_nothing_is_confirmed(adviser_a, delivery, sign_in):
    photo = SimpleUploadedFile("screen.png", b"no picture", "image/png")
    answer = sign_in(adviser_a).post(f"{HERE}deliveries/{delivery.pk}/confirm", {"photo": photo})

    delivery.refresh_from_db()
    assert (answer.status_code, delivery.state) == (422, "waiting")
    assert "不是完整的照片" in answer.content.decode()


def test_a_slip_is_taken_back_by_whoever_made_it_and_nobody_else(adviser_a, adviser_b, delivery):
    bringing.confirm(by=adviser_a, delivery=delivery)
    with pytest.raises(Conflict, match="只有确认的人"):
        bringing.unconfirm(by=adviser_b, delivery=delivery)
    bringing.unconfirm(by=adviser_a, delivery=delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.confirmed_by, delivery.confirmed_at) == ("waiting", None, None)


def test_the_database_refuses_a_confirmation_of_nobody(delivery):
    with pytest.raises(IntegrityError, match="a_confirmation_has_its_person"), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state="confirmed")
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state="failed")


def test_why_it_could_not_be_brought_there_is_seen_and_it_may_be_brought_later(adviser_a, bureau, delivery, sign_in):
    with pytest.raises(Invalid):
        bringing.give_up(by=adviser_a, delivery=delivery, why=" ")
    bringing.give_up(by=adviser_a, delivery=delivery, why="群里禁言了")
    assert "群里禁言了" in sign_in(bureau).get(f"{HERE}{delivery.notice_id}/").content.decode()

    bringing.confirm(by=adviser_a, delivery=delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == ("confirmed", "")


def test_a_village_s_own_group_is_brought_to_by_its_a_post_or_its_cadre(
    going, own, adviser_next_door, adviser_a, make_actor
):
    found = Delivery.objects.get(notice=going, group=own)
    assert [one.pk for one in queries.mine(adviser_next_door)] == [found.pk]
    with pytest.raises(Refused, match="负责这个群"):
        bringing.confirm(by=adviser_a, delivery=found)

    cadre = make_actor("village_cadre", "cadre2", village=own.village)
    bringing.confirm(by=cadre, delivery=found)
    assert not queries.mine(adviser_next_door).exists()


# Who has not, and one tap to remind them


def test_the_groups_where_it_is_not_are_named_with_whose_turn_it_is(going, bureau, adviser_a, delivery, own, sign_in):
    bringing.confirm(by=adviser_a, delivery=delivery)
    page = sign_in(bureau).get(f"{HERE}{going.pk}/").content.decode()

    assert "共 3 个群：发到了 1 个，还没到 2 个" in page
    assert own.name in page
    assert "吴刚" in page
    assert receipts.progress_of([going])[going.pk].missing == 2


def test_each_is_reminded_once_a_day_without_a_word_of_it(going, bureau, own, wu, sign_in):
    page = sign_in(bureau)
    one = Delivery.objects.get(notice=going, group=own)
    page.post(f"{HERE}{going.pk}/urge", {"delivery": str(one.pk)})
    page.post(f"{HERE}{going.pk}/urge")
    page.post(f"{HERE}{going.pk}/urge")

    urged = Outgoing.objects.filter(key__startswith="push-urged:")
    assert len(urged) == 3
    assert [one.words for one in urged.filter(address=f"registration:{wu.pk}")] == [bringing.URGED]
    assert "今天都催过了" in page.post(f"{HERE}{going.pk}/urge", follow=True).content.decode()
    tomorrow = Delivery.objects.update(urged_on=clock.today() - timedelta(days=1))
    assert tomorrow == 3


def test_an_owner_who_left_is_not_told_and_the_village_s_new_a_post_is(going, own, wu, lin):
    Posting.objects.filter(registration=wu).update(valid_until=clock.today())
    Posting.objects.create(village=own.village, post="A", registration=lin, valid_from=clock.today())

    assert queries.addresses([own]) == {own.pk: f"registration:{lin.pk}"}


# Taking back, and groups that go


def test_what_has_not_gone_is_taken_back_and_what_has_gone_stays(going, second, adviser_a, delivery, client):
    bringing.confirm(by=adviser_a, delivery=delivery)
    actions.cancel(by=second, notice=going)

    assert sorted(states(going).values()) == ["cancelled", "cancelled", "confirmed"]
    with pytest.raises(Conflict, match="已经撤销"):
        actions.cancel(by=second, notice=going)
    assert bringing.spread(by=CLOCK, notice=going) == 0
    page = client.get(f"/{SLUG}/n/{going.pk}")
    assert (page.status_code, "撤下了" in page.content.decode()) == (410, True)


def test_a_confirmation_and_a_taking_back_at_one_moment_leave_one_word(at_once, going, second, adviser_a, delivery):
    at_once(lambda: bringing.confirm(by=adviser_a, delivery=delivery), lambda: actions.cancel(by=second, notice=going))

    found = Delivery.objects.get(pk=delivery.pk)
    assert found.state in ("confirmed", "cancelled")
    assert (found.confirmed_by_id is not None) == (found.state == "confirmed")


def test_a_group_that_is_dissolved_in_the_middle_ends_its_delivery_with_a_sentence(
    going, office, group, delivery, adviser_a
):
    keeping.dissolve(by=office, group=group)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == ("cancelled", "这个群解散了。")
    assert not queries.mine(adviser_a).exists()
    with pytest.raises(Conflict):
        bringing.confirm(by=adviser_a, delivery=delivery)


# Readers


def test_readers_are_counted_by_the_day_and_nobody_is_named(going, client):
    for _ in range(3):
        page = client.get(f"/{SLUG}/n/{going.pk}")
    client.head(f"/{SLUG}/n/{going.pk}")

    assert "有人冒充收费" in page.content.decode()
    assert Reading.objects.get().times == queries.readings(going) == 3
    assert {field.name for field in Reading._meta.concrete_fields} == {"id", "district", "notice", "day", "times"}
    assert not AuditEntry.objects.filter(what="broadcast.read").exists()


def test_what_is_not_out_yet_is_read_by_nobody(notice, client):
    assert client.get(f"/{SLUG}/n/{notice.pk}").status_code == 404


# Pages


def test_pages_ask_a_few_questions_however_many_groups(going, village, chen, bureau, adviser_a, sign_in):
    facts = {"level": "village", "village": village, "registration": chen}
    more = Group.objects.bulk_create(Group(name=f"第{number}群", **facts) for number in range(60))
    Delivery.objects.bulk_create(Delivery(notice=going, group=one, means="hand") for one in more)
    for by, path in ((bureau, ""), (bureau, f"{going.pk}/"), (adviser_a, "mine")):
        page = sign_in(by)
        page.get(HERE + path)
        with at_most():
            assert page.get(HERE + path).status_code == 200


def test_the_poster_is_a_picture_and_is_set_once(adviser_a, delivery, sign_in, monkeypatch):
    asked = []

    monkeypatch.setattr(poster, "set_apart", lambda _, __, words, **how: asked.append(words) or b"\x89PNG")
    poster._set.cache_clear()
    page = sign_in(adviser_a)
    answers = [page.get(f"{HERE}deliveries/{delivery.pk}/poster.png") for _ in "12"]
    poster._set.cache_clear()

    assert [one["Content-Type"] for one in answers] == ["image/png"] * 2
    assert len(asked) == 1
    assert "有人冒充收费" in asked[0]


def test_the_groups_where_it_is_are_named_with_who_said_so_and_when(
    going, bureau, adviser_a, delivery, group, own, sign_in
):
    bringing.confirm(by=adviser_a, delivery=delivery)
    page = sign_in(bureau)

    missing, there = (page.get(f"{HERE}{going.pk}/{show}").content.decode() for show in ("", "?show=there"))

    assert "镇街（司法所） 0 / 1，村（社区） 1 / 2" in missing
    assert (group.name in missing, own.name in missing) == (False, True)
    assert (group.name in there, own.name in there) == (True, False)
    assert f"{adviser_a.name}确认" in there
