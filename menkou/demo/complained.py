"""Three complaints of the demo: one just come, one of which the adviser is asked to state, one answered and over."""

import secrets

from menkou.accounts.queries import actor_for
from menkou.complaints import actions
from menkou.complaints.models import Complaint
from menkou.consultations.interests.barring import without_interests
from menkou.consultations.models import Consultation
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

COMPLAINTS = [
    ("silent", "问了以后隔了好几天才回，打电话也没有人接。"),
    ("rude", "去当面问，没说两句就让我走，话说得很难听。"),
    ("told", "我问的事，过了几天邻居就知道了。"),
]
SUMMARY = "有人反映当面咨询时态度不好，请说明那天的情况。"
ANSWER = "查了，顾问没有说出去，是在村口说话时被人听到的。已经要求换到屋里谈。"


def complain(stage: Stage) -> None:
    """In the township of the walk, by the actions themselves; its judicial office deals with them."""
    township = WALK_VILLAGE[:9]
    office = actor_for(stage.users[Role.JUDICIAL_OFFICE, township])
    ended = Consultation.objects.filter(state=Consultation.State.CLOSED, village__township__code=township)
    ended = ended.exclude(village__code=WALK_VILLAGE).select_related("village", "holder")
    matters = without_interests(ended).order_by("-closed_at")[: len(COMPLAINTS)]
    raised = [_raised(matter, *said) for matter, said in zip(matters, COMPLAINTS, strict=False)]
    for one in raised[1:]:
        actions.accept(by=office, complaint=one)
    if len(raised) > 1:
        actions.ask_statement(by=office, complaint=raised[1], sides=["adviser"], summary=SUMMARY)
    for one in raised[2:]:
        form = secrets.token_hex(16)
        actions.answer(by=office, complaint=one, outcome="partly", text=ANSWER, form=form)
        actions.judge(by=_asker(one.consultation), complaint=one, is_satisfied=True)


def _raised(matter: Consultation, kind: str, text: str) -> Complaint:
    by, form = _asker(matter), secrets.token_hex(16)
    return actions.complain(by=by, consultation=matter, kind=kind, about=matter.holder, text=text, form=form)


def _asker(consultation: Consultation) -> Actor:
    return Actor(None, "居民", receipts=frozenset([consultation.pk]))
