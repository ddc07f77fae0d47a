"""What each kind of account is made of: what is asked, in which words, and where in the platform's back office it stands.

Pure: forms, checks and actions read it. Secrets are typed once or made by us, and never shown again.
"""

from collections.abc import Collection, Mapping

from menkou.channels.gateways import GATEWAYS
from menkou.channels.sheets import Asked, Kind

GENERATED = ("token", "aes_key")  # made by us, shown once, pasted into the platform's page


ONCE = "once"  # 一次性订阅消息: one yes on the platform's own page, one message
WX = r"w[wx][0-9A-Za-z]{16}"
DOMAIN_FILE = (
    Asked(
        "verify_name",
        "域名校验文件的名字",
        "填域名时平台让下载的那个文件，例如 MP_verify_aBc123.txt，照样抄它的全名。",
        r"(MP|WW)_verify_[A-Za-z0-9]{1,40}\.txt",
        "文件名要像 MP_verify_aBc123.txt，请照平台给的抄。",
        is_needed=False,
    ),
    Asked(
        "verify_text",
        "域名校验文件里的字",
        "用记事本打开那个文件，把里面的一行字粘贴过来。",
        r"[A-Za-z0-9]{1,64}",
        "里面应该只有一行字母和数字，请重新粘贴。",
        is_needed=False,
    ),
)
CORP = Asked(
    "corpid",
    "企业 ID（CorpID）",
    "企业微信管理后台，“我的企业”最下面，ww 开头。",
    WX,
    "企业 ID 是 ww 开头的 18 个字母和数字，请核对。",
)
CALLBACK_SECRETS = (
    Asked("token", "Token", "由系统生成，粘贴到平台的“接收消息”设置里。"),
    Asked("aes_key", "EncodingAESKey", "由系统生成，和 Token 一起粘贴。"),
)


def _secret(label: str, where: str) -> Asked:
    return Asked("secret", label, where, r"[A-Za-z0-9_-]{16,64}", f"{label}是一串字母和数字，请重新复制。")


