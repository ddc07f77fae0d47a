"""短信账号: what an account is to a gateway; the only place that knows both its rows and the drivers' settings."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from menkou.channels.accounts import Credentials
from menkou.channels.addresses import Permits
from menkou.channels.sms import Settings, aliyun, http, tencent
from menkou.channels.sms.codes import Table
from menkou.channels.sms.receipts import Receipt, Unreadable
from menkou.channels.sms.texts import Template

CODES = {"tencent": tencent.CODES, "aliyun": aliyun.CODES}
DRIVERS = {"tencent": tencent, "aliyun": aliyun, "http": http}
MOST_AT_ONCE = 500  # receipts; what the door takes of a body holds fewer of both vendors'


def settings_of(account: Credentials) -> Settings:
    """How to reach its gateway. Raises KeyError where something is missing, which turning on has refused."""
    facts, secrets, permits = account.facts, account.secrets, permits_of(account)
    if facts["gateway"] == "http":
        return http.Settings(
            url=account.base(facts["url"], "/sms/http"),
            body=secrets["body"],
            outcome=facts.get("outcome", ""),
            success=facts.get("success", ""),
            receipt=facts.get("receipt", ""),
            sign=facts.get("sign", ""),
            reports=_reports_of(facts),
            permits=permits,
        )
    keys, sign = (secrets["key_id"], secrets["key_secret"]), facts["sign"]
    if facts["gateway"] == "tencent":
        base = account.base(tencent.Settings.base, "/sms/tencent")
        return tencent.Settings(*keys, account.number, sign=sign, base=base, permits=permits)
    return aliyun.Settings(*keys, sign=sign, base=account.base(aliyun.Settings.base, "/sms/aliyun"), permits=permits)


def template_of(account: Credentials) -> Template:
    """What it says: the words as they were filed, without any place to fill."""
    return Template(account.facts["template"], account.facts["words"])


def staff_template_of(account: Credentials) -> Template | None:
    """What it says to staff; none where no such template was filed: the residents' words would tell them wrong."""
    if not account.facts.get("staff_words"):
        return None
    return Template(account.facts.get("staff_template", ""), account.facts["staff_words"])


def receipts_of(facts: Mapping[str, str], body: bytes) -> list[Receipt]:
    """What the gateway of an account with these facts pushes. Raises Unreadable."""
    gateway = facts.get("gateway", "")
    read = {"tencent": tencent.receipts, "aliyun": aliyun.receipts}.get(gateway)
    found = read(body) if read else http.reported(_reports_of(facts), body)
    if len(found) > MOST_AT_ONCE:
        raise Unreadable
    return found


def answer_of(facts: Mapping[str, str]) -> bytes:
    """What it wants to hear when its receipts are taken."""
    return DRIVERS[facts["gateway"]].TAKEN


def _reports_of(facts: Mapping[str, str]) -> http.Reports | None:
    """How a province's own platform writes its receipts; None where nobody has said it."""
    names = ("id", "outcome", "delivered", "reason", "listed")
    said = {name: facts.get(f"reports_{name}", "") for name in names}
    return http.Reports(**said) if all(said[name] for name in names[:3]) else None


def faults(account: Credentials) -> list[str]:
    """What is wrong with a province's own sheet, in sentences; the vendors' say it when they are tried."""
    return http.faults(found) if isinstance(found := settings_of(account), http.Settings) else []


def permits_of(account: Credentials) -> Permits:
    """What the operator of the installation allows; to an account of a demo the simulator as well."""
    simulated = demo_permits(account)
    return Permits(simulated.hosts | frozenset(settings.MENKOU_PERMITTED_HOSTS), demo=simulated.demo)


def demo_permits(account: Credentials) -> Permits:
    """To an account of a demo the simulator; to any other nothing that is not public."""
    hosts = {urlsplit(settings.MENKOU_SIMULATOR).netloc} if account.is_simulated else set()
    return Permits(frozenset(hosts), demo=account.is_simulated)


def meaning(account_facts: Mapping[str, str], code: str) -> str:
    """What a gateway's code means, for an officer."""
    table: Table | None = CODES.get(account_facts.get("gateway", ""))
    return table.meaning(code).words if table else f"平台返回“{code}”，请对照它的接口说明。"
