"""Matters that are not their holder's alone: sent to another body, read by a colleague, to go to another institution."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from menkou.advisers.models import Registration
from menkou.consultations import actions as consultations
from menkou.consultations.interests.routing import NOBODY_NAMED, About
from menkou.consultations.models import Arrangement, Consultation, Opinion, Referral, Target
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.core.keys import digest
from menkou.places.models import Village
from tests.cast import LONG_AGO


def passed_around(asker: Actor, asked: Consultation, lin: Registration, by_id) -> dict[str, Model]:
    """All of them, around one matter and its village."""
    return referred(asked, by_id) | shared(asker, asked.village, asked, lin, by_id)


def referred(asked: Consultation, by_id) -> dict[str, Model]:
    """A body that the district keeps, and a referral to it of which nobody has said anything."""
    court = {
        "kind": "court",
        "name": "演示·青树法庭",
        "phone": "0537-0000006",
        "valid_from": LONG_AGO,
        "source": "测试",
    }
    target = Target.objects.create(**court)
    facts = {"referred_at": now(), "referred_by_id": by_id, "ask_at": now(), "once_digest": digest("refer", "2a" * 16)}
    referral = Referral.objects.create(consultation=asked, target=target, **facts)
    asked.referral = referral.pk  # type: ignore[attr-defined]  # for the addresses of what hangs on it
    return {"target": target, "referral": referral}


def shared(asker: Actor, village: Village, asked: Consultation, lin: Registration, by_id) -> dict[str, Model]:
    """A colleague who may read, one whom the asker has not agreed to yet, and two matters that are to go elsewhere."""

    def ask(form: str, about: About = NOBODY_NAMED) -> Consultation:
        said = {"text": "地边又少了。", "form": form * 16, "may_hand_over": True, "about": about}
        return consultations.ask(by=asker, village=village, **said)

    def confer(matter: Consultation, **more: Any) -> Opinion:
        asked_by = {"asked_at": now(), "asked_by_id": by_id}
        return Opinion.objects.create(consultation=matter, holder=matter.holder, colleague=lin, **asked_by, **more)

    def arrange(matter: Consultation) -> Arrangement:
        facts = {"holder": matter.holder, "reason": "speciality", "asked_at": now(), "asked_by_id": by_id}
        return Arrangement.objects.create(consultation=matter, **facts)

    plain, touchy = ask("2b"), ask("2c", About("adviser_b"))
    waits = confer(plain)
    plain.opinion = waits.pk  # type: ignore[attr-defined]  # as above
    agreed = {"state": "open", "agreed_at": now(), "until_at": now() + timedelta(days=3)}
    return {
        "shared": plain,
        "unagreed_opinion": waits,
        "opinion": confer(asked, **agreed),
        "arrangement": arrange(plain),
        "touchy_arrangement": arrange(touchy),
    }
