"""How a consequence reads: whom it is about, how it stands, and what happened to it, in the order of time."""

from datetime import date, datetime
from typing import Any, NamedTuple

from menkou.assessments.following import seats
from menkou.assessments.following.queries import READ_ALL
from menkou.assessments.models import Consequence
from menkou.core import clock
from menkou.core.actors import Actor, Role

Kind, State = Consequence.Kind, Consequence.State


class Standing(NamedTuple):
    """Shape and word of components/_state.html."""

    state: str
    word: str


def who(one: Consequence) -> str:
    """陈明（红花律师事务所）, or an institution."""
    return f"{one.registration.adviser.name}（{one.institution.name}）" if one.registration else one.institution.name


def sum_in_words(fen: int) -> str:
    return f"{fen / 100:,.2f} 元".replace(".00 元", " 元")


def standing(one: Consequence) -> Standing:
    """What is next, and by when."""
    if one.state == State.FOUND:
        return Standing("due", "等告知")
    if one.state == State.TOLD:
        if one.statement:
            return Standing("due", "陈述过了，等决定")
        over = one.answer_until is None or one.answer_until <= clock.now()
        return Standing("due", "没有陈述，等决定") if over else Standing("planned", f"陈述到 {_day(one.answer_until)}")
    if one.state == State.DECIDED:
        return _decided(one)
    words: dict[bool | None, str] = {True: "整改合格", False: "整改不合格"}
    return Standing("done" if one.state == State.DONE else "none", words.get(one.is_mended, one.get_state_display()))


def _decided(one: Consequence) -> Standing:
    if one.kind == Kind.NOTICE:
        stands = one.ends_on and one.ends_on > clock.today()
        return Standing("planned" if stands else "due", f"通报到 {_day(one.ends_on)}" if stands else "到期撤了，等办结")
    if one.carry_out_until is None:
        return Standing("due", "等办")
    late = one.carry_out_until < clock.today()
    return Standing("overdue" if late else "planned", f"办到 {_day(one.carry_out_until)}" + ("，过了" if late else ""))


def is_by_complaint(one: Consequence) -> bool:
    return one.trigger == Consequence.Trigger.COMPLAINT


def opened_in_words(one: Consequence, by: Actor) -> str:
    """The day. Of a complaint, which opens a case the moment it ends, the month alone: the day would tell which it was."""
    if is_by_complaint(one) and not by.has_role(*READ_ALL):
        return f"{one.opened_at.astimezone(clock.SHANGHAI):%Y年%-m月}"
    return _day(one.opened_at)


def events(one: Consequence, by: Actor) -> list[dict[str, str]]:
    """For components/_timeline.html; who of the bureau did it, for those who answer for it."""
    named = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)

    def event(at: datetime | None, title: str, text: str, person: Any = None) -> dict[str, str]:
        mark = f"（{person.name}）" if person and named else ""
        return {"when": clock.to_the_minute(at) if at else "", "title": f"{title}{mark}", "text": text}

    opened = event(one.opened_at, "立了" if one.opened_by else "按规则立了", one.facts, one.opened_by)
    parts = [
        opened | {"when": opened_in_words(one, by)} if is_by_complaint(one) else opened,
        event(one.told_at, "告知", _proposed(one), one.told_by),
        event(one.stated_at, "陈述申辩", one.statement, one.stated_by),
        event(one.fell_away_at, "不再处理", one.decision_note),
        event(one.decided_at, _how_decided(one), f"{one.decision_note}{_decided_posts(one)}", one.decided_by),
        event(one.ordered_at, "开始换人", f"从 {_day(one.replace_from)}起不再派。", one.ordered_by),
        event(one.done_at, standing(one).word, one.done_note, one.done_by),
    ]
    return [one for one in parts if one["when"]]


def _proposed(one: Consequence) -> str:
    more = [f"拟扣 {sum_in_words(one.told_fen)}。"] if one.told_fen else []
    if one.scope:
        more.append(f"通报范围：{one.get_scope_display()}。")
    if one.kind == Kind.REPLACE and not one.villages:
        more.append("换他的全部岗位。")
    if posts := seats.in_words(seats.told(one)) if one.kind == Kind.REPLACE else "":
        more.append(f"涉及的岗位：{posts}。")
    return " ".join([one.proposed, *more])


def _decided_posts(one: Consequence) -> str:
    is_to_change = one.kind == Kind.REPLACE and one.state in (State.DECIDED, State.DONE)
    posts = seats.in_words(seats.decided(one)) if is_to_change else ""
    return f" 决定时在任：{posts}。" if posts else ""


def _how_decided(one: Consequence) -> str:
    if one.state == State.DROPPED:
        return "决定不予处理" if one.told_at else "没有告知，不予处理"
    return f"决定{one.get_kind_display()}" + (f" {sum_in_words(one.fen)}" if one.fen else "")


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    return clock.in_words(moment.astimezone(clock.SHANGHAI).date() if isinstance(moment, datetime) else moment)
