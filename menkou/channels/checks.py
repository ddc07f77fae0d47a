"""接通检查: each thing that has to be right, with what is so, what is missing and what to do. Pure.

Only what is known is said: what lies on the platform's side shows itself in a call, or not at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from menkou.channels.kinds import GENERATED, ONCE, kind_of, missing

WHERE_RECEIPTS = {
    "tencent": "把下面的网址粘贴到腾讯云短信控制台：“应用管理”里这个应用的“基础配置”，“事件回调配置”里的短信下发状态。",
    "aliyun": "把下面的网址粘贴到阿里云短信服务控制台的回执消息设置：选“HTTP 批量推送”，消息类型选短信状态报告（SmsReport）。",
    "http": "把下面的网址交给平台的技术人员，请他们把状态报告（回执）推到这里，用 POST 和 JSON。",
}
DONE, DUE, WRONG, NONE = "done", "due", "overdue", "none"  # shape and colour of components/_state.html


@dataclass(frozen=True)
class Line:
    """One thing: its title, its state in shape and word, what is so, and what to do."""

    title: str
    state: str
    word: str
    said: str
    do: str = ""
    paste: str = ""  # what is to be copied into the platform's page


@dataclass(frozen=True)
class Tried:
    """How the last call for a token ended: see `telling`."""

    state: str
    word: str
    said: str
    code: str = ""
    address: str = ""  # of ours, as the platform saw it


@dataclass(frozen=True)
class Known:
    """What is known of an account, for its lines."""

    kind: str
    facts: Mapping[str, str]
    secrets: Collection[str]
    is_on: bool
    heard_at: datetime | None
    heard: str  # that moment in words
    intake_lives: bool
    callback: str  # the address that the platform calls
    domain: str  # our own, without https://
    domain_file: str  # where the domain file is to be seen
    tried: Tried | None
    contact: str = ""  # the link to a 客服 account
    contact_tried: Tried | None = None
    receipts: str = ""  # the address that a gateway of SMS pushes its receipts to


def lines(known: Known) -> list[Line]:
    """Everything that an account of this kind needs, in the order in which it is done."""
    kind = kind_of(known.kind, known.facts)
    found = [_set(known)]
    if kind.has_token:
        found += [_token(known), _addresses(known)]
    if kind.has_callback:
        found += [_intake(known), _callback(known)]
    if known.kind == "kf":
        found.append(_contact(known))
    if known.kind == "sms":
        found.append(_receipts(known))
    if known.kind == "wechat":
        found += [_domain_file(known), _domain(known), _template(known)]
    return found


def _set(known: Known) -> Line:
    lacks = missing(known.kind, known.facts, known.secrets)
    if lacks:
        hint = "Token 和 EncodingAESKey 在下面按“生成”。" if set(GENERATED) - set(known.secrets) else ""
        return Line("设置和密钥", WRONG, "还缺", f"缺：{'、'.join(lacks)}。", f"{hint}其余的在下面填。")
    return Line("设置和密钥", DONE, "齐了", "需要的都填了。")


def _token(known: Known) -> Line:
    if known.tried is None:
        return Line("取令牌", NONE, "没试过", "还没有向平台要过令牌。", "按“试一下取令牌”。")
    return Line("取令牌", known.tried.state, known.tried.word, known.tried.said)


def _addresses(known: Known) -> Line:
    title, ours = (
        "服务器的出口地址（IP 白名单）",
        "这台服务器从哪个地址出去，它自己看不到，要问机房；平台拒绝的时候会说出来。",
    )
    tried = known.tried
    if tried and tried.address:
        do = f"请把 {tried.address} 加进平台后台的 IP 白名单（企业微信叫“企业可信 IP”），再试一下取令牌。"
        return Line(
            title, WRONG, "不在名单里", f"平台看到的地址是 {tried.address}，不在它的名单里。", do, tried.address
        )
    if tried and tried.state == DONE:
        return Line(title, DONE, "放行了", "最近一次取令牌，平台没有拒绝这台服务器。换机房、换线路以后要再试。")
    return Line(title, NONE, "不知道", ours, "先把机房给的出口地址加进白名单，再试一下取令牌。")


def _intake(known: Known) -> Line:
    if known.intake_lives:
        return Line("收信进程", DONE, "在运行", "一分钟内报过平安。")
    do = "请系统运维启动收信进程（MENKOU_INTAKE_PORTS，见运维手册），再刷新这一页。"
    return Line("收信进程", WRONG, "没有在运行", "没有收信进程，平台推来的话收不到。", do)


def _callback(known: Known) -> Line:
    title, do = (
        "平台推得过来（回调）",
        "把下面的网址、Token 和 EncodingAESKey 粘贴到平台的“服务器配置”（接收消息），选“安全模式”，按提交。",
    )
    if not known.is_on:
        return Line(
            title, NONE, "没有启用", "账号没有启用，平台来校验会被拒绝。", f"先在下面启用，再{do}", known.callback
        )
    if known.heard_at is None:
        return Line(title, DUE, "还没来过", "还没有收到过平台的校验或者消息。", do, known.callback)
    return Line(title, DONE, "来过", f"最近一次是 {known.heard}，签名是对的。", "", known.callback)


def _receipts(known: Known) -> Line:
    """短信送到没有: nothing has to be done for texts to go."""
    title, facts = "回执（短信送到没有）", known.facts
    if facts.get("gateway") == "http" and not facts.get("reports_id"):
        do = "平台会推送回执的，照它的说明把下面设置里回执的几项填好，再把网址交给平台。"
        return Line(title, NONE, "没有设", "短信照样发，只是不知道送到没有。", do)
    if known.heard_at is not None:
        said = f"最近一次是 {known.heard}。没送到的，会自己改用下一种办法。"
        return Line(title, DONE, "来过", said, "", known.receipts)
    do = f"{WHERE_RECEIPTS[facts.get('gateway', '')]}网址不要给别人看。"
    if not known.intake_lives:
        do += "还要请系统运维启动收信进程（MENKOU_INTAKE_PORTS，见运维手册）。"
    if not known.is_on:
        do = f"先在下面启用，再{do}"
    said = "短信照样发，只是不知道送到没有。"
    return Line(title, NONE, "还没来过", said, do, known.receipts)


def _contact(known: Known) -> Line:
    title, tried = "客服链接（各村的“用微信问”）", known.contact_tried
    if known.contact:
        said = "村的页面上有“用微信问”，点开就知道是哪个村；也可以打印各村的微信码。"
        return Line(title, DONE, "有了", said)
    if tried is None:
        return Line(title, NONE, "没有", "还没有向平台要过。启用以后系统会自己要。", "也可以按“要客服链接”。")
    do = "" if tried.state == DUE else "改好以后，按“要客服链接”。"
    return Line(title, tried.state, tried.word, tried.said, do)


def _domain_file(known: Known) -> Line:
    if known.facts.get("verify_name") and known.facts.get("verify_text"):
        return Line("域名校验文件", DONE, "放好了", "平台来取的时候，会看到填的那行字。", "", known.domain_file)
    do = "在平台填域名时会让您下载一个 txt 文件：把文件名和里面的字填在下面，不用传到服务器。"
    return Line("域名校验文件", NONE, "没有填", "还没有填校验文件。", do)


def _domain(known: Known) -> Line:
    if known.facts.get("oauth"):
        return Line(
            "网页授权域名",
            DONE,
            "您说填好了",
            "居民点提醒里的链接，不用取件码就能打开。系统看不到平台上的设置，请用手机点一次。",
        )
    do = "在平台的“网页授权域名”填下面的域名，通过校验以后，回来选“填好了”。没有它，居民点链接要输取件码。"
    return Line("网页授权域名", DUE, "还没有填", "点链接还认不出是谁。", do, known.domain)


def _template(known: Known) -> Line:
    title, facts = "提醒的模板", known.facts
    if not facts.get("template"):
        do = "把“接口权限”里一次性订阅消息的模板编号填在下面，种类选“一次性订阅消息”。政务类账号也可以申请长期的订阅通知。"
        return Line(title, NONE, "没有", "超过 48 小时的提醒，会改用短信，没有短信就请顾问打电话。", do)
    if facts.get("template_kind") != ONCE:
        said = "订阅通知。居民在微信里订了的，超过 48 小时也能提醒。“有回复时提醒我”的按钮只有一次性订阅消息才有。"
        return Line(title, DONE, "填了", said)
    if not facts.get("oauth"):
        do = "先填好网页授权域名：居民点“有回复时提醒我”，要先认出是谁。"
        return Line(title, DUE, "还用不上", "一次性订阅消息。认不出是谁，就不能请他同意。", do)
    do = "“公众号设置”的“功能设置”里，“业务域名”也要填这个域名，不然微信不让回到我们的网页。"
    return Line(title, DONE, "填了", "一次性订阅消息。居民同意一次，超过 48 小时也能提醒一次。", do, known.domain)
