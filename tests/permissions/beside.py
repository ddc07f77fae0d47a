"""What stands beside a question: one asked for somebody by the cadre, one behind a 暗号, and a number to call."""

from django.db.models import Model

from menkou.consultations import actions as consultations
from menkou.consultations.asking import recording
from menkou.consultations.locking import actions as locking
from menkou.consultations.models import Consultation
from menkou.consultations.rules.circumstances import CallWish, Circumstances
from menkou.core.actors import Actor


def beside(asker: Actor, cadre: Actor, asked: Consultation) -> dict[str, Model]:
    """The matter in the middle gets a number to call; the two others are of the same village."""
    recording.wish(asked, Circumstances(call=CallWish("13800000007")))
    facts = {"village": asked.village, "text": "邻居占了地。", "may_hand_over": False}
    helped = consultations.ask(by=cadre, form="9" * 31 + "1", how=Circumstances("committee"), **facts)
    locked = consultations.ask(by=asker, form="9" * 31 + "2", **facts)
    locking.set_secret(by=asker, consultation=locked, typed="三月麦子")
    return {"helped": helped, "locked": locked}
