"""What is on official papers: a case that was told and decided, and drafts that the bureau had made; and a screen."""

from datetime import timedelta

from django.db.models import Model

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.assessments.models import Consequence
from menkou.cities.models import CityPost
from menkou.core.clock import now, today
from menkou.core.keys import digest
from menkou.papers.models import Draft
from menkou.screens.models import ScreenLink


def papered(who: User, person: Registration) -> tuple[dict[str, Model], dict[str, str]]:
    """The drafts, by which the doors of 文书中心 are called, and the case's id."""
    other = User.objects.create(username="decider", name="决定的人")
    then = now() - timedelta(days=30)
    facts = {"registration": person, "institution": person.institution, "facts": "台账缺", "opened_at": then}
    facts |= {"told_at": then, "told_by": who, "proposed": "补齐台账", "answer_until": then, "state": "decided"}
    facts |= {"decided_at": now(), "decided_by": other, "decision_note": "属实", "carry_out_until": today()}
    case = Consequence.objects.create(kind="rectify", trigger="other", key="papered", **facts)
    made = {"kind": "docx", "digest": b"d" * 32, "made_at": now(), "made_by": who}
    drafts: dict[str, Model] = {
        f"{name}_draft": Draft.objects.create(
            batch=case.pk if name == "order" else who.pk, maker=maker, title=name, **made
        )
        for name, maker in (("report", "monthly"), ("order", "case-rectify"))
    }
    return {**drafts, "screen": _screen(who), "city_post": _city(who)}, {"order": str(case.pk)}


def _screen(who: User) -> ScreenLink:
    """A link to the big screen, with the word at its end."""
    until = {"made_at": now(), "made_by": who, "valid_until": now() + timedelta(days=30)}
    link = ScreenLink.objects.create(name="一楼大厅", digest=digest("screen", "hall"), **until)
    link.word = "hall"  # as the doors fill it in
    return link


def _city(who: User) -> CityPost:
    return CityPost.objects.create(user=who, city="示例市司法局", valid_from=today())
