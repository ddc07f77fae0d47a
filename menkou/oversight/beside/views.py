"""转介、会诊、回电、投诉 by half a year, and the same as Excel."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock, sheets
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent
from menkou.oversight.beside import numbers
from menkou.oversight.beside.halves import Half
from menkou.places import queries as places

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
SHOWN = 6  # this half of a year, and those before it


def _halves() -> list[Half]:
    found = [Half.of(clock.today())]
    while len(found) < SHOWN:
        found.append(found[-1].before)
    return found


def _chosen(request) -> Half:
    """The half that the address names, this one where it names none."""
    said = request.GET.get("half", "")
    half = Half.called(said) if said else _halves()[0]
    if half not in _halves():
        raise Absent(NOT_FOUND)
    return half


@require_safe
@staff(*READERS)
def beside(request):
    """By township; what is too few is not told."""
    half, fewest = _chosen(request), places.rules()["fewest_in_a_list"]
    facts = {"half": half, "halves": _halves(), "fewest": fewest}
    facts |= {"columns": numbers.COLUMNS, "rows": numbers.rows(half)}
    return render(request, "oversight/beside.html", facts)


@require_safe
@staff(*READERS)
def as_workbook(request):
    """What is on the page, as Excel."""
    half, columns = _chosen(request), ("镇街", *numbers.COLUMNS)
    found = [(row.name, *row.numbers) for row in numbers.rows(half)]
    made = sheets.workbook(lambda book: book.sheet(half.key, columns, found))
    return attached(made, f"转介会诊回电投诉-{half.key}.xlsx")
