"""试一下: a job makes one call or sends one message, and its end is told as it was, with the platform's number."""

from datetime import timedelta

import pytest
import time_machine

from menkou.channels import accounts, actions, asking, calling, jobs, queries, trying
from menkou.channels.errors import Final, Later, Spent, Unclear, Wrong
from menkou.channels.models import Account, Correspondent
from menkou.channels.tests.wires import FakePlatform, an_account, somebody
from menkou.channels.texted import handing
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.models import Outgoing
from tests.cast import SLUG

HERE = f"/{SLUG}/channels/"
FORM = "1" * 32
ROBOT = {"key": "693a91f6-7aec-4bc4-97a0-0ec2cc1fa5aa"}


@pytest.fixture
def platform(monkeypatch):
    """One fake for every call of every platform."""
    fake = FakePlatform(("token", 7200))
    monkeypatch.setattr(trying.wechat, "stable_token", fake)
    monkeypatch.setattr(asking.wecom, "get_token", fake)
    for client in (trying.wechat, trying.kf, trying.app, trying.robot):
        monkeypatch.setattr(client, "send_text", fake)
    monkeypatch.setattr(handing.sms, "send", lambda *said: str(fake(*said)))
    return fake


def carried() -> Outgoing:
    row = Outgoing.objects.order_by("-made_at")[0]
    jobs.deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    row.refresh_from_db()
    return row


def shown(browser, account: Account) -> str:
    return browser.get(f"{HERE}{account.pk}/trials/{FORM}").content.decode()


def test_a_token_is_asked_for_by_a_job_and_the_page_waits_for_it(sign_in, bureau, platform):
    made, browser = an_account(), sign_in(bureau)
    page = browser.post(f"{HERE}{made.pk}/check", {"form": FORM})
    browser.post(f"{HERE}{made.pk}/check", {"form": FORM})

    assert page["Location"] == f"{HERE}{made.pk}/trials/{FORM}"
    assert platform.asked == []
    assert 'http-equiv="refresh"' in shown(browser, made)
    assert Outgoing.objects.count() == 1
    assert carried().state == "sent"
    assert "平台给了令牌" in shown(browser, made)
    assert 'http-equiv="refresh"' not in shown(browser, made)


ENDS = [
    (Wrong("token", 40125), "failed", ["40125", "AppSecret 不对"]),
    (Later("token", "ConnectError"), "failed", ["没有连上平台"]),
    (Unclear("token", "ReadTimeout"), "unknown", ["结果不明", "平台没有回话"]),
    (Spent("token", 45009), "failed", ["45009", "用完了"]),
]


@pytest.mark.parametrize(("error", "state", "words"), ENDS)
def test_a_trial_ends_as_the_platform_said_and_is_not_made_again(sign_in, bureau, platform, error, state, words):
    made, browser = an_account(), sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/check", {"form": FORM})
    platform.answer = error

    assert carried().state == state
    assert [word for word in words if word not in shown(browser, made)] == []
    carried()
    assert len(platform.asked) == 1


def test_the_address_that_the_platform_does_not_know_is_named(sign_in, bureau, platform):
    made, browser = an_account(), sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/check", {"form": FORM})
    platform.answer = Wrong("token", 40164)
    platform.answer.address = "203.0.113.9"
    carried()
    page = browser.get(f"{HERE}{made.pk}/")

    assert "203.0.113.9" in shown(browser, made)
    assert {one.title: one.state for one in page.context["lines"]}["服务器的出口地址（IP 白名单）"] == "overdue"
    assert "请把 203.0.113.9 加进平台后台的 IP 白名单" in page.content.decode()


def test_of_a_platforms_words_only_our_address_is_kept():
    words = b'{"errcode":40164,"errmsg":"invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 1-2"}'
    with pytest.raises(Wrong) as refused:
        calling.read("token", calling.Received(words, "application/json"), calling.Codes())
    assert refused.value.address == "203.0.113.9"
    assert "203" not in str(refused.value)

    with pytest.raises(Wrong) as other:
        calling.read("x", calling.Received(words.replace(b"40164", b"40003"), ""), calling.Codes())
    assert other.value.address == ""


