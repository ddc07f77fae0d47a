"""额度账: what opened the way to somebody, and what went there since; kept so that no platform ever refuses for it (P-07).

A word is reserved by one statement with the condition in it, before the call: two workers cannot both take the last.
It counts until the platform surely did nothing. The rules are allowance.py's.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from menkou.channels import allowance
from menkou.channels.allowance import Opening
from menkou.channels.arrived import Kind
from menkou.channels.kinds import ONCE
from menkou.channels.models import Account, Correspondent, Pace
from menkou.core import clock
from menkou.core.keys import digest
from menkou.core.rows import insert

SAID = frozenset({Kind.TEXT, Kind.VOICE, Kind.PHOTO, Kind.VIDEO, Kind.LOCATION, Kind.LINK})
DONE = {Kind.CLICK: allowance.Kind.CLICK, Kind.FOLLOW: allowance.Kind.FOLLOW, Kind.SCAN: allowance.Kind.SCAN}
A_MINUTE = allowance.WINDOWS[allowance.Kind.CLICK]  # all three of DONE open for the same
ALL_SPENT = 999


def note(correspondent: Correspondent, kind: Kind, at: datetime, sent: int) -> None:
    """Somebody did something at a platform's time; `sent` words have gone to them since. What is older changes nothing."""
    mine, at = Correspondent.objects.filter(pk=correspondent.pk), min(at, clock.now())
    is_kf = correspondent.account.kind == Account.Kind.KF
    if kind is Kind.UNFOLLOW:  # one that comes late, after they have come back, changes nothing
        silent_since = (Q(heard_at=None) | Q(heard_at__lte=at)) & (Q(opened_at=None) | Q(opened_at__lte=at))
        mine.filter(silent_since).update(follows=False)
    elif kind in SAID or (is_kf and kind is Kind.CLICK):
        mine.filter(Q(heard_at=None) | Q(heard_at__lt=at)).update(heard_at=at, heard_sent=sent)
    elif kind in DONE and not is_kf:
        mine.filter(Q(opened_at=None) | Q(opened_at__lt=at)).update(opened_at=at, opened_sent=sent)
    if kind is Kind.FOLLOW or kind in SAID or kind in DONE:
        mine.filter(follows=False).update(follows=True)


def note_consent(correspondent: Correspondent, *, is_given: bool) -> None:
    """A yes or no to notices. 订阅通知: one yes is one notice; a no takes back all.

    一次性订阅消息: several yeses under one scene are worth one message, and we ask under one; a no takes nothing back.
    Who has said no is not asked again until they wish it.
    """
    mine, once = Correspondent.objects.filter(pk=correspondent.pk), is_once(correspondent)
    given = 1 if once else F("notices") + 1
    kept = F("notices") if once else 0
    mine.update(notices=given if is_given else kept, declines=not is_given)


def is_once(correspondent: Correspondent) -> bool:
    """Whether this account's notices are of the kind that is worth one at a time."""
    return correspondent.account.facts.get("template_kind") == ONCE


def openings(correspondent: Correspondent) -> tuple[Opening, ...]:
    """What opened the way, for the rules."""
    said = allowance.Kind.KF if correspondent.account.kind == Account.Kind.KF else allowance.Kind.MESSAGE
    found = []
    if correspondent.heard_at:
        found.append(Opening(said, correspondent.heard_at, correspondent.heard_sent))
    if correspondent.opened_at:
        found.append(Opening(allowance.Kind.CLICK, correspondent.opened_at, correspondent.opened_sent))
    return tuple(found)


def reserve(correspondent: Correspondent) -> bool:
    """Count one word against all that is open; whether there was one left."""
    moment, said = clock.now(), allowance.WINDOWS[allowance.Kind.MESSAGE]  # as long and as many as with 微信客服
    by_word = Q(heard_at__gt=moment - said.lasts + allowance.MARGIN, heard_sent__lt=said.most)
    by_act = Q(opened_at__gt=moment - A_MINUTE.lasts + allowance.MARGIN, opened_sent__lt=A_MINUTE.most)
    mine = Correspondent.objects.filter(by_word | by_act, pk=correspondent.pk)
    return bool(mine.update(heard_sent=F("heard_sent") + 1, opened_sent=F("opened_sent") + 1))


def give_back(before: Correspondent) -> None:
    """The platform surely did not send it: the word is there again, unless the way has been opened anew since."""
    mine = Correspondent.objects.filter(pk=before.pk)
    mine.filter(heard_at=before.heard_at, heard_sent__gt=0).update(heard_sent=F("heard_sent") - 1)
    mine.filter(opened_at=before.opened_at, opened_sent__gt=0).update(opened_sent=F("opened_sent") - 1)


def note_spent(before: Correspondent) -> None:
    """The platform says that nothing is left, whatever we had counted."""
    same = Correspondent.objects.filter(pk=before.pk, heard_at=before.heard_at, opened_at=before.opened_at)
    same.update(heard_sent=ALL_SPENT, opened_sent=ALL_SPENT)


def reserve_notice(correspondent: Correspondent) -> bool:
    """订阅通知: take one of those that were agreed to; whether there was one."""
    return bool(Correspondent.objects.filter(pk=correspondent.pk, notices__gt=0).update(notices=F("notices") - 1))


def forget_consents(account_id: UUID) -> None:
    """A yes was to one template and says nothing of another."""
    Correspondent.objects.filter(account=account_id, notices__gt=0).update(notices=0)


def give_notice_back(correspondent: Correspondent) -> None:
    """It was surely not sent."""
    mine = Correspondent.objects.filter(pk=correspondent.pk)
    mine.update(notices=1 if is_once(correspondent) else F("notices") + 1)


def reserve_member(account_id: UUID, member: str) -> int:
    """企业微信应用: count one word to a member; for how many seconds it has to wait instead, 0 where it was counted.

    It stays counted however the call ends: beyond its limits the platform drops in silence. It does not tell
    capitals from small letters in a member's name.
    """
    mine = digest("member", str(account_id), member.casefold())
    insert(Pace(account_id=account_id, name_digest=mine), once=True)
    row = Pace.objects.select_for_update().get(account_id=account_id, name_digest=mine)
    kept, wait_s = _spent(row.spent, allowance.MEMBER)
    if not wait_s:
        Pace.objects.filter(pk=row.pk).update(spent=kept)
    return wait_s


def reserve_in_group(account_id: UUID) -> int:
    """群机器人: as reserve_member, of a robot."""
    row = Account.objects.select_for_update().get(pk=account_id)
    kept, wait_s = _spent(row.spent, allowance.ROBOT)
    if not wait_s:
        Account.objects.filter(pk=row.pk).update(spent=kept)
    return wait_s


def _spent(spent: list[datetime], windows: tuple[allowance.Window, ...]) -> tuple[list[datetime], int]:
    """The times that still count with this one, and how long to wait where it may not be one more."""
    moment = clock.now()
    counts_from = moment - max(window.lasts for window in windows) - 2 * allowance.JITTER
    return [*(one for one in spent if one > counts_from), moment], allowance.wait_seconds(spent, moment, windows)
