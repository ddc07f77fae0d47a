"""A row as plain values, to be put back exactly; and what of it counts."""

from typing import Any

from django.apps import apps
from django.db.models import Model

LEFT_OUT = {"district", "last_login"}  # a row is of one district for life; signing in changes nothing of ours
Frozen = dict[str, Any]


def frozen(row: Model) -> Frozen:
    """All columns of a row as text."""
    found: Frozen = {}
    for column in row._meta.concrete_fields:
        if column.name not in LEFT_OUT:
            is_empty = column.value_from_object(row) is None
            found[column.attname] = None if is_empty else column.value_to_string(row)
    return found


def values_of(model: type[Model], kept: Frozen) -> dict[str, Any]:
    """The columns as Python has them."""
    columns = {one.attname: one for one in model._meta.concrete_fields}
    return {name: None if said is None else columns[name].to_python(said) for name, said in kept.items()}


def model_of(table: str) -> type[Model]:
    """The model that a change names."""
    return apps.get_model(table)
