"""微信码: wanted by the bureau, made by a job one after another, printed for a township; whoever scans is asked no village."""

import json
import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from menkou.channels import actions as channels
from menkou.channels import inbox
from menkou.channels.errors import Final, Later, Unclear, Wrong
from menkou.channels.models import Account, Incoming
from menkou.channels.tests.wires import FakePlatform
from menkou.channels.wechat.client import Code
from menkou.chats import jobs
from menkou.chats.models import SceneCode
from menkou.chats.scanning import actions, making, queries
from menkou.chats.tests.conftest import Person, open_account
from menkou.core import clock, memory
from menkou.core.errors import Conflict, Refused
from menkou.core.jobs import live
from menkou.core.models import AuditEntry
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/codes/"
QUESTION = "邻居占了我家宅基地，怎么办？"
URL = "http://weixin.qq.com/q/"
CARD = re.compile(r"<h2>(.*?)<small>")
State = SceneCode.State


@pytest.fixture
def platform(monkeypatch):
    """A fake that makes a code for each scene."""
    fake = FakePlatform()
    fake.scenes = []

    def qr_code(token, scene, base):
        fake.scenes.append(scene)
        return fake(scene) or Code(URL + scene, "ticket-" + scene)

    monkeypatch.setattr(making.client, "qr_code", qr_code)
    monkeypatch.setattr(making, "with_token", lambda held, call: call("token"))
    return fake


@pytest.fixture
def ordered(account, village, village_next_door, bureau):
    """Both villages wait for a code."""
    actions.order(by=bureau, account=account)
    return account


def make(account: Account) -> None:
    making.make(district_id=account.district_id, account_id=str(account.pk))


def states() -> dict[str, str]:
    return dict(SceneCode.objects.values_list("scene", "state"))


# Wanting and making


def test_each_village_gets_its_code_once_however_often_it_is_wanted(ordered, platform, bureau, village, sign_in):
    assert actions.order(by=bureau, account=ordered) == 0
    make(ordered)
    make(ordered)
    page = sign_in(bureau).get(HERE).content.decode()

    assert sorted(platform.scenes) == sorted(Village.objects.values_list("code", flat=True))
    assert set(states().values()) == {State.MADE}
    assert queries.scanned_by(ordered, [village]) == {village.pk: URL + village.code}
    assert "2 / 2 个村有了码" in page
    assert "生成各村的码" not in page
    assert AuditEntry.objects.get(what="chats.codes_ordered").count == 2


def test_killed_in_the_middle_it_goes_on_with_what_waits(ordered, platform):
    def second_kills() -> None:
        if len(platform.scenes) > 1:
            raise KeyboardInterrupt

    platform.answer = second_kills
    with pytest.raises(KeyboardInterrupt):
        make(ordered)
    assert sorted(states().values()) == [State.MADE, State.WAITING]

    platform.answer = None
    making.codes_nobody_asks_for()
    assert live(making.MAKE, "account_id") == {str(ordered.pk)}
    make(ordered)
    assert set(states().values()) == {State.MADE}


@pytest.mark.parametrize(
    ("error", "words"),
    [(Wrong("qr_code", 45029), "10 万个"), (Later("qr_code", 45009), "用完了"), (Final("qr_code", 48003), "48003")],
)
def test_a_refusal_stops_all_and_is_said_until_somebody_orders_again(ordered, platform, bureau, sign_in, error, words):
    platform.answer = error
    make(ordered)
    browser = sign_in(bureau)
    page = browser.get(HERE).content.decode()

    assert len(platform.scenes) == 1
    assert set(states().values()) == {State.REFUSED}
    assert words in page
    assert "有 2 个村的码平台没有给" in page
    making.codes_nobody_asks_for()
    assert live(making.MAKE, "account_id") == set()

    platform.answer = None
    assert browser.post(f"{HERE}{ordered.pk}/order").status_code == 302
    make(ordered)
    assert set(states().values()) == {State.MADE}


