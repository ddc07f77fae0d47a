"""试算 and 对比 of schemes: pages and Excel, by name; whoever prints one or takes it out leaves a line."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import attached, staff
from menkou.assessments.models import Scheme
from menkou.assessments.queries import rules_of
from menkou.assessments.rules.schemes import fault
from menkou.assessments.scheming import actions, queries
from menkou.assessments.scheming.trial import Beside, Comparison, Trial, Tried, institutions_of
from menkou.assessments.views.schemes import READERS
from menkou.core import clock, sheets
from menkou.core.errors import NOT_FOUND, Absent, Conflict

KEPT = "只是试算：不存，不给本人看，不算考核。人评的分还没有人评，都按满分算。"


@require_safe
@staff(*READERS)
def trial(request, pk):
    """试算 of the last half-year that is over; ?print says that it goes on paper."""
    found = _that_holds(queries.scheme_for(request.actor, pk))
    tried = Trial.of(found, queries.last_half())
    houses = institutions_of(tried)
    facts = {
        "scheme": found,
        "half": queries.last_half(),
        "items": tried.items,
        "rows": [(one, houses.get(one.whom.pk, "")) for one in tried.rows],
        "grades": tried.grades,
        "kept": KEPT,
        "paper": _on_paper(request, found, len(tried.rows)),
    }
    return render(request, "assessments/schemes/trial.html", facts)


@require_safe
@staff(*READERS)
def as_workbook(request, pk):
    """The same as Excel."""
    found = _that_holds(queries.scheme_for(request.actor, pk))
    tried = Trial.of(found, queries.last_half())
    houses = institutions_of(tried)
    columns = ("姓名、名称", "机构", "得分", "等次", *(one.title for one in tried.items), "按满分算的")
    rows = [_cells(one, houses.get(one.whom.pk, "")) for one in tried.rows]
    actions.take_trial(by=request.actor, scheme=found, rows=len(rows))

    def fill(book: sheets.Book) -> None:
        book.sheet("试算", columns, rows)
        book.sheet("各等次", ("等次", "几个"), tried.grades)
        book.sheet("说明", ("项目", "内容"), _about(request, (("办法", str(found)),)))

    return _file(f"试算-{queries.last_half().key}-{clock.today():%Y%m%d}.xlsx", fill)


@require_safe
@staff(*READERS)
def compare(request, pk):
    """对比: this one in the place of another, of the one in force where the address names none."""
    found, other = _both(request, pk)
    if other is None:
        return redirect("schemes:scheme", pk=pk)
    both = Comparison.of(other, found, queries.last_half())
    houses = institutions_of(both.after)
    facts = {
        "scheme": found,
        "other": other,
        "half": queries.last_half(),
        "both": both,
        "rows": [(one, houses.get(one.after.whom.pk, "")) for one in both.rows],
        "others": queries.comparable(request.actor, found),
        "kept": KEPT,
        "paper": _on_paper(request, found, len(both.rows)),
    }
    return render(request, "assessments/schemes/compare.html", facts)


@require_safe
@staff(*READERS)
def comparison_as_workbook(request, pk):
    """The same as Excel."""
    found, other = _both(request, pk)
    if other is None:
        raise Absent(NOT_FOUND)
    both = Comparison.of(other, found, queries.last_half())
    houses = institutions_of(both.after)
    columns = ("姓名、名称", "机构", "原来得分", "原来等次", "改后得分", "改后等次", "等次变了", "哪些项目不一样")
    rows = [_cells_of_both(one, houses.get(one.after.whom.pk, "")) for one in both.rows]
    actions.take_trial(by=request.actor, scheme=found, rows=len(rows))

    def fill(book: sheets.Book) -> None:
        book.sheet("对比", columns, rows)
        book.sheet("等次怎么变", ("从", "到", "几个"), both.ways)
        book.sheet("说明", ("项目", "内容"), _about(request, (("原来", str(other)), ("改后", str(found)))))

    return _file(f"办法对比-{queries.last_half().key}-{clock.today():%Y%m%d}.xlsx", fill)


def _both(request, pk) -> tuple[Scheme, Scheme | None]:
    found, said = queries.scheme_for(request.actor, pk), request.GET.get("with", "")
    holds = queries.in_force(found.subject)
    choices = queries.comparable(request.actor, found)
    other = next((one for one in choices if str(one.pk) == said), None) if said else holds
    if said and other is None:
        raise Absent(NOT_FOUND)
    if other is None or other.pk == found.pk:
        return found, None
    return _that_holds(found), _that_holds(other)


def _that_holds(scheme: Scheme) -> Scheme:
    """One that can be applied. Raises Conflict with what is wrong."""
    if why := fault(rules_of(scheme), scheme.subject):
        raise Conflict(f"“{scheme.title}”还不能试算：{why}")
    return scheme


def _on_paper(request, scheme: Scheme, rows: int) -> bool:
    if "print" not in request.GET:
        return False
    actions.take_trial(by=request.actor, scheme=scheme, rows=rows)
    return True


def _number(points: int) -> float:
    return points / 100


def _cells(one: Tried, house: str) -> sheets.Cells:
    full = "、".join(score.item.title for score in one.scores if not score.is_counted)
    points = (_number(score.points) for score in one.scores)
    return (one.whom.name, house, _number(one.sheet.points), one.sheet.grade, *points, full)


def _cells_of_both(one: Beside, house: str) -> sheets.Cells:
    old, new = one.before.sheet, one.after.sheet
    moved = "；".join(f"{each.title} {each.before or '没有'}→{each.after or '没有'}" for each in one.moved)
    changed = "变了" if one.is_other_grade else ""
    return (one.after.whom.name, house, _number(old.points), old.grade, _number(new.points), new.grade, changed, moved)


def _about(request, schemes: Iterable[tuple[str, str]]) -> Iterator[sheets.Cells]:
    yield from schemes
    yield "时段", queries.last_half().title
    yield "说明", KEPT
    yield "按满分算的", "没有可比的数，或者还没有人评的项目，按满分算，不扣分。"
    yield "导出", f"{request.actor.name}，{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _file(name: str, fill) -> HttpResponse:
    return attached(sheets.workbook(fill), name)
