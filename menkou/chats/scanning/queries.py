"""微信码: what leads from a village's page, or from a card that hangs there, into a chat with the village already known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from menkou.channels import accounts
from menkou.channels.kf.client import with_scene_param
from menkou.channels.models import Account
from menkou.chats.models import SceneCode
from menkou.core.actors import Actor, Role
from menkou.core.memory import remembered
from menkou.places import queries as places
from menkou.places.models import Township, Village

Kind, State = Account.Kind, SceneCode.State
WAYS_IN = (Kind.WECHAT, Kind.KF)
MOST_LASTING = 100_000  # lasting codes that one account may have, by the platform's documentation


@dataclass(frozen=True)
class WaysIn:
    """How a village is asked for in WeChat: a link to press, and what a code to scan says; empty where there is none."""

    link: str = ""
    scanned: str = ""
    follows: bool = False  # whoever scans the code has to follow the account first


@remembered
def ways_in(village_id: UUID, code: str) -> WaysIn:
    """For a village's page; one statement, once in some seconds."""
    made = SceneCode.objects.filter(account=OuterRef("pk"), village=village_id, state=State.MADE)
    on = Account.objects.filter(is_on=True, kind__in=WAYS_IN).order_by("pk").annotate(made=Subquery(made.values("url")))
    found = list(on)
    links = [link_of(one, code) for one in found if one.kind == Kind.KF]
    codes = [accounts.address_shown(one.made) for one in found if one.kind == Kind.WECHAT and one.made]
    link, scanned = next(filter(None, links), ""), next(filter(None, codes), "")
    return WaysIn(link, scanned or link, bool(scanned))


def link_of(account: Account, code: str) -> str:
    """Of 微信客服: the link that begins with the village of this code; empty where the account has none."""
    address = accounts.address_shown(account.contact)
    return with_scene_param(address, code) if address else ""


def tickets_of(account: Account) -> dict[str, str]:
    """For the simulator, which forgets: the scene of each code that it made for this account, by its ticket."""
    made = SceneCode.objects.filter(account=account, state=State.MADE)
    return dict(made.values_list("ticket", "scene"))


def accounts_with_codes() -> QuerySet[Account]:
    """Those that a village's code can lead to, whether they are on or not."""
    return Account.objects.filter(kind__in=WAYS_IN).order_by("kind", "name", "pk")


def account_for(pk: UUID) -> Account:
    """How a page gets hold of one. Raises Account.DoesNotExist."""
    return accounts_with_codes().get(pk=pk)


def counts() -> dict[UUID, Counter[str]]:
    """How many codes of each account are in which state; of villages that exist today."""
    found: dict[UUID, Counter[str]] = {}
    counted = _today().order_by().values_list("account", "state").annotate(Count("pk"))
    for account, state, number in counted:
        found.setdefault(account, Counter())[state] = number
    return found


def _today() -> QuerySet[SceneCode]:
    """Of villages that exist today."""
    return SceneCode.objects.filter(village__in=places.villages().values("pk"))


def _waiting() -> QuerySet[SceneCode]:
    return _today().filter(state=State.WAITING)


def refusal_of(account: Account) -> SceneCode | None:
    """The last one that the platform refused, for what it said."""
    return SceneCode.objects.filter(account=account, state=State.REFUSED).order_by("-pk").first()


def without_row(account: Account) -> QuerySet[Village]:
    """Villages of today that nobody has wanted a code of this account for."""
    return places.villages().exclude(pk__in=SceneCode.objects.filter(account=account).values("village"))


def next_waiting(account: Account) -> SceneCode | None:
    """The one to be asked for now."""
    return _waiting().select_related("account").filter(account=account).order_by("pk").first()


def accounts_waiting() -> list[UUID]:
    """Accounts that are on, of which codes are still to be asked for."""
    return list(_waiting().filter(account__is_on=True).order_by().values_list("account", flat=True).distinct())


def account_asked_for(pk: UUID) -> Account | None:
    """For the job: the account, where it is still there and on."""
    return Account.objects.filter(pk=pk, is_on=True).first()


def townships_for(by: Actor) -> QuerySet[Township]:
    """Whose cards somebody may print: an office those of its township, the bureau all."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.OPERATOR, Role.AUDITOR):
        return places.townships()
    return places.townships().filter(pk__in=by.held(Role.JUDICIAL_OFFICE))


def scanned_by(account: Account, villages: Iterable[Village]) -> dict[UUID, str]:
    """What the code of each of these villages says; those that have none are not in it."""
    villages = list(villages)
    if account.kind == Kind.KF:
        found = {one.pk: link_of(account, one.code) for one in villages}
    else:
        made = SceneCode.objects.filter(account=account, village__in=villages, state=State.MADE)
        found = {pk: accounts.address_shown(url) for pk, url in made.values_list("village", "url")}
    return {pk: said for pk, said in found.items() if said}
