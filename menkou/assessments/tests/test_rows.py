"""数从哪来: as many rows as were counted, of each kind; consultations without a word that leads to a person."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from menkou.assessments import queries, rows
from menkou.assessments.measuring import MEASURED, measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Score
from menkou.broadcasts.models import Delivery, Notice
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.engagements.models import Contract, MissedDuty
from menkou.groups.models import Group
from menkou.occasions.models import Occasion
from menkou.postings.models import Posting
from menkou.worklogs.models import Check, Draw, Entry
from menkou.worklogs.rules.periods import Period
from tests.counting import at_most

HALF = Period.called("2026-h1")
DAY = date(2026, 5, 6)
MAY = datetime(2026, 5, 6, 9, tzinfo=clock.SHANGHAI)
MOMENT = {"happens_at": MAY, "registered_at": MAY, "invited_at": MAY - timedelta(days=7)}


@pytest.fixture
def happened(village, chen, lin, bureau, second, adviser_a, ask, resident):
    """Something of every kind that is counted."""
    for _ in range(6):
        ask(by=resident)  # before Chen's post ends
    for number, kind in enumerate(("meeting", "election", "contract", "dispute")):
        facts = {"title": "王家的事", "opinion": "可以签。", "opined_at": MAY, "opined_by_id": adviser_a.user_id}
        Occasion.objects.create(
            village=village, kind=kind, invited=chen, once_digest=UUID(int=number).bytes, **facts, **MOMENT
        )
    entry = {"village": village, "author": chen, "done_on": DAY, "minutes": 90}
    logged = [Entry.objects.create(kind=kind, **entry) for kind in ("lecture", "mediation", "consultation")]
    _checked(logged[1], village, bureau)
    _contracted(village, chen, bureau)
    _pushed(village, chen, bureau, second)
    asked_at = MAY - timedelta(days=1)
    Consultation.objects.update(due_at=MAY, first_answered_at=MAY, answered_at=MAY, asked_at=asked_at)


def _checked(entry, village, bureau) -> None:
    facts = {"period": "2026-05", "seed": b"s" * 32, "population": entry.pk.bytes, "digest": b"d" * 32, "count": 1}
    shares = {"percent": 10, "per_adviser": 2, "drawn_at": MAY, "drawn_by_id": bureau.user_id}
    draw = Draw.objects.create(township=village.township, number=1, **facts, **shares)
    found = {"result": "differs", "how": "called", "note": "x", "checked_at": MAY, "checked_by_id": bureau.user_id}
    ended = {"ending": "returned", "ended_at": MAY, "ended_by_id": bureau.user_id}
    Check.objects.create(draw=draw, entry=entry, **found, **ended)


def _contracted(village, chen, bureau) -> None:
    facts = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1), "signed_on": date(2026, 1, 5)}
    contract = Contract.objects.create(village=village, institution=chen.institution, **facts)
    MissedDuty.objects.create(contract=contract, day=DAY, what="值班", recorded_at=MAY, recorded_by_id=bureau.user_id)
    Posting.objects.filter(registration=chen).update(valid_until=date(2026, 6, 20))


def _pushed(village, chen, bureau, second) -> None:
    group = Group.objects.create(level="village", name="红花村群", village=village, registration=chen)
    by = {"made_by_id": bureau.user_id, "made_at": MAY, "approved_by_id": second.user_id, "approved_at": MAY}
    facts = {"kind": "notice", "title": "防骗", "text": "别信。", "levels": ["village"], "go_on": DAY}
    notice = Notice.objects.create(state="going", **facts, **by)
    Delivery.objects.create(notice=notice, group=group, means="hand")


def fresh(sheet, measure, subject="adviser"):
    """What a measure counts of somebody, as a score that is not kept."""
    records = Records(HALF)
    found = measured(subject, measure, records)
    whom = sheet.registration_id if subject == "adviser" else next(iter(found))
    one = found[whom]
    item = queries.scores_of(sheet)[0].item
    packed = b"".join(pk.bytes for pk in one.rows)
    return one, Score(
        sheet=sheet, item=item, rows_of=one.rows_of, rows=packed, done=one.fact.done, asked=one.fact.asked
    )


COUNTED = {  # measure of an adviser: which number of the sheet its rows are as many as
    "meetings": 2,
    "contracts": 1,
    "disputes": 1,
    "lectures": 1,
    "hours": 2,
    "visits": 2,
    "pushes": 1,
    "checks": 1,
    "answers": 6,
}


@pytest.mark.parametrize(("measure", "count"), COUNTED.items())
def test_there_are_as_many_rows_as_were_counted(happened, sheet, bureau, measure, count):
    one, score = fresh(sheet, measure)

    found = rows.behind(bureau, score)

    assert (found.count, len(found.readable), found.closed) == (count, count, 0)
    if measure not in ("hours", "visits"):
        assert count == (one.fact.done if measure in ("checks", "lectures") else one.fact.asked)
    assert all(len(row.cells) == len(found.columns) for row in found.readable)


@pytest.mark.parametrize(("measure", "count"), [("missed", 1), ("signed", 1), ("filled", 1), ("checks", 1)])
def test_an_institutions_numbers_open_as_many_rows(happened, sheet, bureau, measure, count):
    one, score = fresh(sheet, measure, "institution")

    assert rows.behind(bureau, score).count == count == len(one.rows)


def test_what_a_village_told_opens_its_affairs_without_the_title_of_a_dispute(happened, sheet, bureau):
    _, score = fresh(sheet, "seen", "village")

    found = rows.behind(bureau, score)

    assert found.count == 4
    assert [row.cells[3] for row in found.readable if row.cells[2] == "矛盾纠纷"] == [""]


def test_what_somebody_may_not_open_is_a_row_without_words(happened, sheet, office_next_door, director, office):
    _, entries = fresh(sheet, "hours")
    _, checks = fresh(sheet, "checks")

    assert (rows.behind(office_next_door, entries).readable, rows.behind(office_next_door, entries).closed) == ([], 2)
    assert rows.behind(director, entries).closed == 0
    assert rows.behind(office, checks).closed == 0


def test_consultations_are_a_reference_a_month_and_a_word_in_the_order_of_references(happened, sheet, bureau):
    Consultation.objects.filter(pk=Consultation.objects.order_by("pk")[0].pk).update(
        first_answered_at=None, answered_at=None
    )
    _, score = fresh(sheet, "answers")

    found = rows.behind(bureau, score)

    references = [row.cells[0] for row in found.readable]
    assert references == sorted(references)
    assert {row.cells[1:] for row in found.readable} == {("2026年5月", "按时"), ("2026年5月", "没有按时")}
    assert {row.page for row in found.readable} == {""}


def test_an_erased_consultation_is_counted_and_not_named(happened, sheet, bureau):
    _, score = fresh(sheet, "answers")
    pk = queries.rows_in(score)[0]
    entry = Entry.objects.get(kind="consultation")
    gone = {"state": "closed", "closed_at": MAY, "category": "land", "minutes": 5, "erased_at": MAY, "entry": entry}
    Consultation.objects.filter(pk=pk).update(**gone)

    found = rows.behind(bureau, score)

    assert (len(found.readable), found.closed, found.count) == (5, 1, 6)


def test_few_consultations_are_not_listed_at_all(happened, sheet, bureau):
    _, score = fresh(sheet, "answers")
    score.rows = bytes(score.rows)[: 4 * queries.WIDTH]

    found = rows.behind(bureau, score)

    assert found.is_too_few
    assert (found.readable, found.closed) == ([], 0)


def test_a_number_without_rows_opens_none(happened, sheet, bureau):
    _, score = fresh(sheet, "complaints")

    assert rows.behind(bureau, score) is None


def test_every_kind_of_rows_that_is_counted_can_be_read(happened, sheet, bureau):
    records = Records(HALF)
    kinds = {one.rows_of for subject, key in MEASURED for one in measured(subject, key, records).values()}

    assert kinds - {""} <= set(rows.KINDS)
    with at_most(16):
        rows.behind(bureau, fresh(sheet, "answers")[1])
