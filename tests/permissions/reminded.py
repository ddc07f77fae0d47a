"""An adviser who is reminded by 企业微信, and what that adviser has tried; and one who is late, whom officers nudge."""

from datetime import timedelta

from django.db.models import Model

from menkou.accounts.models import SavedView
from menkou.advisers.models import Adviser, Registration
from menkou.channels import accounts
from menkou.channels.models import Account
from menkou.consultations.models import Consultation, Nudge
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.postings.models import Posting
from menkou.reminders import actions
from menkou.reminders.models import Way

FORM = "8" * 32


def reminded(by: Actor) -> dict[str, Model]:
    account = Account(kind="app", name="示例应用", number="1000002", is_on=True, facts={"corpid": "ww0000000000000001"})
    account.sealed = accounts.wrapped(account.pk, {"secret": "s" * 32})
    account.save()
    way = Way(user_id=by.user_id, kind="wecom")
    actions.add(by=by, way=way, leads={"to": "chenming"})
    actions.try_out(by=by, way=way, form=FORM)
    way.form = FORM  # type: ignore[attr-defined]  # for the address of what hangs on it
    return {"way": way} | nudged(by)


def nudged(by: Actor) -> dict[str, Model]:
    """A colleague of theirs who is late with one matter of the same village, a 催办 that stands, and a saved view."""
    mine = Registration.objects.filter(pk__in=by.held(Role.ADVISER))[0]
    who = Adviser.objects.create(name="周迟", kind="lawyer", licence_no="19900000000000777")
    late = Registration.objects.create(
        adviser=who, institution=mine.institution, phone="10000000777", valid_from=mine.valid_from
    )
    asked_at, digests = clock.now() - timedelta(days=9), ("code_digest", "once_digest", "asked_digest")
    Consultation.objects.create(
        village=Posting.objects.filter(registration=mine)[0].village,
        holder=late,
        post="A",
        may_hand_over=False,
        asked_at=asked_at,
        due_at=asked_at + timedelta(days=1),
        **dict.fromkeys(digests, b"late"),
    )
    facts = {"on": clock.today(), "nudged_at": clock.now(), "nudged_by_id": by.user_id}
    view = SavedView.objects.create(user_id=by.user_id, page="contracts", name="contracts")  # named as a list is
    return {"late_person": late, "nudge": Nudge.objects.create(registration=mine, **facts), "saved_view": view}
