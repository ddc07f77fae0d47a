"""红花村 and 小红花村 become 红花社区; 青树村 in the next township only gets another name."""

from datetime import date

import pytest

from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.succession import Place
from menkou.places.models import Village
from menkou.plans.tests.conftest import approved, people, second, solved, town  # noqa: F401
from menkou.postings.models import Posting
from tests.cast import LONG_AGO

UNTIL = date(2099, 1, 1)
AFTER = [Place("999901001001", "红花社区居委会"), Place("999901002201", "大青树村委会")]


@pytest.fixture
def small_village(townships):
    """小红花村, to be merged with its larger neighbour."""
    facts = {"code": "999901001202", "name": "小红花村委会", "kind": "village", "valid_from": LONG_AGO}
    return Village.objects.create(township=townships["here"], **facts)


@pytest.fixture
def contracts(village, small_village, institutions):
    """The larger village engages the firm, the small one the office."""
    pairs = ((village, institutions["firm"]), (small_village, institutions["office"]))
    facts = {"valid_from": LONG_AGO, "valid_until": UNTIL}
    return [Contract.objects.create(village=where, institution=who, **facts) for where, who in pairs]


@pytest.fixture
def served(contracts, chen, lin, register, small_village):
    """Chen and Lin serve the larger village, Zhou the small one."""
    Posting.objects.filter(registration=chen).update(contract=contracts[0], valid_until=UNTIL, place=1)
    zhou = register("周洋", "office", 7)
    Posting.objects.create(
        village=small_village,
        post="A",
        registration=zhou,
        contract=contracts[1],
        valid_from=LONG_AGO,
        valid_until=UNTIL,
    )
    return {"chen": chen, "lin": lin, "zhou": zhou}


@pytest.fixture
def draw_up(bureau, district, village, small_village, village_next_door):
    """Register a change from a day on; today if none is named."""

    def draw_up(after=AFTER, effective_on: date | None = None, title: str = "红花并村", **names: str):
        return actions.draw_up(
            by=bureau,
            district=district,
            title=title,
            source="示例批复〔2027〕1 号",
            effective_on=effective_on or clock.today(),
            after=after,
            town_names=names,
        )

    return draw_up


@pytest.fixture
def settled(draw_up, bureau):
    """A change that may be applied."""
    return confirmed(draw_up(), bureau)


def confirmed(change, by, **elsewhere: str):
    """Confirm all rows as proposed; or by code as said."""
    rows = change.successions.order_by("code")
    said = [
        Choice(row.code, row.revision, elsewhere.get(f"c{row.code}", row.successor), confirmed=True) for row in rows
    ]
    actions.settle(by=by, change=change, choices=said)
    return change
