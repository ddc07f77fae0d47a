"""What the writers of all kinds need: rows that are locked, and what a line gives."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.imports.rules.comparing import Line


def locked(model: type[Any], keys: Iterable[str], by: str) -> dict[str, Any]:
    """Rows that are to be changed, by the key that people know."""
    found = model.objects.select_for_update(of=("self",)).filter(**{f"{by}__in": set(keys)}).order_by("pk")
    return {getattr(row, by): row for row in found}


def given(line: Line, *names: str) -> dict[str, Any]:
    return {name: line.values[name] for name in names if name in line.values}


def rolls(numbers: Iterable[str]) -> dict[str, UUID]:
    """Whoever is on the roster, or soon will be, by licence number."""
    found = Registration.objects.filter(adviser__licence_no__in=set(numbers)).order_by("valid_from")
    kept = found.values_list("adviser__licence_no", "pk", "valid_until")
    return {number: pk for number, pk, until in kept if until is None or until > clock.today()}
