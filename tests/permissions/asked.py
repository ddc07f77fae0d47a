"""What residents asked in the small district."""

from datetime import timedelta

from django.db.models import Model

from menkou.advisers.models import Adviser, Institution, Registration
from menkou.consultations import actions as consultations
from menkou.consultations.interests.routing import NOBODY_NAMED, About
from menkou.consultations.models import Message
from menkou.core.actors import Actor
from menkou.core.clock import now, today
from menkou.places.models import Village
from menkou.postings.models import Posting
from tests.cast import LONG_AGO


def talk(adviser: Actor, asker: Actor, village: Village):
    """A question with an answer that has arrived, and one that may still be taken back."""
    asked = ask(asker, village, "1")
    consultations.answer(by=adviser, consultation=asked, text="可以先请村里调解。", form="a" * 32)
    Message.objects.update(visible_at=asked.asked_at)
    type(asked).objects.update(first_answered_at=asked.asked_at, answered_at=asked.asked_at)
    consultations.answer(by=adviser, consultation=asked, text="再补一句。", form="b" * 32)
    newest = Message.objects.order_by("-id").first()
    Message.objects.filter(pk=newest.pk).update(visible_at=now() + timedelta(hours=1))
    return asked, newest


def ask(by: Actor, village: Village, form: str, about: About = NOBODY_NAMED):
    facts = {"text": "邻居占了地。", "form": form * 32, "may_hand_over": False, "about": about}
    return consultations.ask(by=by, village=village, **facts)


def left(asker: Actor, cast, zhao):
    """A question that stayed with an adviser whose posting ended yesterday; Chen has the post now."""
    village, yesterday = cast("village"), today() - timedelta(days=1)
    facts = {"township": village.township, "kind": "village", "valid_from": LONG_AGO}
    old = Village.objects.create(code="999901001203", name="换人村", **facts)
    posting = Posting.objects.create(village=old, post="A", registration=zhao, valid_from=LONG_AGO)
    left = ask(asker, old, "2")
    Posting.objects.filter(pk=posting.pk).update(valid_until=yesterday)
    Posting.objects.create(village=old, post="A", registration=cast("chen"), valid_from=yesterday)
    return left


def kept_out(asker: Actor, cast) -> dict[str, Model]:
    """A question about the committee, which nobody near may take, and 王平 of a third institution, who may."""
    house = Institution.objects.create(name="演示·第三所", kind="law_firm", credit_code="310000000000000003")
    adviser = Adviser.objects.create(name="王平", kind="lawyer", licence_no="19900000000000009")
    wang = Registration.objects.create(adviser=adviser, institution=house, phone="10000000009", valid_from=LONG_AGO)
    Posting.objects.create(village=cast("village_next_door"), post="B", registration=wang, valid_from=LONG_AGO)
    return {"unheld": ask(asker, cast("village"), "4", About("committee")), "wang": wang}
