"""有回复时提醒我: a yes is worth one notice, counts once, and only for whoever's browser went to say it."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.signing import get_cookie_signer
from django.test import Client

from menkou.channels import actions as channels
from menkou.channels import inbox, ledger
from menkou.channels.consenting import actions, forgetting, queries
from menkou.channels.models import Consent, Correspondent
from menkou.channels.tests.wires import an_account
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry
from tests.cast import SLUG

KNOWN = "menkou_known"  # the cookie by which a browser stays known
HERE, TEMPLATE, REOPEN = f"/{SLUG}/channels", "T" * 30, "请重新打开"
FACTS = {"oauth": "yes", "template": TEMPLATE, "template_kind": "once"}


@pytest.fixture
def account(district):
    return an_account(facts=FACTS)


@pytest.fixture
def who(account):
    return inbox.correspondent(account, "openid-1", follows=False)


def phone_of(who: Correspondent | None) -> Client:
    """A phone with a name of ours, that the platform knows as somebody."""
    browser = Client()
    browser.get(f"/{SLUG}/pickup")
    if who:
        browser.cookies[KNOWN] = get_cookie_signer(salt=KNOWN + SLUG).sign(who.pk.hex)
    return browser


def goes(browser, account) -> dict[str, str]:
    """Press the button; what goes along to the platform's page."""
    page = browser.get(f"{HERE}/{account.pk}/remind")
    return {name: values[0] for name, values in parse_qs(urlsplit(page["Location"]).query).items()}


def comes_back(browser, account, state: str, **more: str):
    brought = {"openid": "openid-1", "template_id": TEMPLATE, "action": "confirm", "scene": "1", "reserved": state}
    return browser.get(f"{HERE}/{account.pk}/agreed", {k: v for k, v in {**brought, **more}.items() if v})


def ends(browser, page):
    """The page that is shown in the end."""
    return browser.get(page["Location"]) if page.status_code == 302 else page


def left(who) -> tuple[int, bool]:
    who.refresh_from_db()
    return who.notices, who.declines


def test_the_button_leads_to_the_platforms_own_page_and_brings_a_yes_back(account, who):
    browser = phone_of(who)
    page = browser.get(f"{HERE}/{account.pk}/remind")
    went = {name: values[0] for name, values in parse_qs(urlsplit(page["Location"]).query).items()}
    assert page["Location"].startswith("https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&")
    assert page["Location"].endswith("#wechat_redirect")
    assert (went["template_id"], went["scene"], went["appid"]) == (TEMPLATE, "1", account.number)
    assert went["redirect_url"] == f"http://testserver{HERE}/{account.pk}/agreed"

    back = comes_back(browser, account, went["reserved"])
    assert "openid" not in back["Location"]
    shown = browser.get(back["Location"]).content.decode()
    assert "微信会提醒您一次" in shown
    assert left(who) == (1, False)
    assert "已经记下了" in browser.get(f"{HERE}/{account.pk}/remind").content.decode()  # no second one is asked for
    assert AuditEntry.objects.filter(what="channels.consent_said").count() == 1


def test_a_no_is_remembered_and_takes_no_earlier_yes_back(account, who):
    state = goes(browser := phone_of(who), account)["reserved"]
    Correspondent.objects.update(notices=1)
    back = comes_back(browser, account, state, action="cancel", openid="")
    assert "以后不再问您" in browser.get(back["Location"]).content.decode()
    assert left(who) == (1, True)
    ledger.note_consent(who, is_given=True)
    assert left(who) == (1, False)


def test_a_yes_counts_once_and_two_are_worth_one(account, who):
    browser = phone_of(who)
    first, second = (goes(browser, account)["reserved"] for _ in range(2))
    assert comes_back(browser, account, first).status_code == 302
    comes_back(browser, account, first)
    comes_back(browser, account, second)
    assert left(who) == (1, False)
    assert ledger.reserve_notice(who)
    assert not ledger.reserve_notice(who)
    ledger.give_notice_back(who)
    assert left(who)[0] == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"openid": "openid-2"},
        {"openid": ""},
        {"template_id": "X" * 30},
        {"action": "maybe"},
        {"reserved": "8" * 32},
    ],
)
def test_what_is_odd_counts_nothing(account, who, odd):
    browser = phone_of(who)
    state = goes(browser, account)["reserved"]
    page = ends(browser, comes_back(browser, account, state, **odd))
    assert (page.status_code, REOPEN in page.content.decode()) == (403, True)
    assert left(who) == (0, False)


