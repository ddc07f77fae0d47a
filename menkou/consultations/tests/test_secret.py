"""暗号: from then on neither the phone nor the 取件码 opens a thread alone; tries are slowed, and nobody is locked out."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from menkou.consultations import actions as consultations
from menkou.consultations import policies, queries
from menkou.consultations.locking import actions
from menkou.consultations.models import Consultation, Secret, Viewing, WrongTry
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.rules import secrets, tries
from menkou.core.actors import Actor
from menkou.core.errors import Invalid, Refused, TooSoon
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

SAID = "三月麦子"
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def quickly(settings, request):
    """A hash that is not slow, but where its slowness is looked at."""
    if "slow" not in request.node.name:
        settings.PASSWORD_HASHERS = QUICK


@pytest.fixture
def locked(consultation, resident) -> Consultation:
    actions.set_secret(by=resident, consultation=consultation, typed=SAID)
    consultation.refresh_from_db()
    return consultation


@pytest.fixture
def phone(village, chen, lin):
    """A phone whose thread has a 暗号 that was said; the thread's address."""
    phone = Client()
    phone.get(f"/{SLUG}/v/{village.code}/ask")
    phone.post(f"/{SLUG}/v/{village.code}/ask", {"text": QUESTION, "form": "3" * 32})
    phone.thread = f"/{SLUG}/asked/{Consultation.objects.get().pk}/"
    assert phone.post(f"{phone.thread}lock", {"secret": SAID}).status_code == 302
    return phone


def reader(*consultations, by=b"c") -> Actor:
    return Actor(None, "居民", device=by * 32, receipts=frozenset(one.pk for one in consultations))


@pytest.mark.parametrize("typed", ["123", "123456789", "0000", "4321", "麦", "麦麦", "麦" * 21])
def test_what_is_too_easy_or_too_long_is_told(consultation, resident, typed):
    with pytest.raises(Invalid):
        actions.set_secret(by=resident, consultation=consultation, typed=typed)
    assert not Secret.objects.exists()


def test_only_a_slow_hash_is_kept_and_spelling_does_not_matter(locked, resident):
    secret = Secret.objects.get()

    assert SAID not in secret.hashed
    assert identify_hasher(secret.hashed).algorithm == "pbkdf2_sha256"
    assert actions.say_secret(by=resident, consultation=locked, typed=" 三月 麦子") == secret
    assert secrets.tidy("Ｍai 12") == "mai12"


def test_neither_the_phone_nor_a_code_opens_it_alone(locked, resident):
    with_code, open_to = reader(locked), replace(resident, unlocked=frozenset([locked.lock]))

    for by in (resident, with_code):
        assert not queries.asked_by(by).exists()
        assert not policies.follow_up.allows(by, locked)
    for by in (open_to, replace(with_code, unlocked=open_to.unlocked)):
        assert queries.asked_for(by, locked.pk) == locked
        assert policies.follow_up.allows(by, locked)


def test_a_new_secret_shuts_whoever_said_the_old_one(locked, resident):
    by = replace(resident, unlocked=frozenset([locked.lock]))
    actions.set_secret(by=by, consultation=locked, typed="八月豆子")

    assert not queries.asked_by(by).exists()
    locked.refresh_from_db()
    with pytest.raises(Refused):
        actions.lift_secret(by=by, consultation=locked)


def test_only_the_phone_that_asked_sets_one_where_a_phone_is_kept(consultation):
    with pytest.raises(Refused):
        actions.set_secret(by=reader(consultation), consultation=consultation, typed=SAID)


def test_a_code_is_on_record_as_used_when_the_secret_was_said(locked, district, chen):
    by = reader()
    code = consultations.pickup_code(locked)
    assert pickup.pick_up(by=by, district=district, typed=code) == locked
    assert not Viewing.objects.exists()

    actions.say_secret(by=reader(locked), consultation=locked, typed=SAID)
    assert [one.way for one in Viewing.objects.all()] == ["picked_up"]


def test_wrong_ones_are_counted_slowed_and_lock_nobody_out(locked, resident):
    thief = reader(locked, by=b"t")
    for _ in range(tries.FREE_TRIES):
        assert actions.say_secret(by=thief, consultation=locked, typed="猜一个") is None
    with pytest.raises(TooSoon):
        actions.say_secret(by=thief, consultation=locked, typed=SAID)

    assert actions.say_secret(by=resident, consultation=locked, typed=SAID)
    assert Secret.objects.get().wrong_tries == tries.FREE_TRIES


def test_a_phone_named_just_now_waits_before_it_may_try(locked):
    new = replace(reader(locked), device_age_s=1.0)

    with pytest.raises(TooSoon):
        actions.say_secret(by=new, consultation=locked, typed=SAID)
    assert not WrongTry.objects.exists()


def test_the_page_says_nothing_until_it_is_said_and_again_after_leaving(phone, village):
    with at_most():
        assert QUESTION in phone.get(phone.thread).content.decode()
    phone.get(f"/{SLUG}/leave")

    with at_most():
        page = phone.get(phone.thread)
    words = page.content.decode()
    assert page.status_code == 403
    assert not any(said in words for said in (QUESTION, village.short_name, "陈明", "我问的"))
    assert "要填暗号的" in phone.get(f"/{SLUG}/asked/").content.decode()
    assert village.short_name not in phone.get(f"/{SLUG}/asked/").content.decode()
    assert phone.post(f"{phone.thread}erase").status_code == 403
    assert Consultation.objects.get().erased_at is None
    assert phone.post(f"{phone.thread}unlock", {"secret": "不对"}).status_code == 422
    assert phone.post(f"{phone.thread}unlock", {"secret": SAID}).status_code == 302
    assert "有人填错过 1 次" in phone.get(phone.thread).content.decode()


