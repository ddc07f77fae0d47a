"""渠道账号: put on record, given keys that nobody sees again, turned on and off, and taken away while unused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.channels import accounts, actions, queries
from menkou.channels.checks import DONE, DUE, WRONG
from menkou.channels.errors import Wrong
from menkou.channels.kinds import KINDS, missing
from menkou.channels.models import Account, Token
from menkou.channels.tests.wires import APPID, SECRETS, an_account, somebody
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Heartbeat
from tests.cast import SLUG

HERE = f"/{SLUG}/channels/"
EMPTY = ("verify_name", "verify_text", "template")
SENT = {"name": "示例服务号", "number": APPID, "secret": "0123456789abcdef0123456789abcdef"}


def secrets_of(account: Account) -> dict[str, str]:
    return dict(accounts.opened(Account.objects.get(pk=account.pk)).secrets)


def test_an_account_is_put_on_record_sealed_and_off(sign_in, bureau):
    page = sign_in(bureau).post(f"{HERE}add/wechat", SENT)
    made = Account.objects.get()

    assert page["Location"] == f"{HERE}{made.pk}/"
    assert (made.is_on, made.number) == (False, APPID)
    assert SENT["secret"].encode() not in bytes(made.sealed)
    assert secrets_of(made) == {"secret": SENT["secret"]}


def test_no_page_shows_a_secret_again(sign_in, bureau, operator):
    made = an_account()
    browser = sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/keys", {"secret": "n" * 32})
    said = [browser.get(HERE), browser.get(f"{HERE}{made.pk}/"), browser.post(f"{HERE}{made.pk}/keys", {"secret": "?"})]
    text = "".join(page.content.decode() for page in said)

    assert [page.status_code for page in said] == [200, 200, 422]
    assert "已设" in text
    assert "bureau" in text
    assert not [word for word in {**SECRETS, "new": "n" * 32}.values() if word in text]


def test_what_is_typed_wrongly_is_said_and_kept_but_for_the_secret(sign_in, bureau):
    page = sign_in(bureau).post(f"{HERE}add/wechat", {**SENT, "number": "wx1"})
    text = page.content.decode()

    assert page.status_code == 422
    assert "AppID 是 wx 开头的 18 个字母和数字，请核对。" in text
    assert 'value="示例服务号"' in text
    assert SENT["secret"] not in text


def test_a_number_is_put_on_record_once(sign_in, bureau, db):
    an_account()
    page = sign_in(bureau).post(f"{HERE}add/wechat", SENT)

    assert page.status_code == 409
    assert "已经登记过这个AppID了" in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        an_account()


def test_every_kind_can_be_put_on_record(sign_in, bureau):
    browser = sign_in(bureau)
    typed = {
        "number": {
            "wechat": APPID,
            "kf": "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q",
            "app": "1000002",
            "sms-tencent": "1400006666",
        },
        "secret": "s" * 32,
        "key": "693a91f6-7aec-4bc4-97a0-0ec2cc1fa5aa",
        "corpid": "ww0123456789abcdef",
        "url": "https://sms.example.gov.cn/send?to={number}&text={words}&id={once}",
        "words": "您有一条新回复，请扫公示牌上的二维码查看。",
        "sign": "示例司法",
        "template": "1234567_1234567_1234567",
        "contact": "office@example.gov.cn",
        "outcome": "code",
        "success": "0",
        "body": "{}",
    }
    for shape in KINDS:
        sent = {"name": shape, "key_id": "k" * 20, "key_secret": "k" * 30, **typed}
        sent["number"] = typed["number"].get(shape, f"编号{shape}")
        assert browser.post(f"{HERE}add/{shape}", sent).status_code == 302, shape

    assert Account.objects.count() == len(KINDS)
    assert browser.get(f"{HERE}add/fax").status_code == 404
    assert all(browser.get(f"{HERE}{one.pk}/").status_code == 200 for one in Account.objects.all())


def test_keys_are_made_at_random_shown_once_and_the_old_ones_hold_for_a_day(sign_in, bureau):
    made = an_account()
    browser, form = sign_in(bureau), "1" * 32
    page = browser.post(f"{HERE}{made.pk}/keys/make", {"form": form}).content.decode()
    now = secrets_of(made)

    assert re.fullmatch("[A-Za-z0-9]{32}", now["token"])
    assert re.fullmatch("[A-Za-z0-9]{43}", now["aes_key"])
    assert now["token"] in page
    assert now["aes_key"] in page
    assert (now["old_token"], now["old_aes_key"]) == (SECRETS["token"], SECRETS["aes_key"])
    assert Account.objects.get().old_until - clock.now() > timedelta(hours=23, minutes=59)
    again = browser.post(f"{HERE}{made.pk}/keys/make", {"form": form}, follow=True).content.decode()
    assert "只显示那一次" in again
    assert now["token"] not in again
    assert secrets_of(made) == now


def test_another_secret_of_the_platform_ends_the_token_and_leaves_the_callback_alone(bureau, district):
    made = an_account()
    Token.objects.create(account=made, good_until=clock.now())
    actions.set_keys(by=bureau, account=made, said={"secret": "n" * 32, "token": ""})

    assert secrets_of(made) == {**SECRETS, "secret": "n" * 32}
    assert Account.objects.get().old_until is None
    assert Token.objects.get().good_until is None
    assert actions.set_keys(by=bureau, account=made, said={"secret": "n" * 32}) is False
    assert AuditEntry.objects.filter(what="channels.keys_set").count() == 1


def test_an_account_is_turned_on_only_with_all_it_needs(bureau, district):
    made = an_account(secrets={"secret": "s" * 32}, is_on=False)

    with pytest.raises(Conflict, match="还不能启用，缺：Token、EncodingAESKey。"):
        actions.turn_on(by=bureau, account=made)
    actions.make_keys(by=bureau, account=made, form="1" * 32)
    assert actions.turn_on(by=bureau, account=made)
    assert actions.turn_on(by=bureau, account=made) is False
    assert actions.turn_off(by=bureau, account=made)
    assert [one.what for one in AuditEntry.objects.all()][:2] == ["channels.turned_off", "channels.turned_on"]


def test_a_gateway_whose_sheet_is_wrong_is_not_turned_on(bureau, district):
    sheet = {
        "gateway": "http",
        "url": "https://sms.example.gov.cn/send",
        "contact": "office@example.gov.cn",
        "outcome": "code",
        "success": "0",
        "receipt": "id",
    }
    filed = {"sign": "示例司法", "template": "0", "words": "您有一条新回复。"}
    made = an_account("sms", "省短信", {"body": '{"to":"{number}"}'}, {**sheet, **filed}, is_on=False)

    with pytest.raises(Conflict, match="都没有 {words}"):
        actions.turn_on(by=bureau, account=made)
    actions.set_keys(by=bureau, account=made, said={"body": '{"to":"{number}","text":"{words}"}'})
    assert actions.turn_on(by=bureau, account=made)


def test_one_that_was_used_is_not_taken_away(bureau, district):
    unused, used = an_account(is_on=False), an_account(number="wx" + "1" * 16, is_on=False)
    somebody(used)
    actions.remove(by=bureau, account=unused)

    with pytest.raises(Conflict, match="只能停用"):
        actions.remove(by=bureau, account=used)
    assert list(Account.objects.all()) == [used]


def test_the_platforms_address_is_its_own_outside_a_demo(bureau, district, settings):
    made, settings.MENKOU_SIMULATOR = an_account(facts={"is_simulated": "yes"}), "http://127.0.0.1:8090"
    assert accounts.opened(made).base("https://platform", "/wx") == "http://127.0.0.1:8090/wx"

    settings.IS_DEMO, settings.MENKOU_SIMULATOR = False, ""
    with pytest.raises(Wrong):
        accounts.opened(made).base("https://platform", "/wx")
    with pytest.raises(Invalid, match="平台自己的"):
        actions.amend(by=bureau, account=made, name="x", facts={"is_simulated": "yes"})
    with pytest.raises(Invalid):
        actions.add(by=bureau, account=Account(kind="robot", facts={"is_simulated": "yes"}), said={})


def test_only_a_demo_asks_for_the_simulator_and_nobody_types_an_address(sign_in, bureau, settings):
    made = an_account()
    sent = {"name": "x", "is_simulated": "yes", "base": "http://10.0.0.1:80/wx"}
    browser = sign_in(bureau)
    browser.post(f"{HERE}{made.pk}/facts", sent)
    assert Account.objects.get().facts == {
        **made.facts,
        **dict.fromkeys(EMPTY, ""),
        "oauth": "",
        "template_kind": "",
        "is_simulated": "yes",
    }

    settings.IS_DEMO = False
    assert "微信模拟" not in browser.get(f"{HERE}add/wechat").content.decode()


def test_others_may_not_change_an_account(adviser_a, auditor, sign_in, client):
    made = an_account()
    with pytest.raises(Refused):
        actions.turn_off(by=auditor, account=made)
    browser = sign_in(auditor)
    listed = browser.get(HERE).content.decode()

    assert "示例账号" in listed
    assert f"{made.pk}" not in listed
    assert browser.get(f"{HERE}{made.pk}/").status_code == 404
    assert sign_in(adviser_a).get(HERE).status_code == 404


def test_the_lines_say_what_is_missing_and_turn_green_with_what_is_known(sign_in, bureau):
    made = an_account(secrets={"secret": "s" * 32}, facts={}, is_on=False)
    browser = sign_in(bureau)

    def states() -> dict[str, str]:
        found = browser.get(f"{HERE}{made.pk}/").context["lines"]
        return {one.title: one.state for one in found}

    before = states()
    assert before["设置和密钥"] == WRONG
    assert before["收信进程"] == WRONG
    assert before["平台推得过来（回调）"] == "none"
    actions.make_keys(by=bureau, account=made, form="1" * 32)
    actions.turn_on(by=bureau, account=made)
    Heartbeat.objects.create(name=queries.INTAKE, at=clock.now())
    assert {name: states()[name] for name in ("设置和密钥", "收信进程", "平台推得过来（回调）")} == {
        "设置和密钥": DONE,
        "收信进程": DONE,
        "平台推得过来（回调）": DUE,
    }
    accounts.note_heard(made.pk)
    assert states()["平台推得过来（回调）"] == DONE
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert not queries.intake_lives()


def test_the_list_says_what_is_down_and_asks_the_database_as_often_for_many(
    sign_in, bureau, django_assert_max_num_queries
):
    for number in range(3):
        an_account(number=f"wx{number:016x}")
    browser = sign_in(bureau)
    browser.get(HERE)
    with django_assert_max_num_queries(20):
        few = browser.get(HERE)
    made = Account.objects.first()
    for _ in range(accounts.MOST_FAILURES):
        accounts.note_silence(made.pk)

    assert "平台不通，歇到" not in few.content.decode()
    assert "平台不通，歇到" in browser.get(HERE).content.decode()


def test_a_platforms_file_is_served_for_what_was_typed_in_and_for_nothing_else(client, district):
    an_account(facts={"verify_name": "MP_verify_aBc123.txt", "verify_text": "aBc123"})
    found = client.get("/MP_verify_aBc123.txt")

    assert (found.status_code, found.content, found["Content-Type"]) == (200, b"aBc123", "text/plain")
    assert client.get("/MP_verify_other.txt").status_code == 404
    assert client.get("/secret.txt").status_code == 404


def test_every_kind_says_where_each_thing_is_found_and_misses_what_it_needs():
    for kind in KINDS.values():
        facts = {"gateway": kind.gateway}
        assert all(one.label and one.where for one in (kind.number, *kind.facts, *kind.secrets))
        assert len(missing(kind.kind, facts, ())) == len([one for one in kind.secrets + kind.facts if one.is_needed])


def test_a_pair_that_was_not_copied_down_shuts_nobody_out(bureau, district):
    """The platform goes on with the first pair while somebody presses 生成 twice; a third time would lose it."""
    made = an_account(heard_at=clock.now())
    for form in ("1" * 32, "2" * 32):
        actions.make_keys(by=bureau, account=made, form=form)
    held = secrets_of(made)
    assert (held["older_token"], held["older_aes_key"]) == (SECRETS["token"], SECRETS["aes_key"])
    with pytest.raises(Conflict, match="过一天再换"):
        actions.make_keys(by=bureau, account=made, form="3" * 32)
    assert secrets_of(made) == held
    Account.objects.update(heard_at=None)  # no platform has any pair yet: as often as one likes
    actions.make_keys(by=bureau, account=made, form="3" * 32)