def test_another_browser_another_account_and_a_late_one_count_nothing(account, who):
    browser, thief = phone_of(who), phone_of(inbox.correspondent(account, "openid-thief"))
    state = goes(browser, account)["reserved"]
    other = an_account(number="wx" + "1" * 16, facts=FACTS)
    assert ends(thief, comes_back(thief, account, state)).status_code == 403
    assert ends(browser, comes_back(browser, other, state)).status_code == 403
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert ends(browser, comes_back(browser, account, state)).status_code == 403
    assert left(who) == (0, False)
    assert REOPEN in thief.get(f"{HERE}/{account.pk}/consents/{Consent.objects.get().pk}").content.decode()


def test_the_test_above_sees_a_house_that_does_not_look_whose_browser_it_is(account, who, monkeypatch):
    thief = phone_of(inbox.correspondent(account, "openid-thief"))
    state = goes(phone_of(who), account)["reserved"]
    careless = replace(actions.answer, policy=replace(actions.answer.policy, allows=lambda *_: True))
    monkeypatch.setattr(actions, "answer", careless)
    assert comes_back(thief, account, state).status_code == 302


def test_whom_nobody_knows_is_made_known_first_and_nobody_asks_for_others(account, who):
    page = phone_of(None).get(f"{HERE}/{account.pk}/remind")
    assert page["Location"] == f"{HERE}/{account.pk}/enter?to=remind"
    other = an_account(number="wx" + "1" * 16, facts=FACTS)
    assert phone_of(who).get(f"{HERE}/{other.pk}/remind")["Location"].endswith("enter?to=remind")
    with pytest.raises(Refused):
        actions.begin(by=Actor(None, "居民", device=b"d"), correspondent=who)


@pytest.mark.parametrize("lacks", [{"oauth": ""}, {"template": ""}, {"template_kind": ""}])
def test_an_account_that_cannot_ask_is_as_if_absent(district, lacks):
    account = an_account(facts=FACTS | lacks)
    for page in ("remind", "agreed", f"consents/{account.pk}"):
        assert Client().get(f"{HERE}/{account.pk}/{page}").status_code == 404


def test_of_the_other_kind_each_yes_counts_and_a_no_takes_all_back(district):
    who = inbox.correspondent(an_account(facts={"template": TEMPLATE}), "openid-1")
    for is_given, then in ((True, (1, False)), (True, (2, False)), (False, (0, True))):
        ledger.note_consent(who, is_given=is_given)
        assert left(who) == then
    assert not queries.asks(who.account)


def test_ways_are_forgotten_and_what_was_said_is_not(account, who):
    browser = phone_of(who)
    comes_back(browser, account, goes(browser, account)["reserved"])
    with time_machine.travel(clock.now() + timedelta(days=2)):
        forgetting.consents_asked_long_ago()
    assert not Consent.objects.exists()
    assert left(who) == (1, False)


def test_opened_again_it_says_what_was_said_and_counts_nothing_more(account, who):
    browser = phone_of(who)
    state = goes(browser, account)["reserved"]
    for _ in range(2):
        page = ends(browser, comes_back(browser, account, state))
        assert (page.status_code, "记下了" in page.content.decode()) == (200, True)
    assert left(who) == (1, False)


def test_only_who_goes_there_is_asked_and_not_whoever_looks_ahead(account, who):
    assert phone_of(who).head(f"{HERE}/{account.pk}/remind").status_code == 405
    assert not Consent.objects.exists()


def test_a_yes_to_one_template_says_nothing_of_another(account, who, bureau):
    ledger.note_consent(who, is_given=True)
    channels.amend(by=bureau, account=account, name="x", facts=FACTS)
    assert left(who)[0] == 1
    account.refresh_from_db()
    channels.amend(by=bureau, account=account, name="x", facts=FACTS | {"template": "B" * 30})
    assert left(who)[0] == 0
