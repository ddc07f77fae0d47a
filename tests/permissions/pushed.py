"""Groups of three levels, and what is pushed into them in every state that a door tells apart."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Model

from menkou.advisers.models import Registration
from menkou.broadcasts.models import Article, Delivery, Notice, Rise
from menkou.core.actors import Actor
from menkou.core.clock import now, today
from menkou.groups.models import Group
from menkou.places.models import Village

Things = dict[str, Model]


def pushed(
    actors: Mapping[str, Actor], village: Village, chen: Registration, lin: Registration
) -> tuple[Things, dict[str, str]]:
    """By the names that the matrix uses; and what is sent to their doors."""
    ids = {name: actors[name].user_id for name in ("office", "bureau", "newcomer", "adviser_a")}
    tomorrow = today() + timedelta(days=1)
    group = Group.objects.create(
        level="village", name="红花村法律顾问群", village=village, registration=chen, qr=b"jpeg", qr_until=tomorrow
    )
    town = Group.objects.create(level="township", name="红花镇", township=village.township, owner_id=ids["office"])
    top = Group.objects.create(level="district", name="顾问之家", owner_id=ids["bureau"])
    own = Group.objects.create(level="village", name="红花村乡亲", village=village, is_ours=False)

    def notice(by: str, state: str, **more) -> Notice:
        facts = {"kind": "notice", "title": "防骗", "text": "别信。", "levels": ["village"], "go_on": tomorrow}
        agreed = {"approved_at": now(), "approved_by_id": ids["bureau"]} if state == "going" else {}
        return Notice.objects.create(made_at=now(), made_by_id=ids[by], state=state, **facts, **agreed, **more)

    here = {"township": village.township}
    going = notice("office", "going", spread_at=now(), **here)
    seen = {"begins_on": today() - timedelta(days=28), "ends_on": today(), "least": 5, "past_weeks": 52, "width": 5}
    Rise.objects.create(notice=going, category="land", **here, **seen)
    said = {"state": "confirmed", "confirmed_at": now(), "confirmed_by_id": ids["adviser_a"], "proof": b"jpeg"}
    return {
        "article": _article(ids["bureau"]),
        "group": group,
        "town_group": town,
        "district_group": top,
        "office_draft": notice("office", "draft", **here),
        "bureau_draft": notice("bureau", "draft"),
        "orphaned_draft": notice("newcomer", "draft", **here),
        "office_waiting": notice("office", "waiting", edition=1, **here),
        "office_notice": going,
        "delivery": Delivery.objects.create(notice=going, group=group, means="hand"),
        "confirmed_delivery": Delivery.objects.create(notice=going, group=own, means="hand", **said),
    }, {"group_place": f"v{village.pk}", "lin_owner": f"r{lin.pk}", "red_town": str(village.township_id)}


def _article(user_id) -> Article:
    facts = {"title": "借条", "text": "写清楚。", "law": "民法典", "source": "第680条", "made_at": now()}
    return Article.objects.create(**facts, review_by=today() + timedelta(days=1), made_by_id=user_id)
