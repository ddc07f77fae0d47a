"""What is kept for how long, and what was erased: numbers of the whole district, for whoever runs and watches it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from menkou.consultations import content
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.queries import drafts_begun_before
from menkou.consultations.reviewing import queries as reviewing
from menkou.consultations.wording import sealing as wording
from menkou.core import clock
from menkou.places import queries as places

A_YEAR = timedelta(days=365)
AHEAD = timedelta(days=30)
WRONG_TRIES = timedelta(days=1)  # they count for minutes


class Kept(NamedTuple):
    """One class of what is kept: for how long, how many are due now and within a month, how many went in the last one."""

    what: str
    how_long: str
    due: int
    due_soon: int
    gone: int


def wrapped_by(name: str) -> int:
    """How many matters of the district still need this wrapping key."""
    return content.count_wrapped_by(name)


def outlived(at: datetime | None = None) -> QuerySet[Consultation]:
    """到期: closed so long ago, at a moment, now if none is named, that what was said in it is not kept any more."""
    limit = (at or clock.now()) - places.rules()["years_of_content"] * A_YEAR
    return Consultation.objects.filter(erased_at=None, closed_at__lt=limit)


def old_tries() -> QuerySet[WrongTry]:
    return WrongTry.objects.filter(tried_at__lt=clock.now() - WRONG_TRIES)


def report() -> list[Kept]:
    """保存期限: what would go now (a dry run), what goes within thirty days, and what went in the last thirty."""
    now, years = clock.now(), places.rules()["years_of_content"]
    lately = Consultation.objects.filter(erased_at__gte=now - AHEAD)
    by_time = Q(closed_at__lte=now - years * A_YEAR)
    due = outlived().count()
    return [
        Kept(
            "咨询的内容", f"办结后 {years} 年", due, outlived(now + AHEAD).count() - due, lately.filter(by_time).count()
        ),
        Kept("提问的人自己删的内容", "随时", 0, 0, lately.exclude(by_time).count()),
        Kept("输错取件码的记录", "一天", old_tries().count(), WrongTry.objects.count(), 0),
        *_unsent(now),
        _released(now),
        Kept("停表、催办、重新打开、跟进、回访（时间和结果，没有内容）", "和数字一起留着", 0, 0, 0),
    ]


def _unsent(now: datetime) -> list[Kept]:
    """没送出去的: what was said or photographed into a form, and what advisers wrote."""
    rules = places.rules()
    hours, days = rules["hours_a_draft_is_kept"], rules["days_an_answer_draft_is_kept"]
    spoken = drafts_begun_before(now - timedelta(hours=hours)).count()
    written = wording.count(now - timedelta(days=days))
    return [
        Kept("没送出去的语音和照片", f"{hours} 小时", spoken, drafts_begun_before(now).count() - spoken, 0),
        Kept("顾问没发出的答复", f"{days} 天不动", written, wording.count() - written, 0),
    ]


def _released(now: datetime) -> Kept:
    """评查副本: what askers let the bureau review, with what waits for their word."""
    days, due = places.rules()["days_a_review_copy_is_kept"], reviewing.over().count()
    due_soon = reviewing.over(now + AHEAD).count() - due
    return Kept("居民交给司法局评查的副本", f"{days} 天", due, due_soon, reviewing.ended_since(now - AHEAD))


def erased_before(moment: datetime) -> QuerySet[Consultation]:
    """Erased so long ago that neither phone nor 取件码 need lead there any more."""
    return Consultation.objects.filter(erased_at__lt=moment, is_unlinked=False)
