"""A callback that is good is on record, once, with its job, before it is answered; any other is refused, always alike."""

import hashlib
import time
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import asgi, gathering, inbox, recipients
from menkou.channels.models import Incoming
from menkou.core import clock, heartbeats
from menkou.core.models import Heartbeat
from menkou.places.models import District
from tests.callbacks.conftest import AES_KEY, OLD_AES_KEY, OLD_TOKEN, TOKEN, open_account
from tests.callbacks.platform import EVENT, KF, TEXT, Platform, nonce

SUCCESS, FAILED = (200, b"success"), (500, b"failed\n")
REFUSED = (403, ((b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"8")), b"refused\n")


def ends(answer) -> tuple[int, bytes]:
    return answer[0], answer[2]


def jobs() -> list[tuple[str, str]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args__incoming_id"))


def test_what_is_answered_is_on_record_with_its_job(platform, call):
    query, body = platform.text("地界")
    assert ends(call(platform.path, query, body)) == SUCCESS

    row = Incoming.objects.get()
    assert "地界" in inbox.opened(row).decode()
    assert bytes(row.sender_digest) == inbox.sender_digest(platform.account, "o-zhang")
    assert jobs() == [(inbox.TAKE_IN, str(row.pk))]


def test_it_asks_the_database_for_nothing_but_to_keep_it(platform, call, django_assert_num_queries):
    call(platform.path, *platform.text("一", number=1))
    with django_assert_num_queries(5):  # savepoint, scope, one insert with its job, scope, release
        call(platform.path, *platform.text("二", number=2))


def test_a_retry_a_replay_and_an_old_time_are_success_and_nothing_new(platform, call, caplog):
    same = platform.text("一", number="00042")
    written_anew = platform.text("一", number=42)
    late = platform.sealed(TEXT.format(words="一", sender="o-zhang", number=42, at=int(time.time())), at=1409659813)
    for query, body in (same, same, written_anew, late):
        assert ends(call(platform.path, query, body)) == SUCCESS

    assert (Incoming.objects.count(), len(jobs())) == (1, 1)
    assert "away from ours" in caplog.text


@pytest.mark.parametrize("number", [1, 2**63 - 1, 2**64 - 1])
def test_the_same_number_from_two_people_is_two_messages(platform, call, number):
    for sender in ("o-zhang", "o-li"):
        assert ends(call(platform.path, *platform.text("一", sender=sender, number=number))) == SUCCESS
    assert Incoming.objects.count() == len(jobs()) == 2


def test_an_event_of_a_kind_that_nobody_knows_is_kept(platform, call):
    event = EVENT.format(sender="o-zhang", at=int(time.time()), event="weilai", key="")
    assert ends(call(platform.path, *platform.sealed(event))) == SUCCESS
    assert Incoming.objects.count() == 1


def test_what_is_genuine_and_unreadable_is_answered_and_raises_an_alarm_without_a_word_of_it(platform, call, caplog):
    assert ends(call(platform.path, *platform.sealed("<xml><Content>宅基地</Content></xml>"))) == SUCCESS

    assert not Incoming.objects.exists()
    assert [line.levelname for line in caplog.records] == ["ERROR"]
    assert "宅基地" not in caplog.text


def kf_of(district, number="wk1"):
    facts = {"corpid": "ww1"}
    return open_account("kf", number, facts=facts), Platform(district.slug, "", "ww1", TOKEN, AES_KEY)


@pytest.mark.parametrize("times", [1, 3])
def test_a_call_of_kf_is_kept_once_for_the_one_that_it_names(district, call, times):
    called, _ = kf_of(district)
    named, _ = kf_of(district, "wk2")
    platform = Platform(district.slug, called.pk, "ww1", TOKEN, AES_KEY)
    event = KF.format(corp="ww1", at=int(time.time()), token="ENC1", kf="wk2")
    for _ in range(times):
        assert ends(call(platform.path, *platform.sealed(event))) == SUCCESS

    row = Incoming.objects.get()
    assert (row.account_id, bytes(row.sender_digest)) == (named.pk, inbox.OF_THE_ACCOUNT)
    assert jobs() == [(inbox.FETCH, str(row.pk))]


def test_a_call_for_a_kf_that_we_do_not_have_is_answered_and_not_kept(district, call):
    called, _ = kf_of(district)
    platform = Platform(district.slug, called.pk, "ww1", TOKEN, AES_KEY)
    event = KF.format(corp="ww1", at=int(time.time()), token="ENC1", kf="wk9")
    assert ends(call(platform.path, *platform.sealed(event))) == SUCCESS
    assert not Incoming.objects.exists()


def test_the_platform_may_check_our_address(platform, call):
    timestamp, once = "1714037059", "486452656"
    signature = hashlib.sha1("".join(sorted([TOKEN, timestamp, once])).encode()).hexdigest()
    query = {"timestamp": timestamp, "nonce": once, "echostr": "5129", "signature": signature}
    assert ends(call(platform.path, urlencode(query), method="GET")) == (200, b"5129")
    assert call(platform.path, urlencode(query | {"signature": "0" * 40}), method="GET") == REFUSED
    recipients.forget()
    assert recipients.recipient(platform.slug, platform.account).account.heard_at


def test_wecom_may_check_our_address(district, call):
    kf, platform = kf_of(district)
    timestamp, once = str(int(time.time())), nonce()
    said = platform.crypto.encrypt_message("8812", once, timestamp)
    signature, sealed = (said.split(f"<{name}><![CDATA[")[1].split("]]")[0] for name in ("MsgSignature", "Encrypt"))
    query = {"timestamp": timestamp, "nonce": once, "echostr": sealed, "msg_signature": signature}
    path = f"/{district.slug}/callback/{kf.pk}"
    assert ends(call(path, urlencode(query), method="GET")) == (200, b"8812")


@pytest.mark.parametrize("age", ["old", "older"])
def test_old_keys_open_until_their_time_is_over(district, call, age):
    until = clock.now() + timedelta(hours=24)
    secrets = {"token": TOKEN, "aes_key": AES_KEY, f"{age}_token": OLD_TOKEN, f"{age}_aes_key": OLD_AES_KEY}
    account = open_account("wechat", "wx1", secrets=secrets, old_until=until)
    old = Platform(district.slug, account.pk, "wx1", OLD_TOKEN, OLD_AES_KEY)
    assert ends(call(old.path, *old.text("一", number=1))) == SUCCESS
    with time_machine.travel(until + timedelta(seconds=1)):
        assert call(old.path, *old.text("二", number=2)) == REFUSED
    assert Incoming.objects.count() == 1


def test_an_account_that_is_turned_off_is_unknown_within_seconds(platform, account, call, monkeypatch):
    assert ends(call(platform.path, *platform.text("一", number=1))) == SUCCESS
    account.is_on = False
    account.save()
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + recipients.SECONDS)
    assert call(platform.path, *platform.text("二", number=2)) == REFUSED