def test_words_on_their_way_when_the_hour_was_over_come_along(phone):
    phone.get(f"/{SLUG}/leave")
    asked_on = phone.post(f"{phone.thread}follow-up", {"text": "写到一半的话", "form": "4" * 32})

    assert 'value="写到一半的话"' in asked_on.content.decode()
    phone.post(f"{phone.thread}follow-up", {"text": "写到一半的话", "form": "4" * 32, "secret": SAID})
    assert "写到一半的话" in phone.get(phone.thread).content.decode()


def test_photos_that_a_page_cannot_hold_are_said_to_be_left_out_also_after_a_wrong_try(phone):
    phone.get(f"/{SLUG}/leave")
    sent = {"text": "还有", "form": "4" * 32}
    asks = phone.post(
        f"{phone.thread}follow-up", {**sent, "photos": SimpleUploadedFile("a.jpg", b"x")}
    ).content.decode()
    again = phone.post(f"{phone.thread}follow-up", {**sent, "photos_left_out": "1", "secret": "不对"}).content.decode()

    for page in (asks, again):
        assert "照片请接着再送一次" in page
        assert 'name="photos_left_out" value="1"' in page


def test_what_is_spoken_after_the_hour_is_not_refused_without_saying_how_to_go_on(phone):
    phone.get(f"/{SLUG}/leave")
    script = {"headers": {"accept": "application/json"}}
    piece = phone.post(f"{phone.thread}enclose", {"form": "4" * 32}, **script)
    whole = phone.post(f"{phone.thread}follow-up", {"form": "4" * 32, "enclosed": "1:1:3"}, **script)

    for told in (piece, whole):
        assert told.status_code == 403
        assert "再填一次暗号" in told.json()["words"]
    assert whole.json()["asks"]
    assert phone.post(f"/{SLUG}/asked/{uuid4()}/enclose", {"form": "4" * 32}, **script).status_code == 404


def test_what_was_pressed_when_the_hour_was_over_is_done_once_the_secret_is_said(phone):
    phone.get(f"/{SLUG}/leave")
    wish = {"kind": "silent", "about": "office", "text": "问了半个月没人回", "form": "5" * 32}
    asks = phone.post(f"{phone.thread}complaint", wish)
    wrong = phone.post(f"{phone.thread}complaint", {**wish, "secret": "不对"})

    for page in (asks, wrong):
        assert 'value="问了半个月没人回"' in page.content.decode()
        assert QUESTION not in page.content.decode()
    assert (asks.status_code, wrong.status_code) == (403, 422)
    with pytest.MonkeyPatch.context() as without_waiting:
        without_waiting.setattr(actions.slowing, "slow_down", lambda *args, **facts: None)
        done = phone.post(f"{phone.thread}complaint", {**wish, "secret": SAID})
    assert done.status_code == 302
    assert phone.get(phone.thread).status_code == 200


def test_what_is_not_there_at_all_asks_for_no_secret(phone):
    phone.get(f"/{SLUG}/leave")

    assert phone.post(f"/{SLUG}/asked/{uuid4()}/withdraw").status_code == 404


def test_a_cookie_that_names_no_secret_of_ours_opens_nothing(phone):
    phone.get(f"/{SLUG}/leave")
    phone.cookies["menkou_unlocked"] = f"{Secret.objects.get().pk.hex}:forged:signature"

    assert phone.get(phone.thread).status_code == 403


def test_it_is_lifted_again_and_gone_with_the_content(phone, resident):
    assert phone.post(f"{phone.thread}lock/lift").status_code == 302
    assert not Secret.objects.exists()
    phone.post(f"{phone.thread}lock", {"secret": SAID})
    phone.post(f"{phone.thread}erase")

    assert not Secret.objects.exists()
    assert Consultation.objects.get().lock is None


def test_a_program_is_told_that_it_needs_a_phone(locked, client):
    code = consultations.pickup_code(locked)
    answer = client.post(f"/{SLUG}/api/consultations/lookup", {"code": code}, content_type="application/json")

    assert answer.status_code == 404
    assert "暗号" in answer.content.decode()


def test_the_database_keeps_one_to_a_matter(locked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Secret.objects.create(consultation=locked, hashed="x", set_at=locked.asked_at)


def test_a_copy_of_all_holds_nothing_of_it_though_it_was_said(phone, village):
    phone.post(f"/{SLUG}/v/{village.code}/ask", {"text": "另一件。", "form": "5" * 32})
    copy = phone.post(f"/{SLUG}/asked/copy").content.decode()

    assert "另一件。" in copy
    assert QUESTION not in copy
    assert QUESTION in phone.post(f"{phone.thread}copy").content.decode()


def test_the_newest_of_many_that_were_said_is_not_the_one_that_is_forgotten(phone):
    for n in range(21):
        assert phone.post(f"{phone.thread}lock", {"secret": f"豆子{n}"}).status_code == 302

    assert phone.get(phone.thread).status_code == 200
