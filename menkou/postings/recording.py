"""登记在岗: what keeps a post that somebody holds already from being put on record; what changes hands is a plan's affair."""

from collections.abc import Iterable, Sequence
from datetime import date

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.dated import holding
from menkou.core.errors import Conflict
from menkou.places.models import Village
from menkou.postings import succession
from menkou.postings.models import Avoidance, Posting

MOST_NAMED = 3  # posts in one message
AHEAD = "的起始日还没到。以后才开始的，请在派驻方案里安排。"
ENDED = "所在的村（社区）已经撤并了，请写承接的村（社区）。"
TAKEN = "在这些天里已经登记了人。要换人，请做派驻方案。"
AVOIDED = "派的是须回避的人或者机构。"
OVER = "到今天已经空了：聘用合同、名册或者执业证在今天以前到期。请核对起始日。"


def vacant(posts: Sequence[Posting]) -> list[Posting]:
    """These posts, up to whoever comes next.

    Raises Conflict where one begins later, or somebody has held it since, or its village has ended meanwhile.
    """
    today = clock.today()
    _refuse([post for post in posts if post.valid_from > today], AHEAD)
    _refuse_where_a_village_has_ended(posts, today)
    free = succession.free(posts)
    _refuse([post for post in posts if post not in free or _is_over(post, today)], TAKEN)
    _refuse_who_avoid(posts)
    return free


def refuse_over(asked: Iterable[Posting], laid: Iterable[Posting]) -> None:
    """Raises Conflict where nothing of a post reaches to today, as under a contract that has ended."""
    today = clock.today()
    here = {_seat(post) for post in laid if post.valid_from <= today and not _is_over(post, today)}
    _refuse([post for post in asked if _seat(post) not in here], OVER)


def _refuse_where_a_village_has_ended(posts: Sequence[Posting], today: date) -> None:
    ended = Village.objects.filter(pk__in={post.village_id for post in posts}, valid_until__lte=today)
    gone = set(ended.values_list("pk", flat=True))
    _refuse([post for post in posts if post.village_id in gone], ENDED)


def _refuse_who_avoid(posts: Sequence[Posting]) -> None:
    people = Registration.objects.in_bulk({post.registration_id for post in posts})
    found = holding(Avoidance.objects.filter(village__in={post.village_id for post in posts}))
    avoided = {(one.village_id, one.registration_id or one.institution_id) for one in found}
    kept = [
        post
        for post in posts
        if {(post.village_id, post.registration_id), (post.village_id, people[post.registration_id].institution_id)}
        & avoided
    ]
    _refuse(kept, AVOIDED)


def _seat(post: Posting) -> tuple:
    return post.village_id, post.post


def _is_over(post: Posting, today: date) -> bool:
    return post.valid_until is not None and post.valid_until <= today


def _refuse(posts: list[Posting], why: str) -> None:
    if posts:
        villages = Village.objects.select_related("township").in_bulk({post.village_id for post in posts})
        names = "、".join(f"{villages[one.village_id]}{one.get_post_display()}" for one in posts[:MOST_NAMED])
        raise Conflict(f"{names}{'等' if len(posts) > MOST_NAMED else ''}{why}这次什么也没有登记。")
