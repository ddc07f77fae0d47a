"""Two officers enter the same table at the same moment, over real connections: one of them does, whatever its order."""

from uuid import uuid4

import pytest

from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.hotline import queries
from menkou.hotline.batches import actions
from menkou.hotline.models import Order
from tests.at_once import at_once

__all__ = ["at_once"]
FACTS = {"kind": "silent", "subject": "bureau", "text": "没有人接电话。"}
MANY = range(40)


@pytest.fixture
def one_after_the_other(monkeypatch):
    """Slowly, so that both are in the middle at the same moment."""
    import time

    ask = queries.once
    monkeypatch.setattr(queries, "once", lambda form: time.sleep(0.01) or ask(form))


@pytest.mark.usefixtures("one_after_the_other")
def test_two_tables_of_the_same_orders_never_lock_up(at_once, bare_district, bureau, second):
    def rows():
        return [FACTS | {"number": f"2026-{n}", "received_at": clock.now(), "form": uuid4().hex} for n in MANY]

    def enter(by, told):
        return lambda: actions.take_in(by=by, district=bare_district, batch=uuid4(), rows=told)

    met = at_once(enter(bureau, rows()), enter(second, rows()[::-1]))

    assert sorted(isinstance(one, Conflict) for one in met) == [False, True]
    assert Order.objects.count() == len(MANY)
