"""A statement is whole or it is none; one objection to a line at a time, until it is settled."""

from datetime import date

import pytest
import time_machine

from menkou.accounts.models import Membership
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.subsidies import actions
from menkou.subsidies.models import Line
from menkou.subsidies.objecting import actions as objecting
from menkou.subsidies.rules.explaining import yuan
from menkou.subsidies.stating.queries import statement_for, statements_of
from menkou.subsidies.views import statements
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/subsidies"
pytestmark = pytest.mark.usefixtures("half_year")


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        yield


def test_the_sum_of_a_long_statement_is_of_all_its_lines(sign_in, bureau, checked, away, chen, monkeypatch):
    away(chen, date(2026, 3, 2), date(2026, 3, 12))
    batch = checked()
    monkeypatch.setattr(statements, "LINES", 1)
    own = Line.objects.filter(batch=batch, registration=chen)
    page = sign_in(bureau).get(f"{HERE}/{batch.pk}/people/{chen.pk}").content.decode()

    assert own.count() == 2
    assert f"{yuan(sum(one.fen for one in own))} 元" in page
    assert "这里列前 1 行" in page


def test_an_adviser_has_no_statement_in_the_institutions_name(checked, adviser_a, director, bureau, chen):
    batch, house = checked(), chen.institution_id
    with pytest.raises(Line.DoesNotExist):
        statement_for(adviser_a, batch.pk, "houses", house)

    assert statement_for(adviser_a, batch.pk, "people", chen.pk).lines.count() == 1
    whole = {one.pk for one in statement_for(bureau, batch.pk, "houses", house).lines}
    assert {one.pk for one in statement_for(director, batch.pk, "houses", house).lines} == whole


def test_ones_own_statements_take_no_more_questions_for_more_batches(checked, sign_in, adviser_a, director, chen):
    batches = [checked(period) for period in ("2026-h1", "2026-07", "2026-08")]
    of = chen.institution_id

    with at_most(1):
        found = statements_of(director, batches)
    assert [[(whose, pk) for whose, pk, _, _ in found[one.pk]] for one in batches] == [[("houses", of)]] * 3
    (mine,) = statements_of(adviser_a, batches[:1])[batches[0].pk]
    assert mine == ("people", chen.pk, "陈明", Line.objects.get(batch=batches[0], registration=chen).fen)
    browser = sign_in(director)
    with at_most():
        assert browser.get(f"{HERE}/mine").status_code == 200


def test_whoever_was_paid_and_is_an_adviser_no_more_does_not_check_it(make_actor, draw, bureau, chen):
    before = make_actor(Role.JUSTICE_BUREAU, "before")
    days = {"valid_from": LONG_AGO, "valid_until": date(2026, 7, 1)}
    Membership.objects.create(user_id=before.user_id, role=Role.ADVISER, registration=chen, **days)
    batch = draw()
    actions.put_forward(by=bureau, batch=batch)

    with pytest.raises(Refused, match="拿补贴的人"):
        actions.check(by=before, batch=batch, seen=batch.attempt)


def test_while_an_answer_waits_for_the_second_person_nobody_objects_again(checked, adviser_a, bureau, second, chen):
    line = Line.objects.get(batch=checked(), registration=chen)
    made = objecting.raise_objection(by=adviser_a, line=line, words="少了一天")
    objecting.answer(by=bureau, objection=made, outcome="amount", text="补一天", fen=959)
    with pytest.raises(Conflict, match="已经有一条异议在办"):
        objecting.raise_objection(by=adviser_a, line=line, words="还少一天")

    objecting.reconsider(by=second, objection=made)
    made.refresh_from_db()
    assert made.state == "open"
    objecting.answer(by=bureau, objection=made, outcome="stands", text="天数对")
    assert objecting.raise_objection(by=adviser_a, line=line, words="还是少").pk != made.pk
