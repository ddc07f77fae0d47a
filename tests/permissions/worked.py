"""Entries of the work log: one to be reviewed, one typed in from paper, some that came back, and a photo beside one."""

from datetime import timedelta

from django.db.models import Model

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.core import store
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.places.models import Village
from menkou.worklogs.models import Check, Draw, Entry, Evidence
from menkou.worklogs.proofs import STORE
from tests.cast import LONG_AGO


def worked(village: Village, chen: Registration, gone: Model, office: Actor, bureau: User) -> dict[str, Model]:
    """By the names that the matrix uses."""
    facts = {"village": village, "author": chen, "kind": "lecture", "done_on": LONG_AGO, "minutes": 60}
    sent_back = {"outcome": "returned", "review_note": "请补", "reviewed_at": now(), "reviewed_by": bureau}
    entry = Entry.objects.create(**facts)
    own_entry = Entry.objects.create(recorded_by_id=office.user_id, **facts)
    gone_entry = Entry.objects.create(**facts | {"author": gone}, **sent_back)
    with store.opened(STORE.path_of("p.jpg")) as file:
        file.write(b"photo")
    shown = {"file": "p.jpg", "format": "jpg", "size": 5, "digest": b"p" * 32, "made_at": now(), "made_by": bureau}
    return {
        "entry": entry,
        "own_entry": own_entry,
        "typed_in": Entry.objects.create(recorded_by_id=office.user_id, paper_number="2026-0001", **facts),
        "returned": Entry.objects.create(**facts, **sent_back),
        "gone_returned": gone_entry,
        "evidence": Evidence.objects.create(entry=entry, kind="photo", **shown),
        **_sampled(village, bureau, entry, own_entry, gone_entry, Entry.objects.create(**facts)),
    }


def _sampled(village: Village, bureau: User, entry: Entry, own: Entry, gone: Entry, doubted: Entry) -> dict[str, Model]:
    """A sample with an entry that nobody has looked at, some that differ, and one whose adviser has left."""
    facts = {"period": "2020-01", "seed": b"s" * 32, "population": entry.pk.bytes, "digest": b"d" * 32, "count": 1}
    shares = {"percent": 10, "per_adviser": 2, "drawn_at": now(), "drawn_by": bureau}
    first, second = (
        Draw.objects.create(township=village.township, number=number, why="再抽", **facts, **shares)
        for number in (1, 2)
    )
    differs = {"result": "differs", "how": "called", "note": "村里说没来", "checked_by": bureau}
    differs["checked_at"] = now() - timedelta(days=90)
    return {
        "draw": first,
        "sampled": Check.objects.create(draw=first, entry=entry),
        "differing": Check.objects.create(draw=second, entry=doubted, **differs),
        "own_sampled": Check.objects.create(draw=first, entry=own),
        "gone_differing": Check.objects.create(draw=first, entry=gone, **differs),
    }
