"""A batch goes from one person to another, and then stays as it is; what was wrong is put right by new lines."""

from datetime import date, timedelta

import pytest
import time_machine

from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.engagements.models import Contract
from menkou.postings.models import Posting
from menkou.subsidies import actions, queries
from menkou.subsidies.models import Batch, Line, Payment
from menkou.subsidies.rules.facts import amount_of
from menkou.subsidies.rules.pricing import worth
from menkou.subsidies.terms import actions as terms
from menkou.subsidies.tests.conftest import amounts, work
from tests.cast import LONG_AGO
from tests.counting import at_most

A, B = 350_000, 150_000
HALF = (date(2026, 1, 1), date(2026, 7, 1))
DAY = timedelta(days=1)
AWAY = (date(2026, 3, 2), date(2026, 3, 12))
pytestmark = pytest.mark.usefixtures("half_year")


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        yield


def of_half(yearly: int, permille: int = 1000) -> int:
    return worth(yearly, permille, *HALF)


def test_a_half_year_comes_to_what_the_rate_says_for_who_served(draw):
    batch = draw()

    assert amounts(batch) == [("base", "A", "陈明", of_half(A)), ("base", "B", "林芳", of_half(B))]
    assert (batch.stage, batch.fen, batch.lines_count, batch.done) == ("draft", of_half(A) + of_half(B), 2, batch.total)


def test_while_a_is_away_the_money_of_a_is_the_stand_in_s(draw, away, chen):
    away(chen, *AWAY)
    found = amounts(draw())

    assert [row[:3] for row in found] == [
        ("base", "A", "陈明"),
        ("base", "A", "林芳"),
        ("base", "A", "陈明"),
        ("base", "B", "林芳"),
    ]
    assert sum(row[3] for row in found) == of_half(A) + of_half(B)
    assert found[1][3] == worth(A, 1000, *AWAY)


def test_days_without_anybody_are_put_down_as_not_paid_and_why(draw, lin):
    Posting.objects.filter(registration=lin).update(valid_until=HALF[0] + 31 * DAY)
    unpaid = Line.objects.get(batch=draw(), kind="unpaid")

    assert (unpaid.post, unpaid.first_day, unpaid.fen) == ("B", HALF[0] + 31 * DAY, 0)
    assert (unpaid.facts["why"], unpaid.institution) == ("vacant", None)


def test_a_draft_of_a_contract_binds_nobody(draw):
    Contract.objects.update(stage="draft")

    assert [row[0] for row in amounts(draw())] == ["unpaid", "unpaid"]


def test_only_a_period_that_is_over_is_drawn_up_and_one_at_a_time(draw, bureau, district):
    for wrong in ("2026-h2", "2026-09", "2026-q1", "2026", "nonsense"):
        with pytest.raises(Invalid):
            actions.begin(by=bureau, district=district, period=wrong)
    draw()
    with pytest.raises(Conflict, match="一批没有走完"):
        actions.begin(by=bureau, district=district, period="2026-08")
    assert Batch.objects.count() == 1


def test_two_persons_take_a_batch_through_and_finance_pays_it_once(draw, bureau, second):
    batch = draw()
    actions.put_forward(by=bureau, batch=batch)
    actions.check(by=second, batch=batch, seen=batch.attempt)
    with pytest.raises(Conflict, match="还没有交财务"):
        actions.pay(by=bureau, batch=batch, paid_on=clock.today())
    actions.hand_on(by=bureau, batch=batch, digest=b"d" * 32)
    with pytest.raises(Invalid):
        actions.pay(by=bureau, batch=batch, paid_on=clock.today() + DAY)
    actions.pay(by=bureau, batch=batch, paid_on=clock.today(), note="0910")
    with pytest.raises(Conflict, match="记过付款"):
        actions.pay(by=second, batch=batch, paid_on=clock.today())

    said = set(AuditEntry.objects.values_list("what", flat=True))
    assert {"subsidies.batch_checked", "subsidies.batch_handed_on", "subsidies.batch_paid"} <= said
    assert Payment.objects.get().batch == batch


