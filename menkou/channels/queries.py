"""渠道账号 as pages show them: what is set, whether the platform answers, what came and went. No secret leaves here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Count, QuerySet

from menkou.channels import accounts as opening
from menkou.channels.allowance import MARGIN, WINDOWS, Kind
from menkou.channels.models import Account, Correspondent, Incoming
from menkou.core import clock
from menkou.core.models import AuditEntry, Heartbeat, Outgoing
from menkou.core.outbox import PASSED_ON

REMINDING = ("person", "group")  # channels of the outbox: menkou.reminders carries them
BY_WHICH = ("wecom", "push", "phone", "robot", "file")
TELLS = "tells"  # of a robot: the address, as in the outbox, whose words go into its group as well
TRY, CHECK = "try", "check"  # channels of the outbox: one message to somebody, one call for a token
CONTACT = "contact"  # and one call for the link to a 客服 account
TEST_WORDS = "这是一条测试消息，由门口的渠道设置页发出，不用回复。"
INTAKE = "intake"  # the heartbeat of the processes that take callbacks
INTAKE_IS_DEAD_AFTER = timedelta(seconds=60)
GOING = (Outgoing.State.WAITING, Outgoing.State.SENDING)
SET = ("channels.account_added", "channels.keys_set", "channels.keys_made")


@dataclass(frozen=True)
class LastSet:
    """When secrets were last typed or made, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Reminded:
    """How often one way reached somebody of the staff, and how often it did not."""

    way: str
    sent: int
    failed: int


def accounts() -> QuerySet[Account]:
    """All of the district, in the order of their kinds."""
    return Account.objects.order_by("kind", "name", "pk")


def account_for(pk: UUID) -> Account:
    """How a page gets hold of one. Raises Account.DoesNotExist."""
    return Account.objects.get(pk=pk)


def kept_secrets(account: Account) -> frozenset[str]:
    """The names of the secrets that are set: never what they are."""
    return frozenset(name for name, said in opening.opened(account).secrets.items() if said)


def last_set(account: Account) -> LastSet | None:
    """By the audit log."""
    line = AuditEntry.objects.filter(subject=f"{account._meta.label}:{account.pk}", what__in=SET).first()
    return LastSet(line.at, line.by.partition(" #")[0]) if line else None


def is_used(account: Account) -> bool:
    """Whether anything ever came in by it."""
    mine: dict[str, Any] = {"account": account}
    return Incoming.objects.filter(**mine).exists() or Correspondent.objects.filter(**mine).exists()


def is_out_of_place(facts: Mapping[str, str]) -> bool:
    """Whether an account is said to be of the simulator, which only a demo has."""
    return not settings.IS_DEMO and bool(facts.get("is_simulated"))


def offices() -> list[tuple[str, str]]:
    """The judicial offices of the district, by the outbox's address of each: places stand above channels."""
    rows = apps.get_model("places", "JudicialOffice").objects.order_by("name")
    return [(f"township:{one}", name) for one, name in rows.values_list("township_id", "name")]


def reachable(account: Account) -> QuerySet[Correspondent]:
    """Who wrote so lately that a message may go back to them, the latest first."""
    return _reachable().filter(account=account).order_by("-heard_at")


def sent_today() -> Counter[str]:
    """How much went out since midnight, by the way it went."""
    since = clock.start_of(clock.today())
    sent = Outgoing.objects.filter(state=Outgoing.State.SENT, sent_at__gte=since)
    return Counter(sent.exclude(way=PASSED_ON).values_list("way", flat=True))


def reminders_this_week() -> list[Reminded]:
    """Of seven days, for each way by which staff are reminded: numbers, and nobody's name."""
    since = clock.now() - timedelta(days=7)
    rows = Outgoing.objects.filter(channel__in=REMINDING, made_at__gte=since).exclude(state__in=GOING)
    sent, failed = Counter[str](), Counter[str]()
    for way, state, code, count in rows.order_by().values_list("way", "state", "code").annotate(Count("pk")):
        if state == Outgoing.State.SENT:
            sent[way] += count
        elif way:
            failed[way.partition(".")[0]] += count * (state != Outgoing.State.WITHDRAWN)
        for gone in code.split(",") if way != "robot" else ():  # what was tried before: wecom:81013,push:410
            failed[gone.partition(":")[0]] += count
    return [Reminded(way, sent[way], failed[way]) for way in BY_WHICH if sent[way] or failed[way]]


def count_reachable() -> dict[UUID, int]:
    """How many people each account may write to now."""
    return dict(_reachable().order_by().values_list("account").annotate(Count("pk")))


def _reachable() -> QuerySet[Correspondent]:
    window = WINDOWS[Kind.MESSAGE]  # as long and as often for 微信客服
    since = clock.now() - window.lasts + MARGIN
    return Correspondent.objects.filter(heard_at__gt=since, heard_sent__lt=window.most)


def trials(account: Account) -> QuerySet[Outgoing]:
    """What was tried with an account, the latest first."""
    return Outgoing.objects.filter(about=account.pk, channel__in=[TRY, CHECK, CONTACT]).order_by("-made_at")


def trial_of(account: Account, form: str) -> Outgoing:
    """Raises Outgoing.DoesNotExist."""
    return trials(account).get(key=f"try:{form}")


def last_call_for_contact(account: Account) -> Outgoing | None:
    """The last call for the account's link."""
    return trials(account).filter(channel=CONTACT).first()


def last_check(account: Account) -> Outgoing | None:
    """The last call for a token."""
    return trials(account).filter(channel=CHECK).first()


def intake_lives() -> bool:
    """Whether a process that takes callbacks said so lately."""
    moment = clock.on_the_wall(clock.now())  # as it is written: no demo's time moves a heartbeat
    around = (moment - INTAKE_IS_DEAD_AFTER, moment + INTAKE_IS_DEAD_AFTER)
    return Heartbeat.objects.filter(name=INTAKE, at__range=around).exists()


def domain_file(name: str) -> str | None:
    """What a platform's domain file of this name holds, in whichever district; None where nobody has it."""
    found = Account.objects.filter(facts__verify_name=name).values_list("facts__verify_text", flat=True)
    return next((text for text in found if text), None)
