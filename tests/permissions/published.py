"""Typical cases in every state that a door tells apart."""

from collections.abc import Mapping
from uuid import uuid4

from django.db.models import Model

from menkou.broadcasts.cases import sealing
from menkou.broadcasts.cases.sealing import Draft
from menkou.broadcasts.models import TypicalCase
from menkou.consultations.rules.meant import People
from menkou.core.actors import Actor
from menkou.core.clock import now


def published(actors: Mapping[str, Actor]) -> dict[str, Model]:
    """By the names that the matrix uses."""
    bureau = actors["bureau"].user_id
    others = actors["other_district"].user_id  # somebody else; of no matter whom
    words = Draft("借钱写条子\n写清楚。", People(900, 9000, 90000))

    def case(by, state: str, **more) -> TypicalCase:
        pk = uuid4()
        sealed = sealing.wrapped(pk, words) if state in ("draft", "waiting") else None
        checked = {"checked_at": now(), "checked_by_id": by, "meant": 900, "fewest": 5} if state != "draft" else {}
        facts = {"made_at": now(), "made_by_id": by, "sealed": sealed, "edition": 1, **checked, **more}
        return TypicalCase.objects.create(pk=pk, state=state, **facts)

    agreed = {"approved_at": now(), "approved_by_id": bureau, "title": "借钱写条子", "text": "写清楚。"}
    return {
        "case_draft": case(bureau, "draft"),
        "others_case": case(others, "draft"),
        "auditors_case": case(actors["auditor"].user_id, "draft"),
        "waiting_case": case(others, "waiting"),
        "approved_case": case(others, "approved", **agreed),
    }
