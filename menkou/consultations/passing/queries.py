"""Who else could help with a matter: the other post first, then the team of the township, by what they are good at."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from menkou.advisers.models import Registration, Speciality
from menkou.advisers.queries import roster
from menkou.consultations import queries as consultations
from menkou.consultations.interests.barring import barred_from
from menkou.consultations.models import Consultation
from menkou.core.dated import holding
from menkou.places.rules.topics import TOPICS
from menkou.postings import queries as postings
from menkou.postings.models import Post


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be asked or given the matter, with what tells whether they suit it."""

    person: Registration
    is_other_post: bool
    topics: tuple[str, ...]
    open_matters: int

    @property
    def good_at(self) -> str:
        return "、".join(TOPICS[one] for one in self.topics)


def near(consultation: Consultation) -> QuerySet[Registration]:
    """Who is here, serves the township or works in the holder's institution, and is kept out by no interest."""
    barred, township = barred_from(consultation), consultation.village.township_id
    here = {"registration_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    in_township = Exists(postings.running().filter(village__township_id=township, **here))
    houses = Registration.objects.filter(pk=consultation.holder_id).values("institution")
    in_team = Q(institution__in=houses) & Exists(postings.running().filter(**here))
    found = roster().filter(Q(in_township) | in_team).exclude(pk=consultation.holder_id)
    found = found.exclude(institution__in=barred.institutions).exclude(adviser__in=barred.advisers)
    return found.exclude(postings.is_away("pk"))


def colleagues_of(consultation: Consultation, topic: str = "") -> list[Colleague]:
    """Those near, the other post first; then who is good at the topic, if one is named; then who has the fewest."""
    people = list(near(consultation))
    other, topics = consultations.taker_of(consultation), _topics(people)
    waiting = _open_matters(people)
    found = [
        Colleague(one, other is not None and one.pk == other.registration_id, topics[one.pk], waiting[one.pk])
        for one in people
    ]
    return sorted(
        found, key=lambda one: (not one.is_other_post, topic not in one.topics, one.open_matters, one.person.pk)
    )


def post_in(consultation: Consultation, person: Registration) -> str | None:
    """Which post of the village somebody holds, if any."""
    held = postings.running().filter(village=consultation.village_id, registration=person, post__in=Post.values)
    return held.order_by("post").values_list("post", flat=True).first()


def _topics(people: Iterable[Registration]) -> defaultdict[UUID, tuple[str, ...]]:
    found: defaultdict[UUID, tuple[str, ...]] = defaultdict(tuple)
    known = holding(Speciality.objects.filter(registration__in=[one.pk for one in people]))
    for who, topic in known.order_by("topic").values_list("registration", "topic"):
        found[who] += (topic,)
    return found


def _open_matters(people: Iterable[Registration]) -> Counter[UUID]:
    mine = Consultation.objects.filter(holder__in=[one.pk for one in people])
    still_open = mine.exclude(state=Consultation.State.CLOSED)
    return Counter(dict(still_open.order_by().values_list("holder").annotate(many=Count("pk"))))
