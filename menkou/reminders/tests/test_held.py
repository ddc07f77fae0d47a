"""停发: what a restored database would send again waits, until a person on the server says that it may go."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import jobs
from menkou.core import clock, heartbeats, holding, outbox
from menkou.core.actors import INSTALLER
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.reminders import actions

State = Outgoing.State


@pytest.fixture
def held(district, tmp_path, monkeypatch):
    """Words that were in the outbox when the database was restored, and one that came afterwards."""
    monkeypatch.setattr(settings, "MENKOU_OUTBOX_FILE", str(tmp_path / "outbox.log"))
    outbox.send(to="registration:1", words="您有一条新咨询。", key="asked:1")
    with connection.cursor() as cursor:
        cursor.execute(heartbeats.HOLD)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        outbox.send(to="registration:1", words="您又有一条新咨询。", key="asked:2")


def carry() -> dict[str, str]:
    """Every row is given to a worker; its state afterwards."""
    for row in Outgoing.objects.all():
        jobs.deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    return dict(Outgoing.objects.values_list("key", "state"))


def test_nothing_goes_out_and_nothing_is_lost_while_it_is_held(held):
    assert holding.since()
    assert carry() == {"asked:1": State.WAITING, "asked:2": State.WAITING}
    assert outbox.unsent() == 2


def test_no_job_is_made_for_it_again_and_again(held):
    ProcrastinateJob.objects.all()._raw_delete("default")
    with time_machine.travel(clock.now() + outbox.LEASE * 9):
        jobs.lost_deliveries()
        assert not ProcrastinateJob.objects.exists()

        holding.end()
        jobs.lost_deliveries()
        assert ProcrastinateJob.objects.count() == 2


def test_released_it_goes_and_who_did_it_is_on_record(held, district):
    assert actions.release(by=INSTALLER, district=district, older_than=None) == 0
    holding.end()

    assert carry() == {"asked:1": State.SENT, "asked:2": State.SENT}
    assert AuditEntry.objects.filter(what="reminders.released").count() == 1


def test_yesterdays_notices_can_be_dropped_and_todays_go(held, district):
    assert actions.release(by=INSTALLER, district=district, older_than=holding.since()) == 1
    holding.end()

    assert carry() == {"asked:1": State.WITHDRAWN, "asked:2": State.SENT}


def test_nobody_releases_it_in_the_browser(held, district, bureau, operator):
    for by in (bureau, operator):
        with pytest.raises(Refused):
            actions.release(by=by, district=district, older_than=None)