def forged(platform, district):
    """Everything that must be refused, by what is wrong with it."""
    query, body = platform.text("一")
    unsigned = "&".join(part for part in query.split("&") if not part.startswith("msg_signature"))
    plain = TEXT.format(words="一", sender="o-zhang", number=1, at=int(time.time())).encode()
    stranger = Platform(platform.slug, platform.account, "wx2", TOKEN, AES_KEY)
    other_key = Platform(platform.slug, platform.account, "wx1", "x" * 32, AES_KEY)
    nobody = Platform(platform.slug, uuid4(), "wx1", TOKEN, AES_KEY)
    robot = open_account("robot", "r1")
    next_door = District.objects.create(slug="linli", name="邻里区", code="999902", is_demo=True)
    return {
        "plain mode": (platform.path, unsigned + "&signature=" + "0" * 40, plain),
        "a plain body behind a signed address": (platform.path, query, plain),
        "no signature": (platform.path, unsigned, body),
        "a changed body": (platform.path, query, body.replace(b"<Encrypt>A", b"<Encrypt>B").replace(b"=", b"", 1)[:-1]),
        "another's key": (platform.path, *other_key.text("一")),
        "for another": (platform.path, *stranger.text("一")),
        "nobody": (nobody.path, *nobody.text("一")),
        "another district": (f"/{next_door.slug}/callback/{platform.account}", query, body),
        "no district": (f"/nowhere/callback/{platform.account}", query, body),
        "a kind that is not called": (f"/{district.slug}/callback/{robot.pk}", query, body),
        "nothing": (platform.path, "", b""),
        "said twice": (platform.path, f"{query}&nonce=1", body),
        "too much": (platform.path, query, body + b" " * asgi.MOST),
        "elsewhere": ("/", query, body),
        "DTD": (platform.path, query, b'<!DOCTYPE xml [<!ENTITY a "b">]>' + body),
    }


