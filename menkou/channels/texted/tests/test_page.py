"""An account's page says where the address for receipts is pasted, and what became of the texts of thirty days."""

from datetime import timedelta

import pytest
import time_machine

from menkou.channels.models import Account
from menkou.channels.sms.receipts import State
from menkou.channels.tests.wires import an_account
from menkou.channels.texted import address
from menkou.channels.texted.tests.conftest import comes, hand, some_words
from menkou.core import clock
from tests.cast import SLUG


def page(sign_in, bureau, account: Account) -> str:
    return sign_in(bureau).get(f"/{SLUG}/channels/{account.pk}/").content.decode()


def row_of(words: str, count: int) -> str:
    return f"<tr data-row><td>{words}</td><td>{count}</td></tr>"


def test_the_accounts_page_counts_what_was_handed_over_arrived_did_not_and_was_never_told_of(
    sign_in, bureau, account, gateway
):
    assert "三十天里没有发过短信" in page(sign_in, bureau, account)
    with time_machine.travel(clock.now() - timedelta(days=31)):
        hand(account, some_words(0))
    for number in range(2, 8):
        hand(account, some_words(number))
    comes(account, "biz-2"), comes(account, "biz-3")
    comes(account, "biz-4", State.FAILED), comes(account, "biz-5", State.FAILED)
    comes(account, "biz-6", State.FAILED, code="EXPIRED")

    shown = page(sign_in, bureau, account)
    undelivered, expired = "无法送达，多为停机、空号或暂停服务。", "超时未送达，多为长时间关机或不在服务区。"
    counts = {"交给平台的": 6, "送到了": 2, f"没有送到：{undelivered}": 2, f"没有送到：{expired}": 1, "没有回执": 1}
    assert [words for words, count in counts.items() if row_of(words, count) not in shown] == []


@pytest.mark.parametrize(
    ("gateway_of", "said"), [("aliyun", "HTTP 批量推送"), ("tencent", "事件回调配置"), ("http", "技术人员")]
)
def test_the_accounts_page_says_where_the_address_for_receipts_is_pasted(
    sign_in, bureau, district, gateway_of, said, settings
):
    facts = {"gateway": gateway_of, "reports_id": "id"}
    made = an_account("sms", "1", {"key_id": "k", "key_secret": "k"}, facts)
    shown = page(sign_in, bureau, made)
    assert said in shown
    assert f"{settings.MENKOU_PUBLIC_URL}{address.path_of(SLUG, made.pk)}" in shown


def test_a_sheet_without_receipts_shows_no_address_and_one_in_part_is_told(sign_in, bureau, district):
    facts = {"gateway": "http", "url": "https://sms.example.gov.cn/send?to={number}&text={words}&id={once}"}
    facts |= {"outcome": "code", "success": "0", "sign": "示例司法", "template": "0", "words": "您有一条新回复。"}
    made = an_account("sms", "省", {"body": "{}"}, facts)
    assert "/receipts/" not in page(sign_in, bureau, made)

    sent = {"name": "省", **facts, "reports_id": "msgId", "reports_outcome": "status"}
    browser = sign_in(bureau)
    refused = browser.post(f"/{SLUG}/channels/{made.pk}/facts", sent)
    assert (refused.status_code, "三样都要填" in refused.content.decode()) == (422, True)
    assert (
        browser.post(f"/{SLUG}/channels/{made.pk}/facts", {**sent, "reports_delivered": "DELIVRD"}).status_code == 302
    )
    assert "/receipts/" in page(sign_in, bureau, made)