def test_a_platform_that_does_not_answer_is_left_alone_after_some_trials(bureau, platform):
    made, platform.answer = an_account(), Later("token", "ConnectError")
    for number in range(accounts.MOST_FAILURES):
        actions.check(by=bureau, account=made, form=f"{number:032}")
        carried()
    actions.check(by=bureau, account=made, form=FORM)
    asked = len(platform.asked)

    assert carried().way == trying.RESTS
    assert len(platform.asked) == asked
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        actions.check(by=bureau, account=made, form="2" * 32)
        platform.answer = ("token", 7200)
        assert carried().state == "sent"
    assert Account.objects.get().failures == 0


def test_a_number_of_the_platform_is_an_answer_and_no_silence(bureau, platform):
    made, platform.answer = an_account(), Wrong("token", 40125)
    actions.check(by=bureau, account=made, form=FORM)
    carried()

    assert Account.objects.get().failures == 0


@pytest.mark.parametrize("kind", ["wechat", "kf"])
def test_a_word_goes_to_somebody_who_wrote_and_counts_before_it_is_sent(sign_in, bureau, platform, kind):
    made = an_account(kind, facts={"corpid": "ww0123456789abcdef"})
    who, browser = somebody(made), sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/try", {"form": FORM, "to": str(who.pk)})

    assert Correspondent.objects.get().heard_sent == 1
    assert carried().state == "sent"
    assert queries.TEST_WORDS in platform.asked[-1][0]
    assert "openid-1" in platform.asked[-1][0]
    assert "openid-1" not in browser.get(f"{HERE}{made.pk}/").content.decode()


def test_nobody_is_written_to_beyond_what_the_platform_allows(sign_in, bureau, platform):
    made = an_account()
    full, late = somebody(made, "full", heard_sent=5), somebody(made, "late")
    Correspondent.objects.filter(pk=late.pk).update(heard_at=clock.now() - timedelta(hours=48))
    page = sign_in(bureau).post(f"{HERE}{made.pk}/try", {"form": FORM, "to": str(full.pk)})

    assert page.status_code == 422
    for who in (full, late):
        with pytest.raises(Conflict, match="48 小时内没有来话"):
            actions.try_out(by=bureau, account=made, to=str(who.pk), form=FORM)
    assert not Outgoing.objects.exists()


def test_a_group_an_officers_phone_and_a_member_are_written_to(sign_in, bureau, platform):
    filed = {"gateway": "tencent", "sign": "示例司法", "template": "1", "words": "您有一条新回复。"}
    ways = [
        (an_account("robot", "工作群", ROBOT, {}), "group", ""),
        (an_account("app", "1000002", {"secret": "s" * 32}, {"corpid": "ww0123456789abcdef"}), "zhangsan", "zhangsan"),
        (an_account("sms", "1400006666", {"key_id": "k", "key_secret": "k"}, filed), "13000000001", "13000000001"),
    ]
    browser = sign_in(bureau)
    for number, (made, to, typed) in enumerate(ways):
        sent = {"form": f"{number:032}", "to": typed}
        assert browser.post(f"{HERE}{made.pk}/try", sent).status_code == 302
        assert (carried().state, Outgoing.objects.order_by("-made_at")[0].address) == ("sent", to)
    for made, typed in ((ways[1][0], "@all"), (ways[1][0], "a|b"), (ways[2][0], "12345")):
        assert browser.post(f"{HERE}{made.pk}/try", {"form": FORM, "to": typed}).status_code == 422


def test_a_robot_is_not_asked_more_often_than_its_platform_allows(bureau, platform):
    made = an_account("robot", "工作群", ROBOT, {}, spent=[clock.now()] * 20)

    with pytest.raises(Conflict, match="一分钟最多 20 条"):
        actions.try_out(by=bureau, account=made, to="group", form=FORM)


def test_who_is_gone_is_no_fault_of_the_platform(bureau, platform):
    made = an_account()
    who = somebody(made)
    actions.try_out(by=bureau, account=made, to=str(who.pk), form=FORM)
    Correspondent.objects.all().delete()

    assert carried().way == trying.GONE


def test_a_message_that_cannot_arrive_says_why(sign_in, bureau, platform):
    made, browser = an_account(), sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/try", {"form": FORM, "to": str(somebody(made).pk)})
    platform.answer = lambda: (_ for _ in ()).throw(Final("send", 45015))
    carried()

    assert "45015" in shown(browser, made)
    assert "48 小时" in shown(browser, made)
