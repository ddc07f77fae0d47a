"""Excel of a version and of a comparison: real numbers, no formulas, sheets that open and print well in WPS."""

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock
from menkou.core.sheets import Book, Cells, workbook
from menkou.plans import comparing, heading, queries, reading
from menkou.plans.models import Version
from menkou.plans.reading import Reading
from menkou.plans.taking import actions
from menkou.postings.rules import wording


@require_safe
@staff(*queries.READ_ALL)
def export(request, number):
    """导出: villages, institutions, people, and a sheet that says what it all means."""
    version = queries.version_for(request.actor, number)
    read = reading.of(version)

    def fill(book: Book) -> None:
        book.sheet("村居", VILLAGES, _villages(read))
        book.sheet("机构", INSTITUTIONS, _institutions(read))
        book.sheet("顾问", PEOPLE, _people(read))
        book.sheet("说明", ("项目", "内容"), _about(version, read, request.actor.name))

    actions.take_out(by=request.actor, version=version, rows=len(read.rows))
    return _file(f"派驻方案{version.number}-{clock.today():%Y%m%d}.xlsx", fill)


@require_safe
@staff(*queries.READ_ALL)
def export_comparison(request):
    """导出: what changes from one version to another, what it costs, who carries what."""
    one, other = comparing.asked(request)
    found = comparing.Comparison(one, other)

    def fill(book: Book) -> None:
        names = one.name, other.name
        book.sheet(
            "换人的村", ("村居代码", "村（社区）", "镇街", "岗位", *names, "本村代价变化（分）"), _changes(found)
        )
        columns = [f"{side}{what}" for side in names for what in ("A岗", "B岗", "工作量")]
        book.sheet("机构", ("机构", *columns), ((one.name, *_loads(one)) for one in found.houses))
        book.sheet("顾问", ("姓名", "机构", *columns), ((one.name, one.note, *_loads(one)) for one in found.people))
        book.sheet("各项代价", ("各项", *names, "差多少（分）"), ((word, a, b, b - a) for word, a, b in found.terms))
        book.sheet("说明", ("项目", "内容"), _about_both(found, request.actor.name))

    actions.take_comparison_out(by=request.actor, district=request.district, rows=len(found.told.changes))
    return _file(f"方案对比-{one.name}-{other.name}-{clock.today():%Y%m%d}.xlsx".replace(" ", ""), fill)


def _file(name: str, fill: Callable[[Book], None]) -> HttpResponse:
    return attached(workbook(fill), name)


VILLAGES = (
    *("村居代码", "村（社区）", "镇街", "需求"),
    *("A岗", "A岗机构", "A岗到村（公里）", "A岗原来是", "A岗锁定"),
    *("B岗", "B岗机构", "B岗到村（公里）", "B岗原来是", "B岗锁定"),
    *("没有排上的意愿", "为什么是他们"),
)
INSTITUTIONS = ("机构", "类别", "镇街（*牵头）", "顾问", "A岗", "B岗", "工作量", "应担至多", "负荷")
PEOPLE = (
    *("姓名", "机构", "A岗", "A岗至多", "B岗", "合计", "合计至多"),
    *("到各村（公里）", "工作量", "应担至多", "负荷"),
)


def _villages(read: Reading) -> Iterable[Cells]:
    why, frame = read.why(read.by_code), read.frame
    for row in read.rows:
        cells: list[str | float | None] = [row.village.key, row.village.name, row.township, row.village.demand]
        for stand in row.stands:
            if stand.holder and stand.institution:
                at = frame.adviser_at[stand.holder.key], frame.village_at[row.village.key]
                km = round(float(frame.km[at]), 1) if frame.is_known[at] else "无坐标"
                cells += [stand.holder.name, stand.institution.name, km]
            else:
                cells += ["空缺", None, None]
            before = (stand.before.name if stand.before else "空缺") if stand.is_changed else None
            cells += [before, "锁定" if stand.is_locked else None]
        yield *cells, "；".join(row.unmet), why.get(row.village.key)


def _institutions(read: Reading) -> Iterable[Cells]:
    from menkou.postings.rules.district import KIND_NAMES

    for one in read.houses:
        towns = "、".join(f"{name}*" if leads else name for name, leads in one.townships)
        kind = KIND_NAMES[one.institution.kind]
        yield one.institution.name, kind, towns, one.people, one.a, one.b, *_work(one)


def _people(read: Reading) -> Iterable[Cells]:
    for one in sorted(read.loads.values(), key=lambda load: (load.institution.name, load.adviser.name)):
        caps = one.a, one.cap_a, one.b, one.posts, one.cap_all
        yield one.adviser.name, one.institution.name, *caps, round(one.km, 1), *_work(one)


def _work(one: reading.Burden) -> tuple[float, float, str]:
    return round(one.work, 2), round(one.share, 2), one.word


def _about(version: Version, read: Reading, by: str) -> Iterable[Cells]:
    vacant = sum(row.is_vacant for row in read.rows)
    yield "方案", f"{version}（{version.get_state_display()}）"
    yield "从哪天起", f"{version.starts_on:%Y-%m-%d}"
    if version.why:
        yield "为什么做", version.why
    yield "村（社区）", len(read.rows)
    yield "要换人的村", sum(row.is_changed for row in read.rows)
    yield "有空缺的村", vacant
    yield "没有排上的意愿", sum(len(row.unmet) for row in read.rows)
    for name, value in version.terms.items():
        yield f"代价：{wording.TERMS.get(name, name)}", round(value)
    if version.value is not None:
        yield "代价合计（分）", round(version.value)
    if version.bound is not None and version.gap is not None:
        yield "下界（分）", round(version.bound)
        yield "离最好至多差", f"{version.gap:.2%}"
        yield "下界管到哪里", f"{heading.covered(version)}，代价都不会低于下界。"
    yield "工作量", "以一个平均村的A岗为 1，需求大的村多算，B岗按三成计。"
    yield "怎么读", "分数越低越好，1 分相当于 100 米路程。“原来是”只在换人时写，和现在的岗位比。"
    for line in wording.scale(read.district.weights):
        yield "分数怎么算", line
    yield "导出", f"{by}，{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _about_both(found: comparing.Comparison, by: str) -> Iterable[Cells]:
    yield "从", found.one.name
    yield "换成", found.other.name
    yield "换人的村", len(found.told.changes)
    yield "换人的A岗", found.posts["A"]
    yield "换人的B岗", found.posts["B"]
    yield "代价变化", f"{found.total}（分）"
    yield "本村代价变化", "别处都不动、只换这一个村，整个方案的代价多多少；各村相加不等于合计。"
    yield "工作量", "以一个平均村的A岗为 1，B岗按三成计。"
    yield "导出", f"{by}，{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _changes(found: comparing.Comparison) -> Iterable[Cells]:
    for change in found.changes():
        for moved in change.moved:
            place = change.code, change.name, change.township
            yield *place, f"{moved.post}岗", moved.before, moved.after, round(change.more)


def _loads(one: comparing.Shift) -> list[float]:
    return [part for load in (one.one, one.other) for part in (load.a, load.b, round(load.work, 2))]
