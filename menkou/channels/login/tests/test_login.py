"""静默登录 (T-17): whatever is odd ends in 请重新打开, and no browser is known as anybody."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import wraps
from menkou.channels.errors import Final, Later
from menkou.channels.login import actions, identifying, queries
from menkou.channels.models import Correspondent, Login
from menkou.channels.tests.wires import FakePlatform, an_account
from menkou.channels.wechat.client import OAuth
from menkou.core import clock, sealed
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict
from tests.cast import SLUG

HERE = f"/{SLUG}/channels"
REOPEN = "请重新打开"
KNOWN = "menkou_known"  # the cookie by which a browser stays known
CODE = "code-of-the-platform"


@pytest.fixture
def account(district):
    return an_account()


@pytest.fixture
def platform(monkeypatch):
    fake = FakePlatform(OAuth("openid-1", False))
    monkeypatch.setattr(identifying.client, "oauth_openid", fake)
    return fake


def go(browser, account, to: str = "asked") -> str:
    """Open the entry as a phone does; the state that goes to the platform."""
    page = browser.get(f"{HERE}/{account.pk}/enter?to={to}")
    if page["Location"].startswith("/"):  # the first time it is handed a name
        page = browser.get(page["Location"])
    return parse_qs(urlsplit(page["Location"]).query)["state"][0]


def come_back(browser, account, state: str, code: str = CODE):
    return browser.get(f"{HERE}/{account.pk}/back", {"code": code, "state": state})


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name=identifying.IDENTIFY, status="todo"):
        identifying.identify(**job.args)


def is_refused(browser, page) -> bool:
    known = KNOWN in browser.cookies
    return page.status_code == 403 and REOPEN in page.content.decode() and not known


def test_a_phone_is_known_and_the_page_that_was_wanted_opens(client, account, platform):
    state = go(client, account)
    back = come_back(client, account, state)
    waiting = client.get(back["Location"])
    once_more = f'content="1; url={back["Location"]}?turn=1"'
    run_jobs()
    done = client.get(back["Location"])

    assert CODE not in back["Location"]
    assert once_more in waiting.content.decode()  # another address: with its # the same one would ask nobody
    assert done["Location"] == f"/{SLUG}/asked/"
    assert client.cookies[KNOWN]["httponly"]
    assert client.cookies[KNOWN]["samesite"] == "Lax"
    assert Login.objects.get().correspondent == (who := Correspondent.objects.get())
    assert not who.follows  # a page opens for whoever does not, too
    assert platform.asked[0][0][2] == CODE


def test_it_goes_to_the_platform_with_our_address_and_silently(client, account):
    client.get(f"{HERE}/{account.pk}/enter")
    page = client.get(f"{HERE}/{account.pk}/enter?to=front")
    asked = parse_qs(urlsplit(page["Location"]).query)

    assert urlsplit(page["Location"]).netloc == "open.weixin.qq.com"
    assert asked["redirect_uri"] == [f"http://testserver{HERE}/{account.pk}/back"]
    assert asked["scope"] == ["snsapi_base"]
    assert Login.objects.get().target == "front"
    assert asked["state"][0].encode() not in bytes(Login.objects.get().state_digest)


def test_a_code_of_somebody_else_that_comes_with_a_foreign_state_is_refused(client, account, platform):
    thief = Client()
    swapped = go(thief, account)
    go(client, account)

    assert is_refused(client, come_back(client, account, swapped))
    assert is_refused(client, come_back(client, account, "8" * 32))
    assert is_refused(client, come_back(client, account, ""))
    run_jobs()
    assert platform.asked == []


def test_a_state_of_another_account_is_refused(client, account, district):
    other = an_account(number="wx" + "1" * 16)

    assert is_refused(client, come_back(client, other, go(client, account)))


def test_coming_back_twice_is_refused_and_the_code_is_asked_about_once(client, account, platform):
    state = go(client, account)
    come_back(client, account, state)

    assert is_refused(client, come_back(client, account, state))
    run_jobs()
    login = Login.objects.get()
    identifying.identify(district_id=login.district_id, login_id=str(login.pk))
    assert is_refused(client, come_back(client, account, state))
    assert len(platform.asked) == 1


def test_a_browser_that_keeps_no_cookie_is_told_so_and_never_let_through(account, platform):
    bare = Client()
    first = bare.get(f"{HERE}/{account.pk}/enter")
    bare.cookies.clear()
    assert is_refused(bare, bare.get(first["Location"]))

    other = Client()
    state = go(other, account)
    other.cookies.clear()
    assert is_refused(other, come_back(other, account, state))
    assert Login.objects.get().step == "away"


def test_a_way_that_took_too_long_is_refused(client, account, platform):
    state = go(client, account)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert is_refused(client, come_back(client, account, state))


def test_what_the_platform_learnt_too_late_is_refused(client, account, platform):
    back = come_back(client, account, go(client, account))
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        run_jobs()
        assert is_refused(client, client.get(back["Location"]))
    assert platform.asked == []
    assert Login.objects.get().sealed is None


def test_a_snapshot_page_is_asked_to_open_whole_and_is_nobody(client, account, platform):
    platform.answer = OAuth("made-up", True)
    back = come_back(client, account, go(client, account))
    run_jobs()
    page = client.get(back["Location"])

    assert "打开完整页面" in page.content.decode()
    assert KNOWN not in client.cookies
    assert not Correspondent.objects.exists()


@pytest.mark.parametrize("failed", [Final("oauth", 40163), Later("oauth", "ConnectError")])
def test_a_platform_that_does_not_say_ends_in_opening_again(client, account, platform, failed):
    platform.answer = failed
    back = come_back(client, account, go(client, account))
    run_jobs()

    assert is_refused(client, client.get(back["Location"]))
    assert Login.objects.get().step == "ended"


def test_another_phone_sees_nothing_of_a_way(client, account, platform):
    back = come_back(client, account, go(client, account))
    run_jobs()
    stranger = Client()

    assert is_refused(stranger, stranger.get(back["Location"]))


def test_an_account_that_is_off_or_has_no_domain_is_as_if_absent(client, district):
    off = an_account(is_on=False)
    bare = an_account(number="wx" + "1" * 16, facts={})
    robot = an_account("robot", "群", {"key": "k"})

    for one in (off, bare, robot):
        assert client.get(f"{HERE}/{one.pk}/enter").status_code == 404


def test_only_pages_of_the_list_are_opened(client, account):
    go(client, account, to="//evil.example")

    assert Login.objects.get().target == "asked"


def test_a_code_whose_job_was_lost_is_asked_about_and_old_ways_are_forgotten(client, account, platform):
    come_back(client, account, go(client, account))
    ProcrastinateJob.objects.all().delete()
    identifying.codes_not_asked_about()
    identifying.codes_not_asked_about()
    assert ProcrastinateJob.objects.filter(task_name=identifying.IDENTIFY).count() == 1

    with time_machine.travel(clock.now() + timedelta(days=2)):
        identifying.ways_gone_long_ago()
    assert not Login.objects.exists()


def test_the_code_lies_sealed_and_only_until_it_is_asked_about(client, account, platform):
    come_back(client, account, go(client, account))
    login = Login.objects.get()

    assert sealed.unwrap(bytes(login.sealed), context=wraps.CONTEXT_OF_LOGIN(login.pk)).decode() == CODE
    assert actions.take_code(by=CLOCK, login=login) == CODE
    assert actions.take_code(by=CLOCK, login=login) is None
    login.refresh_from_db()
    assert (login.step, login.sealed) == ("asking", None)
    with pytest.raises(Conflict):
        actions.come_back(by=_of(login), login=login, code="x")


def _of(login: Login) -> Actor:
    return Actor(None, "居民", device=bytes(login.device_digest))


def test_ways_are_found_by_their_digest(account):
    assert queries.with_state(account, "8" * 32) is None
