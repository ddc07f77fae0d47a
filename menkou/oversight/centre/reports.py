"""周报、月报、季报: services, answers, words for groups and samples of a span, in the numbers that their own pages have.

Answers and ratings are told by the rule for small numbers; what is few is not told, nor what would give it away.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from menkou.assessments.papers.numbers import sampled
from menkou.assessments.papers.wording import SAMPLES, frame
from menkou.broadcasts import queries as broadcasts
from menkou.broadcasts.bringing import queries as bringing
from menkou.broadcasts.models import Notice
from menkou.core.actors import Actor, Role
from menkou.groups.keeping import queries as register
from menkou.groups.keeping.queries import Size
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.numbers import Figure, numbers_of
from menkou.oversight.numbers import Month
from menkou.oversight.reporting.answers import answers
from menkou.papers.official.paper import (
    DEMO,
    Annex,
    Block,
    Paper,
    Paragraph,
    Signature,
    Sourced,
    Table,
    literal,
    saying,
)
from menkou.papers.official.telling import in_digits
from menkou.places import queries as places
from menkou.places.models import District, Township
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.periods import Period

LEDGER, DESK, PUSHES, GROUPS = "台账", "工作台", "推送", "群登记"
TITLES = {"week": "周报", "month": "月报", "quarter": "季报"}
SMALL = "咨询和评价的数，按过完的月份列，各镇街的和其中的按过完的季度列；少的不列，免得看出是谁。"


class Pushed(NamedTuple):
    """推送 that began in a span: how many, into how many groups they go, and where they have arrived."""

    notices: int
    total: int
    there: int


def paper_of(by: Actor, period: Period, window: str, district: District) -> Paper:
    """Of the whole district for the bureau and the auditor, of an office's own townships for an office."""
    towns = _towns(by)
    where = district.name if towns is None else "、".join(one.name for one in towns)
    return Paper(
        title=f"{where}{_called(period, window)}村（社区）法律顾问工作{TITLES[window]}",
        body=tuple(_body(by, period, where)),
        annexes=tuple(_annexes(by, period)) if towns is None else (),
        **(frame(district) if towns is None else _of_office(towns, district)),
    )


def _called(period: Period, window: str) -> str:
    """A week by its days and its year, which its own name leaves out."""
    if window != "week":
        return period.title
    until = in_digits(period.last)
    return f"{in_digits(period.first)}至{until.removeprefix(f'{period.first.year}年')}"


def pushed(by: Actor, period: Period) -> Pushed:
    """推送 of a span that somebody sees, in the groups that they see."""
    out = broadcasts.visible_to(by).filter(state=Notice.State.GOING)
    found = out.filter(go_on__gte=period.first, go_on__lt=period.after_last)
    sent = bringing.in_all(found, by)
    return Pushed(found.count(), sent.total, sent.there)


def registered(by: Actor) -> Size:
    """群 that are in use now, as the register counts them."""
    return register.size_of(register.listed(by, {}))