@pytest.mark.parametrize("error", [Later("qr_code", 45011), Unclear("qr_code", "ReadTimeout")])
def test_what_is_busy_or_silent_waits_and_is_asked_again(ordered, platform, error):
    platform.answer = error
    make(ordered)
    assert set(states().values()) == {State.WAITING}

    platform.answer = None
    make(ordered)
    assert set(states().values()) == {State.MADE}


def test_an_account_that_was_turned_off_is_not_asked_for(ordered, platform):
    Account.objects.filter(pk=ordered.pk).update(is_on=False)
    make(ordered)
    making.codes_nobody_asks_for()

    assert platform.scenes == []
    assert live(making.MAKE, "account_id") == set()


def test_only_a_service_account_that_is_on_and_has_room_is_asked(account, kf_account, village, bureau, monkeypatch):
    with pytest.raises(Conflict, match="现成就有"):
        actions.order(by=bureau, account=kf_account)
    monkeypatch.setattr(queries, "MOST_LASTING", 0)
    with pytest.raises(Conflict, match="永久的码"):
        actions.order(by=bureau, account=account)
    Account.objects.filter(pk=account.pk).update(is_on=False)
    with pytest.raises(Conflict, match="没有启用"):
        actions.order(by=bureau, account=account)
    assert not SceneCode.objects.exists()


def test_nobody_else_orders_codes_and_only_the_machine_makes_them(ordered, adviser_a, bureau):
    row = SceneCode.objects.select_related("account").first()
    with pytest.raises(Refused):
        actions.order(by=adviser_a, account=ordered)
    with pytest.raises(Refused):
        actions.keep(by=bureau, account=ordered, row=row, said=Code(URL, "t"), address=URL)
    with pytest.raises(Refused):
        actions.refuse(by=bureau, account=ordered, code="", way="")


def test_the_database_refuses_a_second_code_and_one_that_leads_nowhere(ordered, village):
    with pytest.raises(IntegrityError, match="one_scene_code_to_a_village"), transaction.atomic():
        SceneCode.objects.create(account=ordered, village=village, scene="1")
    with pytest.raises(IntegrityError, match="a_scene_code_is_made_when_it_leads_somewhere"), transaction.atomic():
        SceneCode.objects.update(state=State.MADE, made_at=clock.now())


def test_an_account_whose_codes_hang_in_villages_is_not_removed(ordered, bureau):
    channels.turn_off(by=bureau, account=ordered)
    ordered.refresh_from_db()
    with pytest.raises(Conflict, match="只能停用"):
        channels.remove(by=bureau, account=ordered)


# Scanned


def test_whoever_scans_a_villages_code_is_not_asked_for_the_village(ordered, platform, chen):
    make(ordered)
    wang = Person(ordered, "openid-wang")
    wang.does("event", Event="subscribe", EventKey="qrscene_999901001201", Ticket="ticket")
    said = wang.says(QUESTION)

    assert wang.chat.village.code == "999901001201"
    assert "哪个村" not in said
    assert "请回数字" in said


def test_whoever_comes_by_the_link_of_the_villages_page_is_not_asked_either(kf_account, platform, chen):
    Account.objects.filter(pk=kf_account.pk).update(contact="https://work.weixin.qq.com/kfid/kfc1?enc_scene=E")
    kf_account.refresh_from_db()
    assert queries.link_of(kf_account, "999901001201").endswith("?enc_scene=E&scene_param=999901001201")
    assert "哪个村" not in entered(kf_account, "999901001201")


def test_a_forged_scene_opens_nothing(ordered, platform, chen):
    for number, forged in enumerate(["999999999999", "x' or 1=1", "7" * 80, "village-page"]):
        wang = Person(ordered, f"openid-forger-{number}")
        wang.does("event", Event="SCAN", EventKey=forged, Ticket="ticket")

        assert wang.chat.village is None
        assert "哪个村" in wang.says(QUESTION)


