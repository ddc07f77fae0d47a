"""补贴: a batch that was checked and one that waits, lines of one adviser, and what waits for a second person."""

from datetime import date
from typing import Any

from django.db.models import Model

from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.places.models import Village
from menkou.subsidies.models import Batch, Handing, Line, Objection, Tariff
from tests.cast import LONG_AGO

FACTS = {"kind": "base", "village": "红花村", "post": "A", "who": "陈明", "house": "所", "yearly": 1000, "would": 1000}
FACTS |= {"permille": 1000, "why": "", "factor": "", "rate": None, "source": ""}


def subsidised(actors: dict[str, Actor], village: Village, chen: Any) -> dict[str, Model]:
    """By the names that the matrix uses."""
    bureau, office, auditor = (actors[name].user_id for name in ("bureau", "office", "auditor"))
    days = {"first_day": date(2026, 1, 1), "until_day": date(2026, 7, 1), "drawn_at": now()}
    mine = Batch.objects.create(period="2026-h1", number=1, drawn_by_id=bureau, **days)
    mine.whose, mine.of = "people", str(chen.pk)  # type: ignore[attr-defined]  # in the address of a statement
    lines = [_line(mine, village, chen, month) for month in range(1, 6)]
    for stage in ({"stage": "waiting", "put_by": bureau, "put_at": now()}, {"stage": "checked", "checked_at": now()}):
        Batch.objects.filter(pk=mine.pk).update(**stage, **({"checked_by": auditor} if "checked_at" in stage else {}))
    Handing.objects.create(batch=mine, digest=b"d" * 32, handed_at=now(), handed_by_id=bureau)
    put = {"stage": "waiting", "put_at": now(), "put_by_id": office, "drawn_by_id": office}
    return {
        "subsidy_batch": mine,
        "subsidy_waiting": Batch.objects.create(period="2026-h1", number=2, **days, **put),
        "subsidy_line": lines[0],
        "own_tariff": _tariff(bureau, b"a"),
        "others_tariff": _tariff(office, b"b"),
        **_objections(lines, actors, office),
    }


def _line(batch: Batch, village: Village, chen: Any, month: int) -> Line:
    span = {"first_day": date(2026, month, 1), "until_day": date(2026, month + 1, 1)}
    said = {"first": span["first_day"].isoformat(), "until": span["until_day"].isoformat()}
    whose = {"village": village, "post": "A", "registration": chen, "institution": chen.institution}
    facts = {**FACTS, **said}
    return Line.objects.create(batch=batch, number=month, kind="base", fen=100, turn=0, facts=facts, **span, **whose)


def _tariff(by: Any, form: bytes) -> Tariff:
    facts = {"yearly": 500_000, "share_a": 70, "valid_from": LONG_AGO, "source": "测试文件"}
    made = Tariff.objects.create(made_at=now(), made_by_id=by, once_digest=form, **facts)
    made.kind = "tariffs"  # type: ignore[attr-defined]  # the word in its address
    return made


def _objections(lines: list[Line], actors: dict[str, Actor], office: Any) -> dict[str, Model]:
    adviser, bureau = actors["adviser_a"].user_id, actors["bureau"].user_id
    raised = {"words": "天数不对", "raised_at": now()}
    answered = {"outcome": "record", "answer": "改请假记录", "answered_at": now()}
    return {
        "subsidy_objection": Objection.objects.create(line=lines[1], raised_by_id=adviser, **raised),
        "own_subsidy_objection": Objection.objects.create(line=lines[2], raised_by_id=bureau, **raised),
        "answered_objection": Objection.objects.create(
            line=lines[3], raised_by_id=adviser, answered_by_id=office, **raised, **answered
        ),
        "own_answered_objection": Objection.objects.create(
            line=lines[4], raised_by_id=adviser, answered_by_id=bureau, **raised, **answered
        ),
    }
