"""请回电话: the only module that reaches the numbers (a guard test sees to it)."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import JSONObject
from uuid_utils.compat import uuid7

from menkou.consultations import content
from menkou.consultations.models import CallBack, CaseKey, Consultation
from menkou.consultations.rules.circumstances import PARTS, CallWish
from menkou.core import clock, sealed

FACTS = ("day", "part", "tries", "tried_at", "reached_at")


@dataclass(frozen=True)
class Wish:
    """请回电话, opened: for whoever holds the matter, and its asker."""

    number: str
    day: date
    part: str
    tries: int
    tried_at: datetime | None
    reached_at: datetime | None


def add(consultation: Consultation, wish: CallWish) -> None:
    """Seal the number under the matter's key. One to a matter: it comes with the question."""
    pk, day = uuid7(), clock.today() + timedelta(days=wish.in_days)
    record = content.seal_beside(consultation, f"call:{pk}", wish.number)
    CallBack.objects.create(pk=pk, consultation=consultation, sealed=record, day=day, part=wish.part)


def row() -> Subquery:
    """What stands on record with its key, still sealed, as an annotation: a page asks nothing more for it."""
    key = CaseKey.objects.filter(consultation=OuterRef("consultation"), district=OuterRef("district"))
    texts = {"sealed": _as_text(F("sealed")), "wrapped": _as_text(Subquery(key.values("wrapped")[:1]))}
    facts = JSONObject(pk="pk", **{name: name for name in FACTS}, **texts)
    return Subquery(_of_row().values(row=facts)[:1])


def open_for(consultation: Consultation) -> Wish | None:
    """The number and when it suits, of a matter that was fetched with its `row`; None where nobody wants a call."""
    kept: dict[str, Any] | None = consultation.call_row  # type: ignore[attr-defined]  # annotated
    if not kept:
        return None
    key = sealed.unwrap(b64decode(kept["wrapped"]), context=f"consultation:{consultation.pk}")
    context = f"consultation:{consultation.pk}/call:{kept['pk']}"
    moments = (kept[name] and datetime.fromisoformat(kept[name]) for name in ("tried_at", "reached_at"))
    part = dict(PARTS)[kept["part"]]
    number = sealed.unseal(key, b64decode(kept["sealed"]), context=context)
    return Wish(number, date.fromisoformat(kept["day"]), part, kept["tries"], *moments)


def is_wished() -> Exists:
    """A condition over consultations: that somebody is still to be called; the mark in a list."""
    return Exists(_of_row().filter(reached_at=None))


def counted_between(start: datetime, end: datetime) -> list[tuple[UUID, int, int]]:
    """请回电话 for a day of these (instants that begin days), by township: how many, and how many were reached. No numbers;
    what was taken back or erased is gone and does not count."""
    days = {"day__gte": start.astimezone(clock.SHANGHAI).date(), "day__lt": end.astimezone(clock.SHANGHAI).date()}
    rows = CallBack.objects.filter(**days).order_by().values_list("consultation__village__township")
    counted = rows.annotate(wished=Count("pk"), reached=Count("pk", filter=Q(reached_at__isnull=False)))
    return [tuple(row) for row in counted]


def note_call(consultation: Consultation, *, is_reached: bool) -> bool:
    """打过了: whether there was still somebody to be called."""
    waiting = CallBack.objects.filter(consultation=consultation, reached_at=None)
    now = clock.now()
    if is_reached:
        return bool(waiting.update(tried_at=now, reached_at=now))
    return bool(waiting.update(tried_at=now, tries=F("tries") + 1))


def destroy(consultation: Consultation) -> bool:
    """Forget the number; whether there was one."""
    return bool(CallBack.objects.filter(consultation=consultation).delete()[0])


def _as_text(bytes_: Any) -> Func:
    return Func(bytes_, Value("base64"), function="encode", output_field=TextField())


def _of_row() -> QuerySet[CallBack]:
    return CallBack.objects.filter(consultation_id=OuterRef("pk"), district_id=OuterRef("district_id"))
