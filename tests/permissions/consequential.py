"""结果运用 in every state that a door tells apart, of Chen; proposed by somebody who has no role by now, or by the bureau's person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from menkou.advisers.models import Registration
from menkou.assessments.models import Consequence, Cycle
from menkou.core.clock import now, today


def consequential(chen: Registration, bureau: UUID | None, gone: UUID | None) -> dict[str, Model]:
    """By the names that the matrix uses."""
    past, ahead = now() - timedelta(days=1), now() + timedelta(days=5)
    told: dict[str, Any] = {"told_at": past, "proposed": "拟处理", "state": "told", "fen": 50_000, "scope": "own"}
    heard = told | {"told_by_id": gone, "answer_until": past}
    decided = heard | {"state": "decided", "decided_at": now(), "decided_by_id": bureau, "decision_note": "属实"}
    done = {"state": "done", "done_at": now(), "done_by_id": bureau, "done_note": "没有改", "is_mended": False}
    rows: dict[str, dict[str, Any]] = {
        "found_consequence": {"kind": "rectify"},
        "told_consequence": told | {"kind": "deduct", "told_by_id": gone, "answer_until": ahead},
        "heard_consequence": heard | {"kind": "deduct"},
        "proposed_consequence": heard | {"kind": "deduct", "told_by_id": bureau},
        "decided_replacement": decided | {"kind": "replace"},
        "decided_deduction": decided | {"kind": "deduct"},
        "decided_rectification": decided | {"kind": "rectify"},
        "failed_rectification": decided | done | {"kind": "rectify"},
        "criticism_notice": decided | {"kind": "notice", "ends_on": today() + timedelta(days=9)},
    }
    facts = {"trigger": "other", "facts": "三次没到", "registration": chen, "institution": chen.institution}
    facts |= {"opened_at": past - timedelta(days=1)}
    made: dict[str, Model] = {name: Consequence.objects.create(key=name, **facts, **row) for name, row in rows.items()}
    made["past_cycle"] = Cycle.objects.create(period="2019-h1", opened_at=past, opened_by_id=bureau)
    return made
