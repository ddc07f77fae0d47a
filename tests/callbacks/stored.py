"""What an installation holds of what was sent: python -m tests.callbacks.stored DISTRICT < [plain, …] prints JSON.

Each message that was sent is known again by its key, so that it does not matter whether it has been taken in since.
"""

import json
import sys
from collections import Counter

from menkou.command import database, home
from tests.callbacks.seeded import ACCOUNT


def tell(district_id: int, plains: list[str]) -> dict:
    """The rows, in order, with how many jobs each has; the key of each message that was sent; and what stands in matters.

    Who writes for the first time is asked for the village, so that what is heard is held; that is as good as taken in.
    """
    from procrastinate.contrib.django.models import ProcrastinateJob

    from menkou.channels import inbox
    from menkou.channels.models import Incoming
    from menkou.channels.wechat import messages
    from menkou.core.scope import within

    def key(plain: str) -> str:
        arrived = messages.parse(plain.encode())
        return inbox.key_digest(ACCOUNT, arrived.sender, arrived.key).hex()

    tasks = [inbox.TAKE_IN, inbox.FETCH]
    named = ProcrastinateJob.objects.filter(task_name__in=tasks).values_list("args__incoming_id", flat=True)
    jobs = Counter(named)
    with within(district_id):
        rows = [
            {
                "key": bytes(row.key_digest).hex(),
                "words": None if row.taken_at else messages.parse(inbox.opened(row)).text,
                "jobs": jobs.pop(str(row.pk), 0),
                "taken": bool(row.taken_at or row.held_at),  # in its consultation, or where its sender has to say more
            }
            for row in Incoming.objects.filter(account=ACCOUNT).order_by("id")
        ]
        matters = _matters()
    keys = [key(plain) for plain in plains]
    return {"rows": rows, "keys": keys, "jobs_of_nothing": sum(jobs.values()), "matters": matters}


def _matters() -> dict[str, list[str]]:
    """What each person has said in the matters that are bound to their chat, in order."""
    from menkou.channels import inbox
    from menkou.chats.models import Binding
    from menkou.consultations import content

    said: dict[str, list[str]] = {}
    for one in Binding.objects.select_related("chat__correspondent", "consultation"):
        theirs = said.setdefault(inbox.name_of(one.chat.correspondent), [])
        theirs += [message.text for message in content.open_for_asker(one.consultation)]
    return said


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    json.dump(tell(int(sys.argv[1]), json.load(sys.stdin)), sys.stdout)
