"""A small version for tests: two villages in two townships, and four people."""

from datetime import date, timedelta

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.places.models import Village
from menkou.plans.models import Version
from tests.cast import SLUG

HERE, THERE = "999901001201", "999901002201"  # 红花村 and 青树村
PLANS = f"/{SLUG}/plans"


def version(by: Actor, posts: dict[str, tuple[Registration | None, Registration | None]], **facts) -> Version:
    """A version that is ready, with these posts, drawn up by somebody."""
    kept = {code: [str(one.pk) if one else None for one in both] for code, both in posts.items()}
    told = {"terms": {"travel_a": 40.0, "pairings": 1600.0}, "value": 1640.0, "bound": 1600.0, "seconds": 1.0}
    told |= {"number": Version.objects.count() + 1, "state": "ready", "bound_covers": "district", "posts": kept}
    told |= {"starts_on": clock.today() + timedelta(days=30), "made_at": clock.now()}
    return Version.objects.create(made_by=User.objects.get(pk=by.user_id), **(told | facts))


def villages(township, count: int) -> list[Village]:
    """More villages in a township."""
    facts = {"township": township, "kind": "village", "valid_from": date(2020, 1, 1)}
    return Village.objects.bulk_create(
        Village(code=f"{township.code}{300 + n}", name=f"第{n}村委会", **facts) for n in range(count)
    )


def words(answer) -> str:
    """What a page says, without its markup."""
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))
