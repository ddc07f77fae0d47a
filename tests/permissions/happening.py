"""What 红花村 will decide, and what it has decided: with a page of paper, a remark and an opinion."""

from datetime import timedelta

from django.db.models import Model

from menkou.core import store
from menkou.core.clock import now
from menkou.occasions import files
from menkou.occasions.models import Occasion, Paper, Remark
from menkou.places.models import Village


def happening(village: Village, chen: Model, adviser_id: int | None) -> dict[str, Model]:
    """By the names that the matrix uses."""
    facts = {"village": village, "kind": "contract", "title": "鱼塘承包合同", "registered_at": now()}
    asked = {"invited": chen, "invited_at": now() - timedelta(days=9)}
    to_come = Occasion.objects.create(**facts, **asked, once_digest=b"1", happens_at=now() + timedelta(days=3))
    opined = {"opinion": "可以签。", "opined_at": now(), "opined_by_id": adviser_id}
    past = Occasion.objects.create(**facts, **asked, **opined, once_digest=b"2", happens_at=now() - timedelta(days=3))
    with store.opened(files.STORE.path_of("c.jpg")) as file:
        file.write(b"page")
    said = {"occasion": to_come, "clause": "第五条", "risk": "some", "words": "写明金额。"}
    page = {"occasion": to_come, "file": "c.jpg", "kind": "jpg", "size": 4, "added_by_id": adviser_id}
    return {
        "occasion": to_come,
        "past_occasion": past,
        "remark": Remark.objects.create(**said, made_at=now(), made_by_id=adviser_id),
        "paper": Paper.objects.create(**page, added_at=now()),
    }
