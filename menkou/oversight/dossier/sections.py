"""A dossier in words: the same sections for the page and for the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from menkou.basis.kinds import Kind
from menkou.core import clock
from menkou.core.dated import Dated
from menkou.engagements.templatetags.contracts import standing
from menkou.oversight.dossier.queries import MOST_ENTRIES, Dossier
from menkou.postings.models import Post, Posting
from menkou.worklogs.rules.duties import WORDS, sentence
from menkou.worklogs.rules.periods import WINDOWS

TOO_FEW = "太少，不列"
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """A title, and a table below it; or words where there is nothing."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: Rows
    note: str = ""
    empty: str = "没有记录。"


def sections(of: Dossier) -> list[Section]:
    """All that the reader may see, in the order of the paper file."""
    return [
        Section("basics", "基本情况", ("项目", "内容"), list(_basics(of))),
        Section("former", "曾用名", ("名称", "代码", "用到"), _former(of)),
        _posts(of),
        *_contracts(of),
        *(_facts(kind, rows) for kind, rows in of.facts),
        *_work(of),
        *_asked(of),
        *_boards(of),
    ]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _last(until: date | None, without: str = "") -> str:
    return _day(until - timedelta(days=1)) if until else without


def _moment(moment: datetime | None) -> str:
    return _day(moment.astimezone(clock.SHANGHAI).date()) if moment else ""


def _basics(of: Dossier) -> Iterator[tuple[str, str]]:
    village = of.village
    yield "全称", village.name
    yield "统计代码", village.code
    yield "类别", village.get_kind_display()
    yield "镇街", village.township.name
    yield "设立", _day(village.valid_from)
    if village.valid_until:
        heir = f"，并入{village.successor}" if village.successor_id else ""
        yield "撤并", f"{_day(village.valid_until)}起{heir}"
    if of.merged:
        yield "承接了", "、".join(f"{one}（{one.code}）" for one in of.merged)
    if of.office:
        yield "司法所", f"{of.office.name}，{of.office.address}，电话 {of.office.phone}"
    yield "村（居）干部", "、".join(f"{one.user.name} {one.user.phone}".strip() for one in of.cadres) or "没有登记"


def _former(of: Dossier) -> Rows:
    renamed = [(one.name, one.code, _last(one.valid_until)) for one in of.former]
    return [*renamed, *((one.name, one.code, _last(one.valid_until)) for one in of.merged)]


def _posts(of: Dossier) -> Section:
    several = bool(of.merged)
    columns = ("岗位", "姓名", "机构", "从", "到", "实际在岗")
    rows = [(*((str(one.village),) if several else ()), *_post(of, one)) for one in of.posts]
    note = "在岗天数按每天中午谁在算：请假的日子记给替班的人。"
    return Section("posts", "谁服务过", (*(("村（社区）",) if several else ()), *columns), rows, note if rows else "")


def _post(of: Dossier, one: Posting) -> tuple[str, ...]:
    person, today = one.registration, clock.today()
    ends = [day for day in (one.valid_until, person.valid_until) if day]
    until = min(ends) if ends else None
    to = "还没开始" if one.valid_from > today else "现任" if until is None or until > today else _last(until)
    if until and until > today:
        to += f"，到{_last(until)}"
    days = of.days.get(one.pk)
    served = "" if days is None else f"{days.a} 天" if one.post == Post.A else f"{days.b} 天，替班 {days.stood_in} 天"
    return f"{one.post}岗", person.adviser.name, person.institution.name, _day(one.valid_from), to, served


def _contracts(of: Dossier) -> Iterator[Section]:
    if of.contracts is None:
        return
    columns = ("机构", "甲方", "从", "到", "状态", "提前终止的原因")
    today = clock.today()
    rows: Rows = [
        (
            *(one.institution.name, one.get_first_party_display(), _day(one.valid_from), _last(one.valid_until)),
            *(standing(one, today), one.end_reason),
        )
        for one in of.contracts
    ]
    yield Section("contracts", "聘用合同", columns, rows)
    missed: Rows = [(_day(one.day), one.what, "派人接替了" if one.had_substitute else "没派人") for one in of.missed]
    yield Section("missed", "缺席", ("日期", "应当到场的事", "接替"), missed)


def _facts(kind: Kind, facts: list[Dated]) -> Section:
    columns = (kind.columns[0], *kind.columns[2:], "从", "到", "依据")
    rows: Rows = []
    for one in facts:
        cells = kind.cells(one)
        said = ("" if cell is None else str(cell) for cell in (cells[0], *cells[2:]))
        rows.append((*said, _day(one.valid_from), _last(one.valid_until, "一直有效"), one.source))
    return Section(kind.key, kind.title, columns, rows)


def _work(of: Dossier) -> Iterator[Section]:
    if of.entries is None:
        return
    months: Rows = [
        (f"{month.year}年{month.month}月", f"{count} 条", f"{minutes} 分钟") for month, count, minutes in of.months
    ]
    note = "解答咨询不在这里，只在“咨询件数”里算总数。"
    asked: Rows = [
        (
            *(WINDOWS[one.asked.window], f"{one.asked.least} {WORDS[one.asked.unit]}", f"{one.done:g}"),
            f"还差 {one.missing:g}" if one.missing else "做到了",
        )
        for one in of.duties
    ]
    yield Section("duties", "工作要求", ("时间", "至少", "已做", "还差"), asked, sentence(of.duties), "没有要求。")
    yield Section("months", "工作日志（近 12 个月）", ("月份", "条数", "时长"), months, note)
    rows: Rows = [
        (
            *(_day(one.done_on), one.get_kind_display(), f"{one.minutes} 分钟", one.author.adviser.name),
            *(one.summary, one.get_outcome_display() or "还没核实"),
        )
        for one in of.entries
    ]
    more = f"只列最近 {MOST_ENTRIES} 条。" if of.entries_more else ""
    yield Section("entries", "工作日志", ("日期", "事项", "时长", "顾问", "内容", "核实"), rows, more)


def _asked(of: Dossier) -> Iterator[Section]:
    if of.asked is None:
        return
    rows: Rows = [
        (f"{start.year}年第{(start.month + 2) // 3}季度", TOO_FEW if count is None else f"{count} 件")
        for start, count in of.asked
    ]
    note = "只算整季度的总数；太少的不列，免得看出是谁问的。问了什么，这里一个字也没有。"
    yield Section("asked", "咨询件数", ("季度", "件数"), rows, note)


def _boards(of: Dossier) -> Iterator[Section]:
    if of.boards is None:
        return
    columns = ("载体", "牌号", "状态", "挂在哪里", "最近看过", "哪里不对")
    rows: Rows = [
        (
            *(one.get_carrier_display(), one.number, "已作废" if one.revoked_at else one.get_state_display()),
            *(one.place, _moment(one.seen_at), one.why),
        )
        for one in of.boards
    ]
    yield Section("boards", "公示牌", columns, rows)
