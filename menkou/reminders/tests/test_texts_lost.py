"""回执: a reminder whose text did not arrive goes by the next of its person's ways, in the end into the file."""

from datetime import datetime

import pytest
import time_machine

from menkou.channels.models import Text
from menkou.channels.sms.receipts import State
from menkou.channels.texted.tests.conftest import comes, gateway
from menkou.core import clock
from menkou.reminders import actions
from menkou.reminders.models import Way
from menkou.reminders.tests.conftest import NUMBER, carry, give, parts, sms_account, told, written

__all__ = ["gateway", "sms_account"]
NOON = datetime(2026, 3, 5, 12, tzinfo=clock.SHANGHAI)
SECOND = "13000000002"


@pytest.fixture
def texted(gateway, sms_account, bureau, settings, tmp_path):
    """To the bureau's one officer, who has given two numbers; a text has gone to the first."""
    settings.MENKOU_OUTBOX_FILE = str(tmp_path / "outbox.log")
    with time_machine.travel(NOON, tick=False):
        give(bureau, "phone", NUMBER), give(bureau, "phone", SECOND)
        (row,) = parts(carry(told("bureau")))
        carry(row)
        yield row


def test_it_goes_to_the_next_number_and_then_into_the_file(texted, gateway, sms_account):
    assert (texted.state, texted.way, Text.objects.get().way) == ("sent", "phone", "phone.1.0.0")
    comes(sms_account, "biz-1", State.FAILED)
    texted.refresh_from_db()
    assert (texted.state, texted.sent_at) == ("waiting", None)
    assert (carry(texted).way, texted.code, len(gateway.onces)) == ("phone", "phone:UNDELIV", 2)
    comes(sms_account, "biz-2", State.FAILED, code="EXPIRED")
    assert (carry(texted).way, texted.code) == ("file", "phone:UNDELIV,phone:EXPIRED")
    assert written() == [texted.address]


def test_one_that_arrived_stays_where_it_is(texted, gateway, sms_account):
    comes(sms_account, "biz-1")
    comes(sms_account, "biz-1", State.FAILED)
    assert (carry(texted).state, texted.way, len(gateway.onces)) == ("sent", "phone", 1)


def test_what_is_said_before_our_own_attempt_has_ended_counts(gateway, texted, sms_account):
    gateway.during = lambda: comes(sms_account, f"e{len(gateway.onces)}", State.FAILED, once=gateway.onces[-1])
    (row,) = parts(carry(told("bureau")))
    went = [(carry(row).state, row.way) for _ in range(3)]
    assert went == [("waiting", "phone.2.0.0"), ("waiting", "phone.3.0.0"), ("sent", "file")]
    assert (len(gateway.onces), row.code) == (3, "phone:UNDELIV,phone:UNDELIV")


def test_a_trial_keeps_its_end_and_goes_nowhere(gateway, texted, sms_account, bureau):
    way = Way.objects.get(place=1)
    actions.try_out(by=bureau, way=way, form="4" * 32)
    trial = carry(type(texted).objects.get(channel="reminder-trial"))
    comes(sms_account, "biz-2", State.FAILED)
    assert (carry(trial).state, Text.objects.order_by("-pk")[0].state) == ("sent", "failed")
