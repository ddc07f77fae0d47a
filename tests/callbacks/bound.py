"""People whose village is known and who have asked already: python -m tests.callbacks.bound < [[plain, …], …].

Through the same door as everything: what they write is put on record, and taken in by the jobs. So whatever they write
from then on goes on in their matter, and can be counted there.
"""

import json
import sys
import time

from menkou.command import database, home
from tests.callbacks.platform import TEXT
from tests.callbacks.seeded import ACCOUNT, SLUG
from tests.callbacks.senders import Sent

WITHIN_S = 60


def first_of(name: str) -> list[Sent]:
    """What somebody says before their first question is with an adviser."""
    said = (("断电1村委会", False), (f"{name} 问地界的事", True), ("1", False))
    plains = [
        TEXT.format(words=words, sender=name, number=10**9 + n, at=1800000000) for n, (words, _) in enumerate(said)
    ]
    return [Sent(name, words, plain, True, asked) for (words, asked), plain in zip(said, plains, strict=True)]


def bind(people: list[list[str]]) -> None:
    """Each of them asks; returns when the last one's question is sent on. Raises TimeoutError."""
    from menkou.channels import inbox
    from menkou.channels.models import Account, Incoming
    from menkou.channels.wechat import messages
    from menkou.chats import jobs
    from menkou.chats.models import Binding
    from menkou.core.scope import within
    from menkou.places.models import District

    district_id, deadline = District.objects.get(slug=SLUG).pk, time.monotonic() + WITHIN_S
    digests = []
    for plains in people:
        with within(district_id):
            account = Account.objects.get(pk=ACCOUNT)
            for plain in plains:
                arrived = messages.parse(plain.encode())
                inbox.keep(account, sender=arrived.sender, key=arrived.key, plain=plain.encode())
            digests.append(inbox.sender_digest(ACCOUNT, arrived.sender))
            rows = list(Incoming.objects.filter(sender_digest=digests[-1]))
        for row in rows:
            jobs.take_in(district_id=district_id, incoming_id=str(row.pk))  # or the worker does, if it comes first
    while True:
        with within(district_id):
            if Binding.objects.filter(chat__correspondent__sender_digest__in=digests).count() == len(people):
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"not all of {len(people)} have asked")
        time.sleep(0.05)


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    bind(json.load(sys.stdin))
    sys.stdout.write("bound\n")
