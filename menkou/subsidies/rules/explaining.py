"""为什么是这个数: a line's amount in sentences, with every number on the way, so that it can be done again on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from menkou.subsidies.rules.facts import Facts, amount_of, days_in, would_be
from menkou.subsidies.rules.laying import (
    AGAIN,
    BACK,
    BASE,
    BONUS,
    CARRIED_IN,
    CARRIED_OUT,
    DEDUCTION,
    FACTOR,
    UNPAID,
)
from menkou.subsidies.rules.pricing import WHOLE, days_of, grown, worth
from menkou.subsidies.rules.serving import STOOD_IN
from menkou.subsidies.rules.standing import WHYS

POST: Final = {"A": "A岗", "B": "B岗"}
ADDED: Final = {DEDUCTION: "扣减", BONUS: "奖励"}


def yuan(fen: int) -> str:
    """1,234.50, with its sign where less than nothing."""
    return f"{'-' * (fen < 0)}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def coefficient(permille: int) -> str:
    """1.000."""
    return f"{permille // WHOLE}.{permille % WHOLE:03}"


def explain(facts: Facts) -> list[str]:
    """The sentences; the last one says what it comes to."""
    kind = facts["kind"]
    if "fen" in facts:
        return [*_counted_elsewhere(facts), f"这一行 {yuan(amount_of(facts))} 元。"]
    said = list(_rate(facts))
    if kind == UNPAID:
        said += _unpaid(facts)
    elif kind == FACTOR:
        said += _factor(facts)
    elif kind in (BACK, AGAIN):
        said += _corrected(facts)
    elif kind == BASE:
        said += [_served(facts), *_grown(facts, WHOLE)]
        said += [f"系数 {coefficient(facts['permille'])}，差额另有一行。"] * (facts["permille"] != WHOLE)
        said += ["这半年没有登记系数，按 1.000 算。"] * (not facts["factor"])
    return [*said, f"这一行 {yuan(amount_of(facts))} 元。"]


def _rate(facts: Facts) -> Iterator[str]:
    rate = facts["rate"]
    if not rate:
        return
    a = rate["yearly"] * rate["share_a"] // 100
    yield (
        f"{facts['village']}一年 {yuan(rate['yearly'])} 元（{_day(date.fromisoformat(rate['from']))}起，依据：{facts['source']}）。"
        f"A岗占 {rate['share_a']}%，一年 {yuan(a)} 元；B岗占 {100 - rate['share_a']}%，一年 {yuan(rate['yearly'] - a)} 元。"
    )


def _served(facts: Facts) -> str:
    post = POST[facts["post"]]
    how = f"替{post}" if facts["why"] == STOOD_IN else f"在{post}"
    return f"{facts['who']}（{facts['house']}）{_days(facts)}{how}，这些天的{post}补贴归{facts['who']}。"


def _grown(facts: Facts, permille: int) -> Iterator[str]:
    """The two numbers whose difference it is; of each year where days lie in two."""
    first, until = days_in(facts)
    for year in range(first.year, (until - timedelta(days=1)).year + 1):
        begin, end = max(first, date(year, 1, 1)), min(until, date(year + 1, 1, 1))
        before, after = ((day - date(year, 1, 1)).days for day in (begin, end))
        times = f" × {coefficient(permille)}" * (permille != WHOLE)
        low, high = (grown(facts["yearly"], permille, year, days) for days in (before, after))
        whole = f"{yuan(facts['yearly'])}{times}"
        yield (
            f"{year}年有 {days_of(year)} 天。到{_day(end - timedelta(days=1))}是第 {after} 天："
            f"{whole} × {after} ÷ {days_of(year)} = {yuan(high)} 元（不足一分的不算）；"
            f"前面 {before} 天是 {yuan(low)} 元；相减得 {yuan(high - low)} 元。"
        )


def _factor(facts: Facts) -> Iterator[str]:
    yield f"{facts['who']}这半年的系数是 {coefficient(facts['permille'])}（依据：{facts['factor']}）。"
    yield from _grown(facts, facts["permille"])
    plain, weighed = (worth(facts["yearly"], one, *days_in(facts)) for one in (WHOLE, facts["permille"]))
    yield f"不乘系数是 {yuan(plain)} 元，已经在前一行；{yuan(weighed)} − {yuan(plain)} = {yuan(weighed - plain)} 元。"


def _unpaid(facts: Facts) -> Iterator[str]:
    yield f"{_days(facts)}，{POST[facts['post']]}没有付：{WHYS[facts['why']]}。"
    if would_be(facts):
        yield f"有人在岗的话，这些天是 {yuan(would_be(facts))} 元。"
    if "was" in facts:
        yield f"原来的{facts['was']['line']}写的是{facts['was']['who']}，已经冲回。"


def _corrected(facts: Facts) -> Iterator[str]:
    was = facts.get("was") or facts
    if facts["kind"] == BACK:
        yield f"冲回{was['line']}里{_days(facts)}的部分：现在的记录和当时不一样了，这些天重新算在别的行里。"
        yield (
            f"当时{facts['who']}这些天按系数 {coefficient(facts['permille'])} 算：" if facts["who"] else "当时没有付。"
        )
    else:
        before = f"{was['who']}，系数 {coefficient(was['permille'])}" if was["who"] else f"没有付（{WHYS[was['why']]}）"
        yield f"重算：这些天原来写的是{before}，已经冲回{was['line']}里的这一部分。"
        yield _served(facts)
        yield f"系数 {coefficient(facts['permille'])}" + (f"（依据：{facts['factor']}）。" if facts["factor"] else "。")
    if facts["who"]:
        yield from _grown(facts, facts["permille"])


def _counted_elsewhere(facts: Facts) -> Iterator[str]:
    if facts["kind"] in ADDED:
        whom = f"{facts['who']}（{facts['house']}）" if facts["who"] else facts["house"]
        yield f"{ADDED[facts['kind']]}{whom} {yuan(abs(facts['fen']))} 元：{facts['reason']}（依据：{facts['source']}）。"
        yield f"{facts['made_by']}登记，{facts['decided_by']}同意。"
    elif facts["kind"] == CARRIED_OUT:
        yield f"{facts['house']}这一批合起来是 {yuan(-facts['fen'])} 元，不到零，这一批付 0 元，差额结转到下一批抵扣。"
    elif facts["kind"] == CARRIED_IN:
        yield f"{facts['house']}从{facts['line']}结转下来的，在这一批抵扣。"


def _days(facts: Facts) -> str:
    first, until = days_in(facts)
    last, count = until - timedelta(days=1), (until - first).days
    return f"{_day(first)}一天" if count == 1 else f"{_day(first)}到{_day(last)}，共 {count} 天，"


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
