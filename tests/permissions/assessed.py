"""A half-year in each state that a door tells apart, with sheets, reviews, schemes and consequences."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Model

from menkou.accounts.models import Membership
from menkou.advisers.models import Adviser, Registration
from menkou.assessments.models import Consequence, Cycle, Reply, Scheme, SchemeGrade, SchemeItem, Score, Sheet
from menkou.core.actors import Actor, Role
from menkou.core.clock import now
from menkou.places.models import Village
from tests.cast import LONG_AGO

Things = dict[str, Model]
SOON = timedelta(days=9)


def assessed(actors: Mapping[str, Actor], village: Village, chen: Registration, wu: Registration) -> Things:
    """By the names that the matrix uses."""
    ids = {name: actors[name].user_id for name in ("newcomer", "bureau", "adviser_a", "operator")}
    scheme, own_scheme = (_scheme(ids[who]) for who in ("newcomer", "bureau"))
    facts = {"key": "office", "title": "评分", "source": "office", "kind": "judged", "most": 1000}
    item = SchemeItem.objects.create(scheme=scheme, order=1, **facts)
    for title, least in (("合格", 800), ("不合格", 0)):
        SchemeGrade.objects.create(scheme=scheme, title=title, least=least)
    cycles = _cycles(ids)
    sheets: dict[str, Any] = {}

    def sheet(name: str, cycle: str, who: Registration, office: Any, scorer: Any = None) -> None:
        sheets[name] = Sheet.objects.create(
            **{"cycle": cycles[cycle], "scheme": scheme, "subject": "adviser", "registration": who},
            **{"scored_by_office": office, "name": who.adviser.name, "made_at": now()},
        )
        given = {"points": 900, "words": "评了 9 分。", "done": 900, "asked": 1000, "made_at": now()}
        is_counted = cycle != "scoring_cycle"
        made = Score.objects.create(sheet=sheets[name], item=item, is_counted=is_counted, made_by_id=scorer, **given)
        sheets[name].score = made

    sheet("scored_sheet", "scoring_cycle", chen, village.township)
    sheet("sheet_of_no_office", "scoring_cycle", wu, None)
    sheet("shown_sheet", "shown_cycle", chen, village.township, ids["operator"])
    sheet("sheet_of_bureau", "shown_cycle", wu, None, ids["bureau"])
    sheet("own_shown_sheet", "own_shown_cycle", chen, village.township, ids["operator"])
    asked = (("review", "shown_sheet"), ("scored_review", "sheet_of_bureau"), ("own_shown_review", "own_shown_sheet"))
    replies = {name: _review(sheets[of], item, ids["adviser_a"], number) for number, (name, of) in enumerate(asked)}
    replies["own_review"] = _review(sheets["shown_sheet"], item, ids["bureau"], 9)
    consequences = {name: _consequence(name, chen, ids[who]) for name, who in OF.items()}
    score = {"score": sheets["shown_sheet"].score}
    return {"scheme": scheme, "own_scheme": own_scheme, **cycles, **sheets, **replies, **consequences, **score}


OF = {"consequence": "newcomer", "own_consequence": "bureau"}  # and who told of it


def _scheme(by) -> Scheme:
    return Scheme.objects.create(subject="adviser", title="考核办法", source="文件", made_at=now(), made_by_id=by)


def _cycles(ids) -> dict[str, Cycle]:
    opened = {"opened_at": now(), "opened_by_id": ids["newcomer"]}

    def cycle(period: str, state: str, shown_by: str = "newcomer", publicity_by: str = "newcomer") -> Cycle:
        shown = {"shown_at": now(), "shown_by_id": ids[shown_by], "answer_until": now() + SOON}
        public = {"publicity_at": now(), "publicity_by_id": ids[publicity_by], "publicity_until": now() + SOON}
        said = (shown if state != "scoring" else {}) | (public if state in ("publicity", "locked") else {})
        if state == "locked":
            said |= {"locked_at": now(), "locked_by_id": ids["bureau"], "digest": b"x"}
        return Cycle.objects.create(period=period, state=state, **opened, **said)

    return {
        "scoring_cycle": cycle("2016-h1", "scoring"),
        "shown_cycle": cycle("2017-h1", "answering"),
        "own_shown_cycle": cycle("2017-h2", "answering", shown_by="bureau"),
        "public_cycle": cycle("2018-h1", "publicity"),
        "locked_cycle": cycle("2015-h1", "locked"),
        "own_public_cycle": cycle("2018-h2", "publicity", publicity_by="bureau"),
    }


def _review(sheet: Sheet, item: SchemeItem, by, number: int) -> Reply:
    said = {"text": "到了两次", "wants_review": True, "once_digest": bytes([number]), "made_at": now()}
    return Reply.objects.create(sheet=sheet, item=item, made_by_id=by, **said)


def _consequence(key: str, chen: Registration, told_by) -> Consequence:
    told = {"state": "told", "told_at": now(), "told_by_id": told_by, "answer_until": now() + SOON, "proposed": "整改"}
    facts = {"kind": "rectify", "trigger": "other", "key": key, "facts": "x", "opened_at": now()}
    return Consequence.objects.create(registration=chen, institution=chen.institution, **facts, **told)


def of_ones_own(found: Things, actors: Mapping[str, Actor], lin: Any) -> Things:
    """A review of somebody who has left, and who is of the bureau now: no part of it is theirs to judge."""
    shown: Any = found["shown_sheet"]
    person = Adviser.objects.create(name="何平", kind="legal_service_worker", licence_no="19900000000000077")
    days = {"valid_from": LONG_AGO, "valid_until": LONG_AGO + SOON}
    left = Registration.objects.create(adviser=person, institution=lin.institution, phone="10000000001", **days)
    Membership.objects.create(user_id=actors["bureau"].user_id, role=Role.ADVISER, registration=left, **days)
    facts = {"cycle": shown.cycle, "scheme": shown.scheme, "subject": "adviser", "name": "何平", "made_at": now()}
    sheet = Sheet.objects.create(registration=left, scored_by_office=shown.scored_by_office, **facts)
    given = {"points": 900, "words": "评了 9 分。", "done": 900, "asked": 1000, "made_at": now()}
    Score.objects.create(sheet=sheet, item=shown.score.item, made_by_id=actors["operator"].user_id, **given)
    return {"review_of_own": _review(sheet, shown.score.item, actors["gone_adviser"].user_id, 8)}