def _towns(by: Actor) -> list[Township] | None:
    """An office's own; None for who oversees all."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return None
    return list(places.townships().filter(pk__in=by.held(Role.JUDICIAL_OFFICE)))


def _of_office(towns: list[Township], district: District) -> dict[str, Any]:
    names = [f"{one.name}司法所" for one in towns]
    return {
        "addressee": f"{district.name}司法局",
        "signatures": tuple(Signature(one, seal=f"加盖{one}印章") for one in names),
        "note": DEMO if district.is_demo else "",
    }


def _body(by: Actor, period: Period, where: str) -> Iterator[Block]:
    found = numbers_of(by, Chosen(period))
    ends = ((period.first, "first"), (period.last, "last"))
    days = [Sourced(in_digits(one), LEDGER, key) for one, key in ends]
    yield saying(f"现将{literal(where)}{{}}至{{}}村（社区）法律顾问工作情况报告如下。", *days)
    yield Paragraph("服务情况", 1)
    served, all_ = serving.served(by, Month(period.first, period.after_last))
    facts = [Sourced(all_, DESK, "villages"), Sourced(served, DESK, "served"), Sourced(found.hours, LEDGER, "hours")]
    yield saying("现有村（社区）{}个，有服务的{}个；咨询以外的服务共{}小时。", *facts)
    yield _table(found.eight)
    yield _table(found.report)
    yield Paragraph("咨询答复", 1)
    yield _answers(answers(by, period))
    yield Paragraph(SMALL)
    yield Paragraph("群和推送", 1)
    sent = pushed(by, period)
    facts = [Sourced(value, PUSHES, f"pushed:{name}") for name, value in sent._asdict().items()]
    size = [Sourced(value, GROUPS, f"groups:{name}") for name, value in registered(by)._asdict().items()]
    yield saying("出报告的时候，登记在用的群{}个，群里共{}人。", *size)
    yield saying("发推送{}条，应到的群{}个次，已到{}个次。", *facts)
    yield Paragraph("日志核实和抽查", 1)
    looked = sampled(by, period)
    facts = [Sourced(value, SAMPLES, f"sampled:{name}") for name, value in looked._asdict().items()]
    yield saying("抽查{}次，抽到日志{}条，核了{}条，现在还对不上的{}条。", *facts)
    yield saying("出报告的时候，待核实的日志{}条。", Sourced(numbers.awaiting_review(by), DESK, "awaiting"))


def _answers(found: dict[str, int | float | str]) -> Paragraph:
    facts = {name: Sourced(value, DESK, f"answers:{name}") for name, value in found.items()}
    words, used = ["新咨询：{}"], [facts["asked"]]
    if "timely" in facts:
        words[0] = "新咨询{}条，首次答复时间的中位数{}小时，按时答复（条）：{}"
        used += [facts["hours"], facts["timely"]]
    words.append("收到评价{}份，其中满意（份）：{}" if "happy" in facts else "评价：{}")
    used += [facts["rated"], *([facts["happy"]] if "happy" in facts else [])]
    return saying("；".join(words) + "。", *used)


def _table(found: list[Figure]) -> Table:
    return paired(
        [
            (one.counter.title, Sourced(one.value, LEDGER, f"counter:{one.counter.key}"), one.counter.unit)
            for one in found
        ]
    )


def paired(cells: list[tuple[str, Sourced, str]]) -> Table:
    """Two numbers, each with its title and its unit, in a line."""
    filled = [*cells, *([("", "", "")] if len(cells) % 2 else [])]
    rows = tuple((*left, *right) for left, right in zip(filled[::2], filled[1::2], strict=True))
    return Table(("事项", "数", "单位") * 2, rows, (4, 3, 2) * 2)


def _annexes(by: Actor, period: Period) -> Iterator[Annex]:
    """The same by township, whose numbers do not add up where some are not told."""
    towns = list(places.townships())
    if not towns:
        return
    found = {one: numbers_of(by, Chosen(period, township=one.code)) for one in towns}
    eight: dict[Township, list[Figure | float]] = {
        one: [*numbers_.eight, numbers_.hours] for one, numbers_ in found.items()
    }
    yield Annex("各镇街服务情况（一）", (_by_town(eight, "服务时长（小时）"),), is_wide=True)
    report: dict[Township, list[Figure | float]] = {one: list(numbers_.report) for one, numbers_ in found.items()}
    yield Annex("各镇街服务情况（二）", (_by_town(report),), is_wide=True)


def _by_town(found: dict[Township, list[Figure | float]], hours: str = "") -> Table:
    some = [one.counter for one in next(iter(found.values())) if isinstance(one, Figure)]
    heads = ("镇街", *(f"{one.title}（{one.unit}）" for one in some), *([hours] if hours else []))
    rows = tuple((town.name, *(_cell(town, one) for one in figures)) for town, figures in found.items())
    return Table(heads, rows, (4, *(3 for _ in heads[1:])))


def _cell(town: Township, one: Figure | float) -> Sourced:
    if isinstance(one, Figure):
        return Sourced(one.value, LEDGER, f"town:{town.code}:{one.counter.key}")
    return Sourced(one, LEDGER, f"town:{town.code}:hours")
