"""得分: another score of an item counts from now on, and its sheet is added up again; no score is ever changed."""

from typing import Any
from uuid import UUID

from menkou.assessments import queries
from menkou.assessments.cycling.drawing import Drawing, add_up, measured_of, score_of
from menkou.assessments.measuring.records import Measured
from menkou.assessments.models import Cycle, SchemeItem, Score, Sheet
from menkou.assessments.rules.items import Fact, Scored, scored
from menkou.assessments.rules.schemes import Line, Scheme
from menkou.core import clock
from menkou.core.actors import Actor

VOICES = ("committee", "residents")
RESULTS = ("points", "words", "grade", "coefficient")


def add(
    sheet: Sheet, item: SchemeItem, fact: Fact, by: Actor, *, rows: tuple[str, tuple[UUID, ...]] = ("", ()), **more: Any
) -> Score:
    """A score by a person, of what they found."""
    return _added(sheet, item, Measured(fact, *rows), by, **more)


def rows_like(score: Score) -> tuple[str, tuple[UUID, ...]]:
    """What another score was counted from."""
    return score.rows_of, tuple(queries.rows_in(score))


def worth(sheet: Sheet, item: SchemeItem, fact: Fact) -> Scored:
    """What an item of a sheet would give for a fact."""
    return scored(_line(queries.rules_of(sheet.scheme), item).item, fact)


def hear_voices(cycle: Cycle) -> None:
    """What villages and residents said until now stands in the place of what was there when the sheets were drawn up.

    The same few questions for any number of sheets; whoever calls holds the cycle, so that nobody scores meanwhile.
    """
    drawing, now = Drawing.of(cycle), clock.now()
    fresh: list[Score] = []
    sheets: dict[UUID, Sheet] = {}
    rules = _ByScheme()
    for score in queries.scores_by(cycle, VOICES):
        one = measured_of(drawing, score.sheet, score.item)
        if one.fact == queries.fact_of(score):
            continue
        sheet = sheets.setdefault(score.sheet_id, score.sheet)
        said = scored(_line(rules.of(sheet), score.item).item, one.fact)
        fresh.append(score_of(sheet, score.item, said, one, number=score.number + 1, made_at=now))
    Score.objects.bulk_create(fresh)
    _add_up_again(sheets, rules)


class _ByScheme(dict[UUID, Scheme]):
    """Rules by their scheme, each looked up once."""

    def of(self, sheet: Sheet) -> Scheme:
        if sheet.scheme_id not in self:
            self[sheet.scheme_id] = queries.rules_of(sheet.scheme)
        return self[sheet.scheme_id]


def _add_up_again(sheets: dict[UUID, Sheet], rules: _ByScheme) -> None:
    scores: dict[UUID, list[Scored]] = {}
    for one in queries.scores_of_all(sheets.values()):
        scores.setdefault(one.sheet_id, []).append(Scored(one.points, one.is_counted, one.words))
    for pk, sheet in sheets.items():
        add_up(sheet, rules.of(sheet), scores[pk])
    Sheet.objects.bulk_update(sheets.values(), RESULTS, batch_size=200)


def _added(sheet: Sheet, item: SchemeItem, one: Measured, by: Actor, **more: Any) -> Score:
    Sheet.objects.select_for_update().get(pk=sheet.pk)  # one after another
    rules = queries.rules_of(sheet.scheme)
    number = Score.objects.filter(sheet=sheet, item=item).count() + 1
    facts = {"number": number, "made_at": clock.now(), "made_by_id": by.user_id, **more}
    made = score_of(sheet, item, scored(_line(rules, item).item, one.fact), one, **facts)
    made.save(force_insert=True)
    add_up(sheet, rules, [Scored(each.points, each.is_counted, each.words) for each in queries.scores_of(sheet)])
    sheet.save(update_fields=RESULTS)
    return made


def _line(rules: Scheme, item: SchemeItem) -> Line:
    return next(line for line in rules.lines if line.item.key == item.key)
