"""How a trial ended, in words for an officer: the platform's own number, what it means, and what to do."""

from menkou.channels import texting
from menkou.channels.checks import DONE, DUE, WRONG, Tried
from menkou.channels.models import Account
from menkou.channels.queries import CHECK, CONTACT, TRY
from menkou.channels.sms import receipts
from menkou.channels.texted import queries as texted
from menkou.channels.trying import GONE, RESTS
from menkou.channels.wechat import codes as wechat
from menkou.channels.wecom import codes as wecom
from menkou.core.models import Outgoing

State = Outgoing.State
NOT_REACHED = "没有连上平台。请看这台服务器能不能上外网；平台也可能正在出故障，过一会再试。"
NO_ANSWER = "话送出去了，平台没有回话，不知道办成没有。发给人的，请问对方收到没有。"
DONE_WELL = {  # by what was tried: a word, and what it means
    CHECK: ("通了", "平台给了令牌：编号和密钥是对的。"),
    TRY: ("发出去了", "平台收下了。请看对方手机上到了没有。"),
    CONTACT: ("有了", "平台给了客服链接，各村的页面上有“用微信问”了。"),
}
BROKEN = "系统自己出了毛病，请联系系统运维，看日志。"


def tried(account: Account, row: Outgoing) -> Tried:
    """One trial."""
    if row.state in (State.WAITING, State.SENDING):
        return Tried(DUE, "正在试", "已经交给后台去办，这一页会自己更新。")
    if row.state == State.SENT:
        return _by_receipt(account, row) or Tried(DONE, *DONE_WELL[row.channel])
    code, _, address = row.code.partition(" ")
    if row.way == RESTS:
        return Tried(WRONG, "平台不通", "这个平台刚才连着几次没有回话，系统让它歇一会。半分钟以后再试。")
    if row.way == GONE:
        return Tried(WRONG, "没有发", "这个人的来话已经不在了，请换一个。")
    if row.state == State.UNKNOWN:
        return Tried(DUE, "结果不明", NO_ANSWER, code)
    return Tried(WRONG, "没有成", meaning(account, row.way, code), code, address)


def _by_receipt(account: Account, row: Outgoing) -> Tried | None:
    """What the gateway said later of a text."""
    receipt = texted.receipt_of(row.pk) if account.kind == Account.Kind.SMS and row.channel == TRY else None
    if receipt is None:
        return None
    if receipt.state == receipts.State.DELIVERED:
        return Tried(DONE, "到了", "平台的回执说，短信送到了对方的手机。")
    return Tried(WRONG, "没有到", receipt.words, receipt.code)


def meaning(account: Account, way: str, code: str) -> str:
    """What a number of this account's platform means."""
    if code.lstrip("-").isdecimal() and account.kind != "sms":
        return (wechat if account.kind == "wechat" else wecom).said(code)
    if way == "later":
        return NOT_REACHED
    return texting.meaning(account.facts, code) if account.kind == "sms" and way else BROKEN
