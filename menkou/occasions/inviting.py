"""邀请: who is asked is put on record and told in one place; actions call it. Nobody is asked in silence, nor left out so."""

from uuid import UUID

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.keys import digest
from menkou.occasions import queries
from menkou.occasions.models import Occasion

NOBODY = "没有能来的顾问，谁都没有邀请，请安排。"
NOBODY_ELSE = "请的顾问来不了，没有别的能来的顾问，请安排。"


def invite(found: Occasion) -> None:
    """A, or B where A is away then, or who stands in; where nobody can come, the office is told."""
    if who := queries.invitable(found.village, found.happens_at):
        _ask(found, who)
    else:
        _tell_office(found, NOBODY)


def invite_anew(found: Occasion, why: str) -> None:
    """At another time it may be another's turn, or nobody's: then whoever was asked before knows as well."""
    found.declined, found.declined_why, found.declined_at = None, "", None  # of another time
    before = found.invited_id
    found.invited, found.invited_at = None, None
    found.reply, found.excuse, found.replied_at, found.replied_by = "", "", None, None
    found.save()
    invite(found)
    if before and before != found.invited_id:
        tell(found, before, f"{why}，这一次不再请您去。")


def ask_beside(found: Occasion) -> None:
    """B, where it is A who cannot come; where there is nobody beside them, the office is told."""
    if other := queries.beside(found):
        found.declined, found.declined_why, found.declined_at = found.invited, found.excuse, found.replied_at
        _ask(found, other)
    else:
        _tell_office(found, NOBODY_ELSE)


def tell(found: Occasion, whom: UUID, what: str) -> None:
    _send(found, f"registration:{whom}", what)


def _tell_office(found: Occasion, what: str) -> None:
    _send(found, f"township:{found.village.township_id}", what)


def _ask(found: Occasion, who: Registration) -> None:
    found.invited, found.invited_at = who, clock.now()
    found.reply, found.excuse, found.replied_at, found.replied_by = "", "", None, None
    found.save()
    tell(found, who.pk, "，请登录看材料、答复来不来。")


def _send(found: Occasion, to: str, what: str) -> None:
    """Kind, village and time; never the title, which may name somebody. What is said again later is told again."""
    when = found.happens_at.astimezone(clock.SHANGHAI)
    words = f"{found.village.short_name}：{found.get_kind_display()}（{when.month}月{when.day}日{when:%H:%M}）{what}"
    key = f"occasion:{found.pk}:{to.split(':')[1]}:{clock.now():%Y%m%d%H%M%S%f}:{digest('told', words + found.place).hex()[:12]}"
    outbox.send(to=to, words=words, key=key, about=found.pk)
