"""Codes of villages while two press, two jobs wait, villages end, and a platform says odd things."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels.errors import Wrong
from menkou.chats.models import SceneCode
from menkou.chats.scanning import actions, making, queries
from menkou.chats.tests.test_scanning import make, platform
from menkou.core import clock, memory
from menkou.places.models import Village
from tests.at_once import at_once

__all__ = ["at_once", "platform"]


def test_jobs_of_one_account_run_one_after_the_other(account):
    for _ in range(2):
        making.ask_for(str(account.pk))
    locks = ProcrastinateJob.objects.filter(task_name=making.MAKE).values_list("lock", flat=True)
    assert list(locks) == [f"codes:{account.pk}"] * 2


def test_a_village_that_has_ended_is_asked_for_no_more(account, platform, village, village_next_door, bureau):
    assert actions.order(by=bureau, account=account) == 2
    Village.objects.filter(pk=village.pk).update(successor=village_next_door, valid_until=clock.today())
    memory.forget()
    make(account)
    assert platform.scenes == [village_next_door.code]
    assert queries.accounts_waiting() == []  # though a row of the other still waits


@pytest.mark.usefixtures("village")
def test_whatever_a_platform_says_the_refusal_is_told_and_ends(account, platform, bureau):
    actions.order(by=bureau, account=account)
    platform.answer = Wrong("qr_code", "x" * 100)
    make(account)
    assert SceneCode.objects.get().state == "refused"
