"""拉取: what waits at 微信客服 is kept once, page and place together, also where a callback never came (P-10)."""

from datetime import timedelta

import pytest

from menkou.channels import inbox
from menkou.channels.errors import Later, Wrong
from menkou.channels.kf.client import SyncPage
from menkou.channels.models import Account, Incoming
from menkou.chats import fetching, jobs
from menkou.chats.tests.conftest import Person, kf_item
from menkou.consultations import content
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.jobs import live

CALLED = b"<xml><ToUserName>ww1</ToUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
CALLED += b"<Event>kf_msg_or_event</Event><Token>tok</Token><OpenKfId>wk0000000000000001</OpenKfId></xml>"


def page(after: str, *items: dict, more: bool = False) -> SyncPage:
    return SyncPage(items, after, more)


def called(account: Account) -> dict:
    inbox.keep(account, sender="", key="call", plain=CALLED)
    row = Incoming.objects.get(sender_digest=inbox.OF_THE_ACCOUNT)
    return {"district_id": account.district_id, "incoming_id": str(row.pk)}


def waiting() -> int:
    return Incoming.objects.filter(taken_at=None).exclude(sender_digest=inbox.OF_THE_ACCOUNT).count()


def test_every_page_is_followed_however_short_and_kept_once(kf_account, platform):
    one, two = (kf_item("wm1", str(number), Content="问") for number in (1, 2))
    platform.pages = [page("a", one, more=True), page("b", more=True), page("c", one, two)]
    call = called(kf_account)
    jobs.fetch(**call)
    jobs.fetch(**call)
    assert waiting() == 2
    assert Account.objects.get().cursor == "c"
    assert Incoming.objects.get(sender_digest=inbox.OF_THE_ACCOUNT).taken_at


def test_whoever_finds_that_another_one_has_moved_on_keeps_nothing(kf_account, platform, monkeypatch):
    def meanwhile(account, cursor, token):
        Account.objects.update(cursor="other")
        return page("a", kf_item("wm1", "1", Content="问"))

    monkeypatch.setattr(fetching.reaching, "page", meanwhile)
    jobs.fetch(**called(kf_account))
    assert waiting() == 0
    assert Account.objects.get().cursor == "other"


def test_where_it_cannot_be_asked_the_call_is_over_and_the_poll_goes_on(kf_account, platform):
    platform.ends = [Later("sync_msg", "ConnectError")]
    call = called(kf_account)
    jobs.fetch(**call)
    assert Incoming.objects.get().taken_at  # thousands that wait would each ask anew
    platform.pages = [page("a", kf_item("wm1", "1", Content="问"))]
    jobs.poll_the_quiet()
    (waits,) = live(jobs.POLL, "account_id")
    jobs.poll(district_id=kf_account.district_id, account_id=waits)
    assert waiting() == 1


def test_a_lost_callback_is_made_good_by_a_poll_and_a_gap_raises_an_alarm(kf_account, platform, caplog):
    jobs.poll_the_quiet()
    jobs.poll_the_quiet()
    assert live(jobs.POLL, "account_id") == {str(kf_account.pk)}
    platform.pages = [page("a", kf_item("wm1", "1", Content="问"))]
    jobs.poll(district_id=kf_account.district_id, account_id=str(kf_account.pk))
    assert waiting() == 1
    Account.objects.update(polled_at=clock.now() - timedelta(days=2, hours=13))
    jobs.poll_the_quiet()
    assert "messages of three days ago" in caplog.text


@pytest.mark.usefixtures("village", "chen", "lin")
def test_a_customer_asks_by_chat_as_anybody_does(kf_account, platform):
    wang = Person(kf_account, "wm-wang")
    wang.says("红花村")
    wang.says("邻居占了我家宅基地")
    assert "送到了" in wang.says("1")
    assert content.open_for_asker(Consultation.objects.get())[0].text == "邻居占了我家宅基地"


def test_where_the_platform_has_forgotten_our_place_we_begin_anew_and_keep_once(kf_account, platform, monkeypatch):
    one, two = (kf_item("wm1", str(number), Content="问") for number in (1, 2))
    platform.pages = [page("a", one)]
    call = called(kf_account)
    jobs.fetch(**call)
    asked = []

    def after_a_loss(account, cursor, token):
        asked.append(cursor)
        if cursor == "a":
            raise Wrong("sync_msg", 40058)
        return page("b", one, two)

    monkeypatch.setattr(fetching.reaching, "page", after_a_loss)
    fetching.fetch_all(kf_account.district_id, kf_account.pk, "")
    assert asked == ["a", ""]
    assert waiting() == 2
    assert Account.objects.get().cursor == "b"
