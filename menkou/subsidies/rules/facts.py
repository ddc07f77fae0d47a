"""All that a line's amount was made of, kept beside it; from these numbers alone it is made again, to the same fen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from menkou.subsidies.rules.laying import BACK, BASE, FACTOR, HOLDING, Drawn
from menkou.subsidies.rules.pricing import WHOLE, worth
from menkou.subsidies.rules.standing import Span

Facts = dict[str, Any]


def facts_of(line: Drawn, village: str, names: Mapping[str, str], sources: Mapping[str, str], about: str = "") -> Facts:
    """Of a line about days; `about` says which line it takes back or comes after."""
    said = {"kind": line.kind, "village": village, "post": line.post, **_span(line.span, names, sources)}
    if line.was:
        days = {"first": line.span.first.isoformat(), "until": line.span.until.isoformat()}
        said["was"] = {**_span(line.was, names, sources), **days, "line": about}
    return said


def _span(span: Span, names: Mapping[str, str], sources: Mapping[str, str]) -> Facts:
    rate = span.rate
    return {
        "first": span.first.isoformat(),
        "until": span.until.isoformat(),
        "who": names.get(span.stand.who, ""),
        "house": names.get(span.stand.house, ""),
        "yearly": span.stand.yearly,
        "would": span.would,
        "permille": span.stand.permille,
        "why": span.why,
        "factor": sources.get(span.factor, ""),
        "rate": rate and {"yearly": rate.yearly, "share_a": rate.share_a, "from": rate.first.isoformat()},
        "source": sources.get(rate.key, "") if rate else "",
    }


def amount_of(facts: Facts) -> int:
    """The fen that these facts come to."""
    kind = facts["kind"]
    if "fen" in facts:  # what was not counted by days
        return int(facts["fen"])
    if kind == BACK:
        return -_worth(facts, facts["permille"])
    if kind == FACTOR:
        return _worth(facts, facts["permille"]) - _worth(facts, WHOLE)
    return _worth(facts, WHOLE if kind == BASE else facts["permille"]) if kind in HOLDING and facts["who"] else 0


def would_be(facts: Facts) -> int:
    """What days that are nobody's would have come to."""
    return worth(facts["would"], WHOLE, *days_in(facts)) if facts["would"] and not facts["who"] else 0


def days_in(facts: Facts) -> tuple[date, date]:
    """From a day until another."""
    return date.fromisoformat(facts["first"]), date.fromisoformat(facts["until"])


def _worth(facts: Facts, permille: int) -> int:
    return worth(facts["yearly"], permille, *days_in(facts))
