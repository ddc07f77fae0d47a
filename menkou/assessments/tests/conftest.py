"""A half-year that is over, a scheme that two people agreed to, and a second person at the bureau."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from menkou.accounts.models import User
from menkou.assessments import queries
from menkou.assessments.cycling import actions
from menkou.assessments.following import actions as following
from menkou.assessments.following.findings import Finding, Proposal
from menkou.assessments.jobs import draw
from menkou.assessments.models import Consequence, Cycle, Score, Sheet
from menkou.assessments.papers import queries as papers
from menkou.assessments.scheming import actions as scheming
from menkou.assessments.surveying import actions as surveying
from menkou.assessments.surveying import queries as surveys
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.clock import SHANGHAI

NOON = datetime(2026, 7, 6, 12, tzinfo=SHANGHAI)
HALF, FIRST = "2026-h1", date(2026, 1, 1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def second(make_actor):
    """The bureau's second person."""
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def adopt(bureau, second, district):
    """Adopt what is shipped under a key, for the half-year."""

    def adopt(key="adviser"):
        made = scheming.begin(by=bureau, district=district, like=key)
        return scheming.adopt(by=second, scheme=made, edition=made.edition, valid_from=FIRST)

    return adopt


@pytest.fixture
def drawn(adopt, bureau, district, chen, lin, wu):
    """The half-year's sheets of all advisers, drawn up as the worker does."""
    adopt()
    cycle = actions.open_cycle(by=bureau, district=district, period=HALF)
    return draw_up(cycle)


def draw_up(cycle: Cycle) -> Cycle:
    """What the job does."""
    draw(district_id=cycle.district_id, cycle_id=str(cycle.pk))
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def sheet(drawn, chen):
    return Sheet.objects.get(cycle=drawn, registration=chen)


def judged(sheet: Sheet) -> Score:
    return next(one for one in queries.scores_of(sheet) if one.item.kind == "judged")


@pytest.fixture
def scored(drawn, office, office_next_door):
    """Every office has scored what it is to score."""
    return score_all(drawn, office, office_next_door)


def score_all(cycle: Cycle, office, office_next_door) -> Cycle:
    for one in Sheet.objects.filter(cycle=cycle):
        by = office if one.scored_by_office_id in office.held(Role.JUDICIAL_OFFICE) else office_next_door
        actions.score(by=by, sheet=one, item=judged(one).item_id, points=900, note="台账齐，少一次公示")
    return cycle


@pytest.fixture
def shown(scored, bureau):
    return actions.show(by=bureau, cycle=scored)


def wait(noon, days: int) -> None:
    noon.shift(timedelta(days=days))


@pytest.fixture
def published(shown, bureau, noon):
    wait(noon, 8)
    return actions.publish(by=bureau, cycle=shown)


@pytest.fixture
def locked(published, second, noon):
    wait(noon, 8)
    return actions.lock(by=second, cycle=published)


AT = "/shili/assessments/"


@pytest.fixture
def browse(district):
    """Somebody's browser."""

    def browse(actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return browse


@pytest.fixture
def mine(shown, chen):
    return Sheet.objects.get(cycle=shown, registration=chen)


def told(response, status=200) -> str:
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def sheet_at(sheet, step="") -> str:
    return f"{AT}sheets/{sheet.pk}/{step}"


def typed(sheet, points="9", note="台账齐", comment="认真") -> dict[str, str]:
    return {"points-office": points, "note-office": note, "comment": comment}


@pytest.fixture
def survey(drawn, office, village):
    return surveying.draw(by=office, village=village, cycle=drawn, households=132)


@pytest.fixture
def slip(survey):
    return surveys.households_of(survey)[0]


@pytest.fixture
def case(bureau, second, district, chen, noon):
    """A case of a kind, told, answered or not, and decided by another person."""

    def case(kind: str, *, decided: bool = True, statement: str = "", **proposal) -> Consequence:
        facts = "3月5日、3月12日两次没有到村。\n2次都没有请人替。"
        finding = Finding(f"seen:{kind}", "other", facts, chen.institution, chen)
        made = following.open_one(by=bureau, district=district, finding=finding, kind=kind)
        made = following.tell(by=bureau, consequence=made, proposal=Proposal("每周到村1次", **proposal))
        if statement:
            Consequence.objects.filter(pk=made.pk).update(
                statement=statement, stated_at=clock.now(), stated_by=second.user_id
            )
        noon.shift(timedelta(days=30))
        if decided:
            made = following.decide(by=second, consequence=made, is_upheld=True, note="事实清楚，有2份记录。")
        return papers.case_for(bureau, made.pk)

    return case