@pytest.mark.parametrize("who", ["bureau", "auditor", "office", "director", "adviser_a"])
def test_nobody_checks_what_they_drew_up_and_no_other_role_does(request, draw, bureau, who):
    batch = draw()
    actions.put_forward(by=bureau, batch=batch)
    with pytest.raises(Refused, match="另一个人复核"):
        actions.check(by=request.getfixturevalue(who), batch=batch, seen=batch.attempt)


def test_whoever_put_it_forward_does_not_check_it_either(draw, bureau, second):
    batch = draw(by=bureau)
    actions.put_forward(by=second, batch=batch)
    for by in (bureau, second):
        with pytest.raises(Refused):
            actions.check(by=by, batch=batch, seen=batch.attempt)


def test_what_was_drawn_up_anew_since_it_was_seen_is_not_checked(draw, bureau, second):
    batch = draw()
    seen = batch.attempt
    actions.draw_anew(by=bureau, batch=batch)
    work(batch)
    actions.put_forward(by=bureau, batch=batch)

    with pytest.raises(Conflict, match="变动"):
        actions.check(by=second, batch=batch, seen=seen)


def test_what_comes_back_can_be_drawn_up_anew_or_dropped_and_its_days_again(draw, bureau, second, away, chen):
    batch = draw()
    actions.put_forward(by=bureau, batch=batch)
    actions.send_back(by=second, batch=batch, note="陈明三月请过假")
    away(chen, *AWAY)
    actions.draw_anew(by=bureau, batch=batch)
    assert len(amounts(work(batch))) == 4
    actions.drop(by=bureau, batch=batch)

    assert not Line.objects.exists()
    assert str(draw()) == "2026年上半年第2批"


def test_a_late_record_is_put_right_by_lines_of_the_next_batch(checked, draw, away, chen, lin):
    first = checked()
    before = amounts(first)
    away(chen, *AWAY)
    found = [row for row in amounts(draw("2026-07")) if row[0] in ("back", "again")]

    moved = worth(A, 1000, *AWAY)
    assert found == [("back", "A", "陈明", -moved), ("again", "A", "林芳", moved)]
    assert amounts(first) == before
    again = Line.objects.get(kind="again")
    assert (again.about.batch, again.turn, again.after, again.first_day) == (first, 1, 0, AWAY[0])


def test_what_was_put_right_stays_so_until_the_record_changes_again(checked, draw, away, chen):
    checked()
    absence = away(chen, *AWAY)
    checked("2026-07")
    assert [row[0] for row in amounts(checked("2026-08"))] == ["base", "base"]
    absence.delete()

    with time_machine.travel("2026-10-10 10:00+08:00", tick=False):
        found = [row for row in amounts(draw("2026-09")) if row[0] in ("back", "again")]
    assert [row[:3] for row in found] == [("back", "A", "林芳"), ("again", "A", "陈明")]
    assert sum(row[3] for row in found) == 0
    assert Line.objects.get(kind="again", batch__period="2026-09").turn == 2


def test_a_coefficient_weighs_a_half_year_and_one_that_comes_late_is_a_correction(
    checked, draw, bureau, second, district, chen, forms
):
    facts = {"registration": chen, "half": "2026-h1", "source": "考核〔2026〕3号"}
    made = terms.set_factor(by=bureau, district=district, permille=1100, form=next(forms), **facts)
    assert [row[0] for row in amounts(checked("2026-01"))] == ["base", "base"]  # nobody agreed to it yet
    terms.agree(by=second, proposed=made)
    batch = draw("2026-02")

    january, february = ((date(2026, n, 1), date(2026, n + 1, 1)) for n in (1, 2))
    assert amounts(batch)[:4] == [
        ("back", "A", "陈明", -worth(A, 1000, *january)),
        ("again", "A", "陈明", worth(A, 1100, *january)),
        ("base", "A", "陈明", worth(A, 1000, *february)),
        ("factor", "A", "陈明", worth(A, 1100, *february) - worth(A, 1000, *february)),
    ]


