"""客服链接: asked for by a job when the account is turned on, again where nobody answers, and by whoever presses the button."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.channels import actions, contacting, jobs
from menkou.channels.errors import Later, Wrong
from menkou.channels.models import Account
from menkou.channels.tests.wires import CORP, FakePlatform, an_account
from menkou.core import clock, outbox
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from tests.cast import SLUG

HERE = f"/{SLUG}/channels/"
LINK = "https://work.weixin.qq.com/kfid/kfc1?enc_scene=ENC1"


@pytest.fixture
def platform(monkeypatch):
    fake = FakePlatform(LINK)
    monkeypatch.setattr(contacting.kf, "contact_way", fake)
    monkeypatch.setattr(contacting, "with_token", lambda held, call: call("token"))
    return fake


@pytest.fixture
def desk(bureau):
    """微信客服, turned on just now."""
    made = an_account("kf", "wk0000000000000001", facts={"corpid": CORP}, is_on=False)
    actions.turn_on(by=bureau, account=made)
    return made


def carried() -> Outgoing:
    row = Outgoing.objects.order_by("-made_at")[0]
    jobs.deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    row.refresh_from_db()
    return row


def test_turned_on_the_account_gets_its_link_by_a_job_once(desk, bureau, platform, sign_in):
    assert platform.asked == []
    assert carried().state == "sent"
    actions.turn_off(by=bureau, account=desk)
    actions.turn_on(by=bureau, account=desk)
    page = sign_in(bureau).get(f"{HERE}{desk.pk}/")

    assert Account.objects.get().contact == LINK
    assert Outgoing.objects.count() == 1
    assert platform.asked[0][0][1:] == (desk.number, contacting.SCENE)
    assert {one.title[:4]: one.state for one in page.context["lines"]}["客服链接"] == "done"


def test_where_nobody_answers_it_is_asked_again_and_given_up_in_the_end(desk, platform):
    platform.answer, moment = Later("contact_way", "ConnectError"), clock.now()
    row = carried()
    assert (row.state, row.not_before > moment) == ("waiting", True)

    for number in range(1, outbox.MOST_ATTEMPTS):
        with time_machine.travel(moment + timedelta(hours=number)):
            row = carried()
    assert (row.state, Account.objects.get().contact) == ("failed", "")


def test_a_refusal_is_said_and_the_button_asks_again(desk, bureau, platform, sign_in):
    platform.answer = Wrong("contact_way", 95012)
    assert carried().state == "failed"
    browser = sign_in(bureau)
    assert "还没有在企业微信里开通微信客服" in browser.get(f"{HERE}{desk.pk}/").content.decode()

    platform.answer = LINK
    leads = browser.post(f"{HERE}{desk.pk}/contact", {"form": "1" * 32})
    browser.post(f"{HERE}{desk.pk}/contact", {"form": "1" * 32})
    carried()
    assert "平台给了客服链接" in browser.get(leads["Location"]).content.decode()
    assert (Account.objects.get().contact, Outgoing.objects.count()) == (LINK, 2)


def test_nobody_is_sent_to_an_address_of_no_known_form(desk, platform):
    platform.answer = "javascript:alert(1)"

    assert carried().state == "failed"
    assert Account.objects.get().contact == ""


def test_only_a_desk_has_a_link_and_only_the_machine_keeps_it(desk, bureau, adviser_a):
    service = an_account()
    with pytest.raises(Conflict, match="只有微信客服"):
        actions.ask_contact(by=bureau, account=service, form="1" * 32)
    with pytest.raises(Refused):
        actions.ask_contact(by=adviser_a, account=desk, form="1" * 32)
    with pytest.raises(Refused):
        actions.keep_contact(by=bureau, account=desk, address=LINK)
    with pytest.raises(IntegrityError, match="only_a_desk_has_a_contact_link"), transaction.atomic():
        Account.objects.filter(pk=service.pk).update(contact=LINK)
