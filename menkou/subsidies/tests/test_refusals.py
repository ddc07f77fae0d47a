"""What the database itself refuses of the ledger, whoever writes it."""

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from menkou.core import clock
from menkou.subsidies.models import Batch, Factor, Handing, Line, Tariff
from tests.cast import LONG_AGO

pytestmark = pytest.mark.usefixtures("half_year")


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        yield


def refused(order, error=DatabaseError, match=""):
    with pytest.raises(error, match=match or None), transaction.atomic():
        order()


def copy(line: Line, **more) -> Line:
    names = ("batch", "kind", "village", "post", "registration", "institution", "first_day", "until_day", "fen")
    facts = {name: getattr(line, name) for name in (*names, "turn", "taken", "after", "about", "facts")}
    return Line(**{**facts, "number": 99, **more})


def test_the_database_refuses_to_change_or_remove_or_add_to_what_was_checked(checked):
    batch = checked()
    line = Line.objects.filter(batch=batch).first()

    refused(lambda: Line.objects.update(fen=1), match="permission denied")
    refused(lambda: copy(line, turn=7, village=line.village).save(), match="row-level security")
    assert Line.objects.filter(batch=batch)._raw_delete("default") == 0
    assert Batch.objects.update(stage="drawing", checked_at=None, checked_by=None, put_at=None, put_by=None) == 0
    assert Tariff.objects.update(yearly=1) == 0
    refused(lambda: Batch.objects.all()._raw_delete("default"), match="permission denied")


def being_drawn(actions_batch: Batch) -> Batch:
    Batch.objects.filter(pk=actions_batch.pk).update(stage="drawing")
    return actions_batch


def test_the_database_pays_no_day_twice_and_again_only_after_taking_back(checked, draw, wu):
    first = checked()
    line = Line.objects.filter(batch=first, post="A").first()
    batch = being_drawn(draw("2026-07"))

    refused(lambda: copy(line, batch=batch).save(), IntegrityError, "a_day_of_a_post_is_put_down_once")
    again = {"batch": batch, "kind": "again", "turn": 1, "after": 0, "about": line}
    refused(lambda: copy(line, **again).save(), IntegrityError, "paid_again_only_what_was_taken_back")
    back = {"batch": batch, "kind": "back", "turn": None, "taken": 0, "about": line, "fen": -line.fen}
    copy(line, **back).save()
    refused(lambda: copy(line, **back, number=98).save(), IntegrityError, "taken_back")
    refused(
        lambda: copy(line, **again, registration=wu, institution=wu.institution, number=97).save(),
        match="days_are_paid_to_who_held_a_post",
    )
    copy(line, **again, number=96).save()


def test_the_database_lets_nobody_do_both_steps(draw, bureau):
    batch = draw()
    both = {"put_at": clock.now(), "put_by": bureau.user_id, "checked_at": clock.now(), "checked_by": bureau.user_id}

    refused(lambda: Batch.objects.update(stage="checked", **both), IntegrityError, "nobody_checks")
    mine = {"made_at": clock.now(), "made_by_id": bureau.user_id, "source": "x", "once_digest": b"x"}
    decided = {"decision": "agreed", "decided_at": clock.now(), "decided_by_id": bureau.user_id}
    refused(
        lambda: Tariff.objects.create(yearly=1, share_a=1, valid_from=LONG_AGO, **mine, **decided),
        IntegrityError,
        "of_their_own",
    )
    refused(lambda: Handing.objects.create(batch=batch, digest=b"", handed_at=clock.now(), handed_by_id=bureau.user_id))
    assert not Factor.objects.exists()
