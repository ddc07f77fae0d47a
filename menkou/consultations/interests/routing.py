"""Who takes a question of which the asker says whom it concerns; asked before it is sent, so that it can be said."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.consultations.interests.barring import Barred, engaged, serving
from menkou.consultations.models import Consultation, Interest
from menkou.core.errors import Conflict
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Post, Posting

COMMITTEE = "committee"
ADVISERS = {"adviser_a": Post.A, "adviser_b": Post.B}
UNKNOWN = "请从上面几项里选一项；不想说就选“都不是”。"


@dataclass(frozen=True)
class About:
    """跟谁有关: what an asker may say of a matter beside the words; nothing of it has to be said."""

    concerns: str = ""  # COMMITTEE, a word of ADVISERS, or nothing
    other_side: str = ""
    own_name: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """What the form's digest holds of it; a form that says nothing is as it always was."""
        words = (self.concerns, self.other_side, self.own_name)
        return words if any(words) else ()


NOBODY_NAMED = About()


class Route(NamedTuple):
    """Where a question goes: to whom and by which post, and of whom it is kept; `is_held` False: nobody may take it."""

    holder_id: UUID
    post: str
    is_held: bool
    interests: list[Interest]


def route(village: Village, concerns: str) -> Route | None:
    """None where the village has nobody at all. Raises Conflict where it concerns an adviser who is not there."""
    interests = _interests(village, concerns)
    barred = _barred(village, interests)
    duty = postings.on_duty(village, not_of=barred.institutions, nor=barred.advisers)
    if duty:
        return Route(*duty, True, interests)
    held = interests and postings.running().filter(village=village).order_by("post").first()
    return Route(held.registration_id, held.post, False, interests) if held else None


def _interests(village: Village, concerns: str) -> list[Interest]:
    """What the asker's word keeps away, as rows without their matter."""
    if concerns == COMMITTEE and not places.rules()["posts_act_against_committee"]:
        return [Interest(institution_id=one, kind=Interest.Kind.COMMITTEE) for one in sorted(serving(village.pk))]
    if concerns in ADVISERS:
        about = postings.running().filter(village=village, post=ADVISERS[concerns]).select_related("registration")
        if (posting := about.first()) is None:
            raise Conflict("这位法律顾问已经不在这个村了，请重新选跟谁有关。")
        facts = {"institution_id": posting.registration.institution_id, "registration": posting.registration}
        return [Interest(kind=Interest.Kind.NAMED, **facts)]
    return []


def _barred(village: Village, interests: list[Interest]) -> Barred:
    people = {one.registration.adviser_id for one in interests if one.registration}
    return Barred({one.institution_id for one in interests}, people)


def said_of(consultation: Consultation) -> bool:
    """Whether the asker has said whom it concerns."""
    return bool(consultation.concerns)


def concern_of(concerns: str) -> str:
    """The word that is kept with the matter."""
    kinds = Consultation.Concerns
    return {"": "", COMMITTEE: kinds.COMMITTEE}.get(concerns, kinds.ADVISER)


class Way(NamedTuple):
    """One answer to 跟谁有关, and who would take the matter; None: nobody near may."""

    value: str
    words: str
    taker: Registration | None


def ways_later(posts: list[Posting]) -> list[Way]:
    """What can be answered when it has been asked."""
    by_post = {one.post: one.registration.adviser.name for one in posts}
    named = [Way(value, f"村里的法律顾问{by_post[post]}", None) for value, post in ADVISERS.items() if post in by_post]
    return [Way(COMMITTEE, "村委会或村干部", None), *named]


def ways(village: Village, posts: list[Posting]) -> list[Way]:
    """What can be answered, and where each answer leads (as `route` does), from two statements."""
    near = list(postings.here_in(village.township_id))
    by_post = {one.post: one.registration for one in posts}
    serving_now = {one.institution_id for one in by_post.values()} | engaged(village.pk)
    may_act = places.rules()["posts_act_against_committee"]
    found = []
    for way in ways_later(posts):
        named = by_post.get(ADVISERS.get(way.value, ""))
        out = {named.institution_id} if named else set() if may_act else serving_now
        free = [one for one in near if one.registration.institution_id not in out]
        free = [one for one in free if named is None or one.registration.adviser_id != named.adviser_id]
        found.append(way._replace(taker=_first(village, by_post, free) if posts else None))
    return found


def _first(village: Village, by_post: dict[str, Registration], free: list[Posting]) -> Registration | None:
    """Of who is here and free: A, B, else of A's team, else who has the fewest posts in the township."""
    if own := sorted((one for one in free if one.village_id == village.pk), key=lambda one: one.post):
        return own[0].registration
    counts = Counter(one.registration_id for one in free)
    people = {one.registration_id: one.registration for one in free}
    team = by_post[Post.A].institution_id if Post.A in by_post else None
    order = sorted(people.values(), key=lambda one: (one.institution_id != team, counts[one.pk], one.pk))
    return next(iter(order), None)
