"""有回复时提醒我: asked for when something begins to wait, in the chat and on the thread; a no is not asked about again."""

import pytest
import time_machine
from django.core.signing import get_cookie_signer
from django.test import Client

from menkou.channels import ledger
from menkou.channels.models import Account, Correspondent
from menkou.chats import reaching
from menkou.chats.tests.conftest import SECONDS, carried
from menkou.consultations import actions as consultations
from menkou.core import clock
from tests.cast import SLUG
from tests.counting import at_most

KNOWN = "menkou_known"  # the cookie by which a browser stays known
ASKS = "按“允许”"
BUTTON = "有回复时提醒我"


@pytest.fixture
def account(account):
    """One that can ask for a yes."""
    Account.objects.update(facts={**account.facts, "oauth": "yes", "template_kind": "once"})
    return Account.objects.get()


def phone(*known: Correspondent) -> Client:
    browser = Client()
    for who in known:
        browser.cookies[KNOWN] = get_cookie_signer(salt=KNOWN + SLUG).sign(who.pk.hex)
    return browser


def test_a_link_stands_behind_what_begins_to_wait_and_behind_nothing_else(wang, account, adviser_a):
    for words in ("红花村", "邻居占了我家宅基地"):
        assert ASKS not in wang.says(words)
    said = wang.says("1")
    assert f"/{SLUG}/channels/{account.pk}/enter?to=remind" in said
    assert ASKS in said
    assert ASKS not in wang.says("他又来了")  # still the same waiting

    consultations.answer(by=adviser_a, consultation=wang.chat.matter, text="先丈量。", form="a" * 32)
    with time_machine.travel(clock.now() + SECONDS):
        assert ASKS in wang.says("丈量过了，他还不认")


@pytest.mark.parametrize("said", [True, False])
def test_whoever_has_said_yes_or_no_is_not_asked_again(wang, account, said):
    wang.says("红花村")
    ledger.note_consent(wang.chat.correspondent, is_given=said)
    wang.says("邻居占了我家宅基地")
    assert ASKS not in wang.says("1")


def test_the_thread_shows_the_button_to_a_browser_that_wechat_knows_and_to_no_other(wang, account, asked):
    who, thread = wang.chat.correspondent, f"/{SLUG}/asked/{asked.pk}/"
    browser = phone(who)
    browser.get(thread)
    with at_most(16):
        page = browser.get(thread).content.decode()
    assert f'class="button button--second" href="/{SLUG}/channels/{account.pk}/remind">{BUTTON}' in page

    other = Client()
    other.post(f"/{SLUG}/pickup", {"code": consultations.pickup_code(asked)})
    assert BUTTON not in other.get(thread).content.decode()
    ledger.note_consent(who, is_given=False)
    assert "您说过不用提醒" in browser.get(thread).content.decode()
    ledger.note_consent(who, is_given=True)
    assert "有了回复，微信会提醒您一次" in browser.get(thread).content.decode()
    Account.objects.update(is_on=False)
    assert browser.get(thread).status_code == 404


def test_a_yes_is_spent_on_the_answer_that_comes_late_and_leads_where_links_lead(
    wang, account, asked, adviser_a, monkeypatch
):
    ledger.note_consent(wang.chat.correspondent, is_given=True)
    consultations.answer(by=adviser_a, consultation=asked, text="先丈量。", form="a" * 32)
    calls = []
    monkeypatch.setattr(reaching, "send_notice", REAL_SEND_NOTICE)
    monkeypatch.setattr(reaching, "_called", lambda held, call: call("token"))
    monkeypatch.setattr(reaching.wechat, "notify_once", lambda *said, **more: calls.append((said, more)))
    row = carried(SECONDS * 2 * 60 * 49)
    assert (row.state, row.way) == ("sent", "notice")
    ((_, name, template, title, words), more) = calls[0]
    assert (name, template, more["scene"]) == (wang.name, account.facts["template"], 1)
    assert more["page"].endswith(f"/{SLUG}/channels/{account.pk}/enter?to=asked")
    assert "先丈量" not in title + words
    assert Correspondent.objects.get().notices == 0


REAL_SEND_NOTICE = reaching.send_notice
