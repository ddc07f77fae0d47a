"""Entries of the work log: one to be reviewed, one typed in from paper, some that came back, and a photo beside one."""

from django.db.models import Model

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.core import store
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.places.models import Village
from menkou.worklogs.models import Entry, Evidence
from menkou.worklogs.proofs import STORE
from tests.cast import LONG_AGO


def worked(village: Village, chen: Registration, gone: Model, office: Actor, bureau: User) -> dict[str, Model]:
    """By the names that the matrix uses."""
    facts = {"village": village, "author": chen, "kind": "lecture", "done_on": LONG_AGO, "minutes": 60}
    sent_back = {"outcome": "returned", "review_note": "请补", "reviewed_at": now(), "reviewed_by": bureau}
    entry = Entry.objects.create(**facts)
    with store.opened(STORE.path_of("p.jpg")) as file:
        file.write(b"photo")
    shown = {"file": "p.jpg", "format": "jpg", "size": 5, "digest": b"p" * 32, "made_at": now(), "made_by": bureau}
    return {
        "entry": entry,
        "own_entry": Entry.objects.create(recorded_by_id=office.user_id, **facts),
        "typed_in": Entry.objects.create(recorded_by_id=office.user_id, paper_number="2026-0001", **facts),
        "returned": Entry.objects.create(**facts, **sent_back),
        "gone_returned": Entry.objects.create(**facts | {"author": gone}, **sent_back),
        "evidence": Evidence.objects.create(entry=entry, kind="photo", **shown),
    }
