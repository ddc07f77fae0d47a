"""menkou assess: what a half-year's assessment says, computed again; the same bytes wherever and whenever it is asked.

For a locked one the digest that was stored when it was locked is compared, and what each sheet holds; where it differs,
it says so and exits 1.
"""

import re
from typing import Annotated, Any

import typer

from menkou.command import database, home
from menkou.command.naming import district_named
from menkou.command.problems import Problem

HALF = re.compile(r"(20\d\d)-?[hH]([12])")
CHANGED = "{cycle}有 {count} 张考核表上的分、等次或者系数和重算的不一样：记录被改过。请交给系统运维和区司法局查。"
DIFFERS = "{cycle}锁定时的摘要和现在重算的对不上：记录被改过。请把两份结果交给系统运维和区司法局查。"


def assess(
    period: Annotated[str, typer.Option(help="哪个半年，例如 2026H1。")],
    district: Annotated[str, typer.Option(help="区县的网址名。")] = "yanzhou",
    as_json: Annotated[bool, typer.Option("--json", help="给程序看的输出：全部分数和依据，每次一字不差。")] = False,
) -> None:
    """半年考核：重算一个半年的结果；锁定了的，和锁定时的摘要核对。"""
    said = HALF.fullmatch(period.strip())
    if said is None:
        raise Problem(f"{period} 不是半年，请按 2026H1、2026-h2 这样写。")
    database.ensure(home.installed())
    database.set_up_django()
    cycle, told, differing = _told(district, f"{said[1]}-h{said[2]}")
    from menkou.assessments.rules import canonical

    made = canonical.bytes_of(told)
    if as_json:
        out = typer.get_binary_stream("stdout")
        out.write(made)
        out.flush()
    else:
        _show(cycle, told, canonical.digest_of(told))
    if cycle.digest is not None and bytes(cycle.digest) != canonical.digest_of(told):
        raise Problem(DIFFERS.format(cycle=cycle))
    if cycle.digest is not None and differing:
        raise Problem(CHANGED.format(cycle=cycle, count=differing))


def _told(district: str, key: str) -> tuple[Any, dict[str, Any], int]:
    """The cycle, all that it says, and how many sheets hold something else. Raises Problem where there is none."""
    from menkou.assessments.cycling import locking
    from menkou.assessments.queries import cycle_called
    from menkou.core.scope import within

    found = district_named(district)
    with within(found.pk):
        cycle = cycle_called(key)
        if cycle is None:
            raise Problem(f"{found.name}没有考核过 {key}，请区司法局在“半年考核”里开始。")
        told = locking.told(cycle)
        return cycle, told, locking.differing(cycle, told)


def _show(cycle: Any, told: dict[str, Any], digest: bytes) -> None:
    """Print it for people: how many of each grade, of each kind; no name, and no order of them."""
    from collections import Counter

    from menkou.assessments.models import Subject

    typer.echo(f"{cycle}：{cycle.get_state_display()}，{len(told['sheets'])} 张考核表。")
    for subject in Subject:
        grades = Counter(one["grade"] for one in told["sheets"] if one["subject"] == subject.value)
        if grades:
            said = "，".join(f"{grade} {count}" for grade, count in sorted(grades.items()))
            typer.echo(f"  {subject.label}：{said}")
    typer.echo(f"重算的摘要：{digest.hex()}")
    if cycle.digest is not None:
        typer.echo(f"锁定时的摘要：{bytes(cycle.digest).hex()}")
