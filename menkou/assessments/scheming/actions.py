"""起草、改、定、不用. A draft may say anything; only what can hold is adopted, and what is adopted never changes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from menkou.assessments import policies, queries
from menkou.assessments.models import Cycle, Scheme, SchemeGrade, SchemeItem
from menkou.assessments.rules.schemes import SOURCES, Grade, Line, fault
from menkou.assessments.rules.schemes import Scheme as Rules
from menkou.assessments.rules.shipped import SHIPPED
from menkou.core import clock, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District
from menkou.worklogs.rules.periods import Period

NO_DRAFT = "这一份已经定了，或者不用了，不能再改；要改，请从它再起草一份。"
CHANGED = "刚才有人改过这一份，请看过新的再定。"
NOT_DROPPED = "这一份没有放下，不用再拿起来。"
NO_FIRST_DAY = "只能从一个半年的第一天起用：1 月 1 日，或者 7 月 1 日。"
ASSESSED = "从这一天起的半年，有的已经开始考核了，不能再换办法，请选以后的半年。"
SAME_DAY = "从这一天起已经有一份定下来的办法了，请换一个日子。"


@action(policies.organise, audit="assessment.scheme_begun")
def begin(*, by: Actor, district: District, like: str) -> Scheme:
    """起草, from what is shipped under a key. Raises Invalid for a key that is none."""
    if like not in SHIPPED:
        raise Invalid("请选从哪一份起草。")
    shipped = SHIPPED[like]
    facts = {"subject": shipped.subject, "title": shipped.title, "source": shipped.source, "is_proposal": True}
    return _laid_down(Scheme(**facts, **_by(by)), shipped.scheme, shipped.standards)


@action(policies.change_scheme, audit="assessment.scheme_copied")
def copy(*, by: Actor, scheme: Scheme) -> Scheme:
    """再起草一份, from one that is there, in the name of whoever does it."""
    standards = dict(scheme.items.values_list("key", "standard"))
    facts = {"subject": scheme.subject, "title": scheme.title, "source": scheme.source}
    made = Scheme(**facts, is_proposal=scheme.is_proposal, **_by(by))
    return _laid_down(made, queries.rules_of(scheme), standards)


@action(policies.change_scheme, audit="assessment.scheme_changed")
def change(
    *,
    by: Actor,
    scheme: Scheme,
    edition: int,
    rules: Rules,
    standards: dict[str, str],
    title: str = "",
    source: str = "",
) -> Scheme:
    """改: the whole draft anew, where nobody changed it meanwhile; without a title or a source, as they were.

    It is in the name of whoever changed it last, so that somebody else adopts it. Raises Conflict.
    """
    facts: dict[str, Any] = {"cap": rules.cap, "weights": _weights(rules), "edition": edition + 1}
    facts |= {name: said for name, said in (("title", title), ("source", source)) if said}
    whose = {"made_by": by.user_id, "made_at": clock.now(), "is_proposal": False}
    found = Scheme.objects.filter(pk=scheme.pk, adopted_at=None, dropped_at=None, edition=edition)
    if not found.update(**facts, **whose):
        raise Conflict(CHANGED if Scheme.objects.filter(pk=scheme.pk, adopted_at=None, dropped_at=None) else NO_DRAFT)
    scheme.refresh_from_db()
    scheme.items.all().delete()
    scheme.grades.all().delete()
    _lay_lines(scheme, rules.lines, standards)
    _lay_grades(scheme, rules.grades)
    return scheme


@action(policies.adopt_scheme, audit="assessment.scheme_adopted")
def adopt(*, by: Actor, scheme: Scheme, edition: int, valid_from: date, source: str = "") -> Scheme:
    """定下来, by somebody who did not write it: for half-years that begin on or after a day, with what it rests on.

    Raises Invalid where it cannot hold, with the reason; Conflict where it was changed meanwhile, a day has one, or a
    half-year that it would be for is being assessed already.
    """
    if why := fault(queries.rules_of(scheme), scheme.subject):
        raise Invalid(why)
    if Period.of(valid_from, "half_year").first != valid_from:
        raise Invalid(NO_FIRST_DAY)
    turns.wait_for("assessments")  # whoever opens a half-year meanwhile is asked about, or waits for this one
    if any(one.span and one.span.first >= valid_from for one in Cycle.objects.all()):
        raise Conflict(ASSESSED)
    version = 1 + Scheme.objects.filter(subject=scheme.subject, version__isnull=False).count()
    facts = {"adopted_at": clock.now(), "adopted_by": by.user_id, "version": version, "valid_from": valid_from}
    named = {"source": source.strip()} if source.strip() else {}
    found = Scheme.objects.filter(pk=scheme.pk, adopted_at=None, dropped_at=None, edition=edition)
    try:
        with transaction.atomic():
            done = found.update(**facts, **named)
    except IntegrityError as problem:
        raise Conflict(SAME_DAY) from problem
    if not done:
        raise Conflict(CHANGED)
    scheme.refresh_from_db()
    return scheme


@action(policies.change_scheme, audit="assessment.scheme_dropped")
def drop(*, by: Actor, scheme: Scheme) -> Scheme:
    """不用了: a draft that nobody goes on with. Raises Conflict where it was adopted or dropped before."""
    found = Scheme.objects.filter(pk=scheme.pk, adopted_at=None, dropped_at=None)
    if not found.update(dropped_at=clock.now(), dropped_by=by.user_id):
        raise Conflict(NO_DRAFT)
    scheme.refresh_from_db()
    return scheme


@action(policies.change_scheme, audit="assessment.scheme_taken_up")
def take_up(*, by: Actor, scheme: Scheme) -> Scheme:
    """撤销“不用了”: the draft is there again, as it was. Raises Conflict where it was not dropped."""
    if not Scheme.objects.filter(pk=scheme.pk, dropped_at__isnull=False).update(dropped_at=None, dropped_by=None):
        raise Conflict(NOT_DROPPED)
    scheme.refresh_from_db()
    return scheme


@action(policies.read_schemes, audit="assessment.trial_taken", count=int)
def take_trial(*, by: Actor, scheme: Scheme, rows: int) -> int:
    """A test run is printed, or taken out as Excel: so many people stand in it."""
    return rows


def _by(by: Actor) -> dict[str, Any]:
    return {"made_at": clock.now(), "made_by_id": by.user_id}


def _laid_down(made: Scheme, rules: Rules, standards: dict[str, str]) -> Scheme:
    made.cap, made.weights = rules.cap, _weights(rules)
    made.save(force_insert=True)
    _lay_lines(made, rules.lines, standards)
    _lay_grades(made, rules.grades)
    return made


def _weights(rules: Rules) -> list[int]:
    return [rules.weights.get(one, 0) for one in SOURCES] if rules.weights else []


def _lay_lines(made: Scheme, lines: Sequence[Line], standards: dict[str, str]) -> None:
    SchemeItem.objects.bulk_create(
        SchemeItem(
            scheme=made,
            order=number,
            key=line.item.key,
            title=line.item.title,
            standard=standards.get(line.item.key, ""),
            source=line.source,
            kind=line.item.kind,
            measure=line.measure,
            most=line.item.most,
            step=line.item.step,
            least=line.item.least,
        )
        for number, line in enumerate(lines, 1)
    )


def _lay_grades(made: Scheme, grades: Sequence[Grade]) -> None:
    SchemeGrade.objects.bulk_create(
        SchemeGrade(scheme=made, title=one.title, least=one.least, coefficient=one.coefficient, opens=list(one.opens))
        for one in grades
    )