def test_what_two_people_agreed_to_counts_once_and_no_institution_is_paid_less_than_nothing(
    checked, bureau, second, district, institutions, forms
):
    facts = {"kind": "deduction", "fen": 200_000, "reason": "缺席例会", "source": "通报"}
    terms.agree(
        by=second,
        proposed=terms.adjust(
            by=bureau, district=district, institution=institutions["firm"], form=next(forms), **facts
        ),
    )
    first, later = checked(), checked("2026-07")

    kinds = [[row[0] for row in amounts(one)] for one in (first, later)]
    assert kinds == [["base", "base", "deduction", "carried_out"], ["base", "base", "carried_in"]]
    sums = [{one.name: one.fen for one in queries.by_house(Line.objects.filter(batch=one))} for one in (first, later)]
    firm = institutions["firm"].name
    assert sums[0][firm] == 0
    july = worth(A, 1000, date(2026, 7, 1), date(2026, 8, 1))
    assert sums[0][firm] + sums[1][firm] == of_half(A) + july - 200_000


def test_nobody_agrees_to_what_they_put_down_and_it_is_decided_once(bureau, second, district, forms):
    facts = {"yearly": 1, "share_a": 50, "valid_from": LONG_AGO, "source": "x", "form": next(forms)}
    made = terms.set_tariff(by=bureau, district=district, **facts)
    assert terms.set_tariff(by=bureau, district=district, **facts) == made
    with pytest.raises(Refused, match="另一个人同意"):
        terms.agree(by=bureau, proposed=made)
    terms.refuse(by=second, proposed=made)
    with pytest.raises(Conflict):
        terms.agree(by=second, proposed=made)


def test_every_line_is_made_again_of_its_facts(checked, draw, away, chen):
    checked()
    away(chen, *AWAY)
    draw("2026-07")

    assert [amount_of(one.facts) for one in Line.objects.all()] == [one.fen for one in Line.objects.all()]


def test_many_villages_take_as_many_statements_as_one(draw, townships, register, bureau, district):
    from menkou.places.models import Village

    people = [register(f"顾问{n}", "firm", n) for n in (5, 6)]
    for n in range(12):
        facts = {"code": f"9999010022{n:02}", "name": f"第{n}村", "kind": "village", "valid_from": LONG_AGO}
        village = Village.objects.create(township=townships["here"], **facts)
        for post, one in zip("AB", people, strict=True):
            Posting.objects.create(village=village, post=post, registration=one, valid_from=LONG_AGO)
    batch = actions.begin(by=bureau, district=district, period="2026-h1")
    with at_most(29):
        work(batch)
    assert batch.total == 13


def test_an_attempt_that_was_overtaken_puts_nothing_down(draw, bureau, district, village):
    batch = actions.begin(by=bureau, district=district, period="2026-h1")
    actions.take_up(by=CLOCK, batch=batch)
    late = Batch.objects.get(pk=batch.pk)
    actions.take_up(by=CLOCK, batch=batch)

    assert not actions.lay_down(by=CLOCK, batch=late, villages=[village])
    assert not actions.finish(by=CLOCK, batch=late)
    assert not Line.objects.exists()


def test_what_cannot_be_drawn_up_is_dropped_and_stands_in_nobody_s_way(draw, bureau, district, monkeypatch):
    batch = actions.begin(by=bureau, district=district, period="2026-h1")
    actions.give_up(by=CLOCK, batch=batch)

    assert draw().number == 2


def test_what_was_paid_beyond_a_village_s_last_day_is_taken_back(checked, draw, village):
    checked()
    village.valid_until = last = date(2026, 6, 1)
    village.save()
    Posting.objects.filter(village=village).update(valid_until=last)
    found = amounts(draw("2026-07"))

    june = (last, date(2026, 7, 1))
    assert [row for row in found if row[0] == "back"] == [
        ("back", "A", "陈明", -worth(A, 1000, *june)),
        ("back", "B", "林芳", -worth(B, 1000, *june)),
    ]
    assert {one.facts["why"] for one in Line.objects.filter(kind="unpaid")} == {"gone"}
    assert sum(row[3] for row in found) == 0  # carried out: nobody is asked to pay back


def test_a_month_within_a_half_year_that_was_checked_is_not_offered(checked):
    assert "2026-06" in [one.key for one in queries.offered()]
    checked()

    offered = [one.key for one in queries.offered()]
    assert "2026-06" not in offered
    assert "2026-07" in offered
