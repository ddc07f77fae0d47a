"""从微信里打开: whoever is known may open what is bound to their chat, for as long as it is bound."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels.login import identifying
from menkou.channels.models import Account
from menkou.channels.wechat.client import OAuth
from menkou.chats import actions, queries
from tests.cast import SLUG


@pytest.fixture
def known(account, monkeypatch):
    """A phone that came from WeChat and is known there as somebody."""
    Account.objects.filter(pk=account.pk).update(facts={**account.facts, "oauth": "yes"})

    def known(name: str) -> Client:
        monkeypatch.setattr(identifying.client, "oauth_openid", lambda *said, **more: OAuth(name, False))
        browser, here = Client(), f"/{SLUG}/channels/{account.pk}"
        page = browser.get(browser.get(f"{here}/enter?to=asked")["Location"])
        state = parse_qs(urlsplit(page["Location"]).query)["state"][0]
        back = browser.get(f"{here}/back", {"code": "c", "state": state})
        job = ProcrastinateJob.objects.filter(task_name=identifying.IDENTIFY).latest("id")
        identifying.identify(**job.args)
        assert browser.get(back["Location"])["Location"] == f"/{SLUG}/asked/"
        return browser

    return known


def test_whoever_asked_in_the_chat_opens_it_on_the_phone_until_it_is_unbound(wang, asked, known):
    browser, thread = known("openid-wang"), f"/{SLUG}/asked/{asked.pk}/"

    assert browser.get(thread).status_code == 200
    assert str(asked.pk) in browser.get(f"/{SLUG}/asked/").content.decode()
    actions.unbind(by=queries.actor_of(wang.chat), chat=wang.chat)
    assert browser.get(thread).status_code == 404


def test_nobody_else_opens_it_and_an_account_that_is_off_opens_nothing(wang, asked, known, account):
    thread = f"/{SLUG}/asked/{asked.pk}/"
    own, other = known("openid-wang"), known("openid-zhou")

    assert other.get(thread).status_code == 404
    assert own.get(thread).status_code == 200
    Account.objects.filter(pk=account.pk).update(is_on=False)
    assert own.get(thread).status_code == 404


def test_clearing_the_phone_ends_it(wang, asked, known):
    browser, thread = known("openid-wang"), f"/{SLUG}/asked/{asked.pk}/"
    browser.post(f"/{SLUG}/asked/forget")

    assert browser.get(thread).status_code == 404