def entered(account: Account, param: str) -> str:
    """Come in by the link of a village's page, and ask."""
    inner = {"event_type": "enter_session", "open_kfid": account.number, "external_userid": "wm-wang"}
    inner |= {"scene": "village-page", "scene_param": param}
    sent = {"msgid": "enter-1", "send_time": int(clock.now().timestamp()), "origin": 4, "msgtype": "event"}
    inbox.keep(account, sender="wm-wang", key="enter-1", plain=json.dumps({**sent, "event": inner}).encode())
    row = Incoming.objects.get()
    jobs.take_in(district_id=account.district_id, incoming_id=str(row.pk))
    return Person(account, "wm-wang").says(QUESTION)


# Printed


def test_a_sheet_has_a_card_for_each_village_with_the_name_of_today(ordered, platform, village, office, sign_in):
    make(ordered)
    Village.objects.filter(pk=village.pk).update(name="新红花村村委会")
    Village.objects.create(
        code="999901001555", name="晚来村村委会", township=village.township, kind="village", valid_from=LONG_AGO
    )
    page = sign_in(office).get(f"{HERE}{ordered.pk}/{village.township.code}/").content.decode()

    assert "新红花村" in CARD.findall(page)
    assert "还有 1 个村没有码：晚来村" in page
    assert page.count("<svg") >= 1


def test_an_office_prints_for_its_own_township_only(ordered, office, sign_in, townships):
    browser = sign_in(office)

    assert browser.get(f"{HERE}{ordered.pk}/{townships['next door'].code}/").status_code == 404
    assert townships["next door"].name not in browser.get(HERE).content.decode()


def test_a_village_that_was_merged_leaves_the_sheet_and_its_code_leads_on(
    ordered, platform, village, village_next_door
):
    make(ordered)
    Village.objects.filter(pk=village.pk).update(successor=village_next_door, valid_until=date(2026, 1, 1))
    memory.forget()
    wang = Person(ordered, "openid-wang")
    wang.does("event", Event="SCAN", EventKey=village.code, Ticket="ticket")

    assert wang.chat.village == village_next_door


def test_the_pages_of_codes_ask_little_of_the_database(ordered, platform, bureau, village, sign_in):
    make(ordered)
    open_account("kf", "wk0000000000000009", corpid="ww0000000000000001")
    browser = sign_in(bureau)
    for path in (HERE, f"{HERE}{ordered.pk}/{village.township.code}/"):
        with at_most():
            assert browser.get(path).status_code == 200


# The village's page


def test_without_a_chat_a_villages_page_shows_none(client, chen, kf_account):
    Account.objects.filter(pk=kf_account.pk).update(
        contact="https://work.weixin.qq.com/kfid/k?enc_scene=E", is_on=False
    )
    page = client.get(f"/{SLUG}/v/999901001201/").content.decode()

    assert "用微信问" not in page
    assert "aside-qr" not in page
    assert client.get(f"/{SLUG}/v/999901001201/wechat.png").status_code == 404


def test_a_villages_page_leads_into_the_chat_and_shows_its_code(client, chen, ordered, kf_account, platform):
    make(ordered)
    Account.objects.filter(pk=kf_account.pk).update(contact="https://work.weixin.qq.com/kfid/k?enc_scene=E")
    memory.forget()
    page = client.get(f"/{SLUG}/v/999901001201/")
    words = page.content.decode()

    assert 'href="https://work.weixin.qq.com/kfid/k?enc_scene=E&amp;scene_param=999901001201"' in words
    assert words.index("说出您的问题") < words.index("用微信问")
    assert page.context["in_wechat"].scanned == URL + "999901001201"
    assert "点“关注”" in words
    picture = client.get(f"/{SLUG}/v/999901001201/wechat.png")
    assert picture.content.startswith(b"\x89PNG")
    assert len(picture.content) < 1000