def test_whatever_is_wrong_the_refusal_is_the_same_to_the_last_byte(platform, district, call):
    answers = {why: call(*what) for why, what in forged(platform, district).items()}
    answers["method"] = call(platform.path, *platform.text("一"), method="PUT")
    begun = {"type": "http.request", "body": platform.text("一")[1][:50], "more_body": True}
    answers["hung up"] = call(platform.path, platform.text("一")[0], parts=[begun, {"type": "http.disconnect"}])

    assert {why: answer for why, answer in answers.items() if answer != REFUSED} == {}
    assert not Incoming.objects.exists()


def test_a_fault_of_the_database_is_five_hundred_without_a_word(platform, call, monkeypatch, caplog):
    call(platform.path, *platform.text("一", number=1))

    def full(*_, **__):
        raise OperationalError("disk full: 宅基地")

    monkeypatch.setattr(inbox, "insert_alike", full)
    assert ends(call(platform.path, *platform.text("二", number=2))) == FAILED
    assert "disk full" not in caplog.text


def test_a_connection_that_is_gone_is_found_out_and_made_anew(platform, call, monkeypatch):
    real, tries = inbox.insert_alike, []

    def once_gone(*rows, **more):
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("server closed the connection")
        real(*rows, **more)

    monkeypatch.setattr(inbox, "insert_alike", once_gone)
    assert ends(call(platform.path, *platform.text("一"))) == SUCCESS
    assert (len(tries), Incoming.objects.count()) == (2, 1)


def test_what_failed_too_late_is_left_to_the_platform(platform, call, monkeypatch):
    tries = []

    def slow(*_, **__):
        tries.append(1)
        raise OperationalError

    monkeypatch.setattr(gathering, "ONCE_MORE_S", -1)
    monkeypatch.setattr(inbox, "insert_alike", slow)
    assert ends(call(platform.path, *platform.text("一"))) == FAILED
    assert len(tries) == 1


def test_a_body_that_does_not_come_is_not_waited_for(platform, call, monkeypatch):
    monkeypatch.setattr(asgi, "SOON_S", 0.05)
    query, body = platform.text("一")
    assert call(platform.path, query, parts=[{"type": "http.request", "body": body, "more_body": True}]) == REFUSED


def test_an_account_whose_keys_are_damaged_is_as_if_it_were_off(district, call, caplog):
    account = open_account("wechat", "wx1", secrets={"token": TOKEN, "aes_key": "short"})
    platform = Platform(district.slug, account.pk, "wx1", TOKEN, AES_KEY)
    assert call(platform.path, *platform.text("一")) == REFUSED
    assert "cannot be called" in caplog.text


def test_it_says_that_it_lives(db):
    with time_machine.travel(clock.now(), tick=False):
        heartbeats.beat(heartbeats.INTAKE)
        at = Heartbeat.objects.get(name="intake").at
        heartbeats.beat(heartbeats.INTAKE)
    assert Heartbeat.objects.get(name="intake").at == at


def test_the_proxy_may_ask_whether_it_lives(call):
    assert ends(call("/healthz", method="GET")) == (200, b"ok\n")


def test_the_pages_take_no_callbacks(platform, client):
    query, body = platform.text("一")
    assert client.post(f"{platform.path}?{query}", body, content_type="text/xml").status_code == 404
    assert not Incoming.objects.exists()