KINDS: dict[str, Kind] = {
    "wechat": Kind(
        "wechat",
        "微信公众号（服务号）",
        "居民在公众号里问、在公众号里收到提醒；点开就认得是谁。",
        "已认证的服务号（政府类）。订阅号没有客服消息和网页授权，用不了。",
        Asked(
            "number",
            "AppID",
            "微信公众平台，“设置与开发”里的“开发接口管理”，wx 开头。",
            r"wx[0-9a-z]{16}",
            "AppID 是 wx 开头的 18 个字母和数字，请核对。",
        ),
        (
            Asked(
                "oauth",
                "网页授权域名",
                "微信公众平台，“公众号设置”里的“功能设置”，填好并通过校验以后选“填好了”。",
                is_needed=False,
                choices=(("", "还没有填"), ("yes", "填好了")),
            ),
            *DOMAIN_FILE,
            Asked(
                "template_kind",
                "提醒用哪一种模板",
                "“一次性订阅消息”每个认证的公众号都有一个，居民点“有回复时提醒我”、按“允许”，就能提醒一次。",
                is_needed=False,
                choices=(("", "订阅通知"), (ONCE, "一次性订阅消息")),
            ),
            Asked(
                "template",
                "提醒的模板编号",
                "微信公众平台：订阅通知在“订阅通知”里选用；一次性订阅消息在“接口权限”的列表里看。没有就空着，提醒改用短信或者电话。",
                r"[A-Za-z0-9_-]{20,80}",
                "模板编号是一长串字母和数字，请重新复制。",
                is_needed=False,
            ),
        ),
        (_secret("AppSecret", "同一页，重置以后只显示一次，请马上粘贴过来。"), *CALLBACK_SECRETS),
        has_callback=True,
        has_token=True,
    ),
    "kf": Kind(
        "kf",
        "微信客服",
        "居民扫码就能在微信里问，不用关注公众号。",
        "已认证的企业微信，有“微信客服”；用自建应用的密钥（2023 年 12 月起，系统应用的密钥不能再用）。",
        Asked(
            "number",
            "客服账号 ID",
            "企业微信管理后台，“应用管理”里的“微信客服”，wk 开头。",
            r"wk[A-Za-z0-9_-]{10,62}",
            "客服账号 ID 是 wk 开头的一串，请核对。",
        ),
        (CORP,),
        (
            _secret("自建应用的 Secret", "企业微信管理后台，那个自建应用的页面里；应用要有微信客服的权限。"),
            *CALLBACK_SECRETS,
        ),
        has_callback=True,
        has_token=True,
    ),
    "app": Kind(
        "app",
        "企业微信应用",
        "顾问和司法所的人在企业微信里收到提醒。",
        "企业微信的自建应用。",
        Asked("number", "AgentId", "自建应用的页面里，一串数字。", r"\d{1,12}", "AgentId 只有数字，请核对。"),
        (CORP,),
        (_secret("Secret", "自建应用的页面里。"),),
        has_token=True,
    ),
    "robot": Kind(
        "robot",
        "群机器人",
        "往工作群里发一句提醒，不带任何咨询的内容。",
        "企业微信的内部群，群里添加的机器人。",
        Asked("number", "给它起个编号", "自己起，例如 红花镇工作群；同一个群只登记一次。", r"\S.{0,39}"),
        (
            Asked(
                "tells",
                "把谁的提醒也发进群里",
                "发给这个单位每个人的提醒，群里也发一句；不选，群里只收试发的。",
                is_needed=False,
                choices=(("", "谁的也不发"), ("bureau", "区司法局")),
            ),
        ),
        (
            Asked(
                "key",
                "机器人的 key",
                "机器人的 Webhook 地址里 key= 后面那一段。谁拿到它都能往群里发话，不要发给别人。",
                r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "key 像 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx，只要这一段，不要整个地址。",
            ),
        ),
    ),
    "mass": Kind(
        "mass",
        "企业微信群发",
        "普法提醒由顾问在企业微信里点“确认”以后，发到他建的村群。",
        "已认证的企业微信，有“客户联系”；每个人还要自己确认才发得出。",
        Asked("number", "给它起个编号", "自己起，例如 普法群发。", r"\S.{0,39}"),
        (CORP,),
        (_secret("自建应用的 Secret", "这个应用要列在“客户联系”的“可调用接口的应用”里。"),),
        has_token=True,
    ),
    "push": Kind(
        "push",
        "浏览器通知",
        "顾问和司法所的人在自己的浏览器里点一次“允许”，有提醒就弹一句。",
        "不用报备。服务器要能连上浏览器厂家的推送服务；国产浏览器多半不带，谷歌的在国内一般连不上。",
        Asked("number", "给它起个编号", "自己起，例如 浏览器通知；登记一个就够了。", r"\S.{0,39}"),
        (
            Asked(
                "contact",
                "联系邮箱",
                "推送服务有事找谁，写单位的邮箱。",
                r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}",
                "请写一个邮箱，例如 office@example.gov.cn。",
            ),
        ),
    ),
    **GATEWAYS,
}


def shape_of(kind: str, facts: Mapping[str, str]) -> str:
    """Which of KINDS an account is of."""
    return f"{kind}-{facts.get('gateway', '')}" if kind == "sms" else kind


def kind_of(kind: str, facts: Mapping[str, str]) -> Kind:
    """What an account of this kind is made of. Raises KeyError."""
    return KINDS[shape_of(kind, facts)]


def missing(kind: str, facts: Mapping[str, str], secrets: Collection[str]) -> list[str]:
    """The labels of what is needed and not there; `secrets` are the names of those that are set."""
    found = kind_of(kind, facts)
    lacks = [one.label for one in found.facts if one.is_needed and not facts.get(one.name)]
    return lacks + [one.label for one in found.secrets if one.is_needed and one.name not in secrets]
