"""What can be seen of a village's affairs: the village its own, an adviser what they are asked to, an office its township's.

A paper, an opinion and what became of it are for those who work on it; audit and directors see the facts.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.core.memory import remembered
from menkou.occasions.models import Occasion, Paper, Remark
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Post, Posting

Kind, Presence = Occasion.Kind, Occasion.Presence
OVERSEERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
SHOWN = {
    "coming": "还没办的",
    "unanswered": "顾问还没答复的",
    "open": "办了，还没写结果的",
    "undecided": "有意见，村里还没说采纳没有的",
    "untold": "没有事先告诉顾问的",
    "all": "全部",
}


class Tally(NamedTuple):
    """So many affairs of one kind at one village, by whether an adviser was told, and took part."""

    village_id: UUID
    kind: str
    told: int
    untold: int
    attended: int
    opined: int
    adopted: int


def visible_to(by: Actor) -> QuerySet[Occasion]:
    """Facts of it: time, kind, who was told, who came."""
    seen = (
        Q()
        if by.has_role(*OVERSEERS)
        else _worked_on(by) | Q(invited__institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    )
    return Occasion.objects.filter(seen).select_related("village__township", "invited__adviser")


def read_by(by: Actor) -> QuerySet[Occasion]:
    """With papers, opinion and remarks: who works on it, and the bureau."""
    seen = Q() if by.has_role(Role.JUSTICE_BUREAU) else _worked_on(by)
    return Occasion.objects.filter(seen)


def _worked_on(by: Actor) -> Q:
    """Of a village that was merged: who serves, keeps or oversees the one that goes on for it, and its own office."""
    mine, townships = by.held(Role.ADVISER), by.held(Role.JUDICIAL_OFFICE)
    villages = set(by.held(Role.VILLAGE_CADRE)) | _served_by(mine)
    own, merged = _on_roster(by), _merged_into(villages, townships)
    advised = Q(invited__in=own) | Q(attended__in=own)
    return (advised if mine else Q(pk=None)) | Q(village__in=villages | merged) | Q(village__township__in=townships)


def _served_by(registrations: Collection[UUID]) -> set[UUID]:
    """The villages where one of these holds a post today."""
    if not registrations:
        return set()
    return set(postings.running().filter(registration__in=registrations).values_list("village", flat=True))


def _merged_into(villages: Collection[UUID], townships: Collection[UUID]) -> set[UUID]:
    """The villages for which one of these goes on, or one in these townships."""
    found = _heirs_and_townships() if villages or townships else {}
    return {one for one, (heir, town) in found.items() if heir in villages or town in townships}


@remembered
def _heirs_and_townships() -> dict[UUID, tuple[UUID, UUID]]:
    """For each village that was merged, the one that goes on for it now, and its township."""
    return {one: (heir.pk, heir.township_id) for one, heir in heirs().items()}


def heirs() -> dict[UUID, Village]:
    """For each village that was merged, the one that goes on for it now."""
    last = places.heirs()
    running = {one.pk: one for one in places.villages_ever(last.values())} if last else {}
    return {one: running[heir] for one, heir in last.items()}


def with_merged(villages: Collection[UUID]) -> set[UUID]:
    """These villages, and those that have been merged into them."""
    return set(villages) | _merged_into(villages, ())


def standing(village: Village) -> Village:
    """The village itself, or the one that goes on for it."""
    return heirs().get(village.pk, village) if village.successor_id else village


def _on_roster(by: Actor) -> QuerySet:
    """As whom an adviser works here today: whoever has left the roster was asked in vain, and sees it no more."""
    return roster().filter(pk__in=by.held(Role.ADVISER)).order_by().values("pk")


def occasion_for(by: Actor, pk: UUID) -> Occasion:
    """How a page gets hold of one: what you may not see does not exist."""
    found = visible_to(by).select_related(
        *("village__township", "invited__adviser", "invited__institution"),
        *("declined__adviser", "attended__adviser", "entry"),
    )
    return found.get(pk=pk)


def listed(by: Actor, chosen: str) -> QuerySet[Occasion]:
    """The list: what is to come first to come, what is over the newest first."""
    found, now = visible_to(by), clock.now()
    if chosen == "all":
        return found
    if chosen == "untold":
        return found.filter(Q(invited_at=None) | Q(invited_at__gte=F("happens_at")), off_at=None)
    if chosen == "undecided":
        return found.exclude(opinion="").filter(adopted="", off_at=None)
    if chosen == "open":
        return found.filter(happens_at__lte=now, off_at=None, presence="", seen="")
    to_come = found.filter(happens_at__gt=now, off_at=None).order_by("happens_at", "id")
    return to_come.filter(reply="", invited__isnull=False) if chosen == "unanswered" else to_come


def to_come(by: Actor) -> QuerySet[Occasion]:
    """Where an adviser said that they will be, and what they are still to answer; the soonest first."""
    mine = Occasion.objects.filter(invited__in=_on_roster(by), off_at=None).exclude(reply="cannot")
    return (
        mine.filter(happens_at__gt=clock.now() - timedelta(hours=12), presence="")
        .select_related("village")
        .order_by("happens_at")
    )


def papers_of(by: Actor, occasion: Occasion) -> QuerySet[Paper]:
    return Paper.objects.filter(occasion__in=read_by(by).filter(pk=occasion.pk)).select_related("added_by")


def remarks_of(by: Actor, occasion: Occasion) -> QuerySet[Remark]:
    return Remark.objects.filter(occasion__in=read_by(by).filter(pk=occasion.pk)).select_related("made_by")


def remark_for(by: Actor, pk: UUID) -> Remark:
    return Remark.objects.select_related("occasion__village").get(pk=pk, occasion__in=read_by(by))


def paper_for(by: Actor, pk: UUID) -> Paper:
    """The only way to a paper."""
    return Paper.objects.select_related("occasion__village").get(pk=pk, occasion__in=read_by(by))


def files_in_use() -> set[str]:
    return set(Paper.objects.values_list("file", flat=True))


def villages_of(by: Actor) -> QuerySet[Village]:
    """Where this person may register: a cadre in their own, an office in its township's."""
    mine = Q(pk__in=by.held(Role.VILLAGE_CADRE)) | Q(township__in=by.held(Role.JUDICIAL_OFFICE))
    return places.villages().filter(mine).order_by("code")


def earlier(by: Actor) -> QuerySet[Occasion]:
    """What a dispute may have come from: what was decided or signed where this person may register; the newest."""
    where = with_merged(set(villages_of(by).values_list("pk", flat=True)))
    found = Occasion.objects.filter(village__in=where, off_at=None, kind__in=Occasion.DECIDED)
    return found.order_by("-happens_at")


def disputes_over(by: Actor, occasion: Occasion) -> QuerySet[Occasion]:
    """后来的纠纷: what arose from it, of what this person may see; a dispute's title may name its people."""
    return visible_to(by).filter(follows=occasion, off_at=None).order_by("happens_at")


def came_from(by: Actor, occasion: Occasion) -> Occasion | None:
    """起因: what it arose from, where this person may see that."""
    return visible_to(by).filter(pk=occasion.follows_id).first() if occasion.follows_id else None


def is_invited(by: Actor, occasion: Occasion) -> bool:
    """Whether it is this person who is asked, and they are on the roster still."""
    mine = occasion.invited_id in by.held(Role.ADVISER)
    return mine and _on_roster(by).filter(pk=occasion.invited_id).exists()


def adviser_at(by: Actor, occasion: Occasion) -> UUID | None:
    """Which registration of this person may act in it: the invited one, or one with a post at the village."""
    if is_invited(by, occasion):
        return occasion.invited_id
    where = {occasion.village_id, standing(occasion.village).pk}
    posts = postings.running().filter(registration__in=by.held(Role.ADVISER), village__in=where)
    return posts.order_by("post").values_list("registration", flat=True).first()


def acting(by: Actor, occasion: Occasion) -> Registration:
    """As whom this person acts in it, after the policy has said that they may."""
    as_whom = adviser_at(by, occasion)
    assert as_whom is not None
    return Registration.objects.get(pk=as_whom)


def invitable(village: Village, at: datetime) -> Registration | None:
    """Who is to be asked: A; B where A is away at that time; else who stands in and is not. None where there is nobody."""
    if first := _here(village, at).first():
        return first.registration
    away = postings.absent(at).values_list("registration__adviser", flat=True)
    duty = postings.on_duty(village, nor=list(away))
    return roster(_day_of(at)).filter(pk=duty[0]).first() if duty else None


def beside(occasion: Occasion) -> Registration | None:
    """B, where it is A who cannot come. Nobody beside B: A was asked before, or is away."""
    held = postings.running(_day_of(occasion.happens_at)).filter(village=occasion.village_id, post=Post.A)
    if not held.filter(registration=occasion.invited_id).exists():
        return None
    other = _here(occasion.village, occasion.happens_at).filter(post=Post.B).exclude(registration=occasion.invited_id)
    return found.registration if (found := other.first()) else None


def left_to_come(merged: Mapping[UUID, Village]) -> list[Occasion]:
    """What is to come in villages that were merged, locked."""
    found = Occasion.objects.filter(village__in=list(merged), happens_at__gt=clock.now(), off_at=None, presence="")
    return list(found.select_for_update(of=("self",)).order_by("pk")) if merged else []


def is_served_by_invited(occasion: Occasion) -> bool:
    """Whether who is asked serves the village then."""
    return _here(occasion.village, occasion.happens_at).filter(registration=occasion.invited_id).exists()


def _here(village: Village, at: datetime) -> QuerySet[Posting]:
    """Who serves the village then and is not away: A, then B."""
    away = postings.absent(at).values("registration")
    held = postings.running(_day_of(at)).filter(village=village).exclude(registration__in=away)
    return held.order_by("post").select_related("registration")


def _day_of(at: datetime) -> date:
    return max(at.astimezone(clock.SHANGHAI).date(), clock.today())


def once(form: str) -> Occasion | None:
    """What this form has registered already."""
    return Occasion.objects.filter(once_digest=digest("occasion", form)).select_related("village").first()


def is_late(occasion: Occasion) -> bool:
    """Whether the adviser was told too shortly before it, by the district's rule."""
    days = places.rules()["days_to_tell_of_an_occasion"]
    told_at = occasion.invited_at if occasion.was_told else None
    return told_at is not None and occasion.happens_at - told_at < timedelta(days=days)


def tally(start: datetime, end: datetime) -> list[Tally]:
    """参与情况 by village and kind between two instants, for the assessment: who was never told is charged nothing."""
    told = Q(invited_at__isnull=False, invited_at__lt=F("happens_at"))
    took_part = Q(presence__in=[Presence.CAME, Presence.REMOTE])
    found = Occasion.objects.filter(happens_at__gte=start, happens_at__lt=end, off_at=None)
    rows = (
        found.order_by("village", "kind")
        .values_list("village", "kind")
        .annotate(
            told=Count("pk", told),
            untold=Count("pk", ~told),
            attended=Count("pk", took_part),
            opined=Count("pk", ~Q(opinion="")),
            adopted=Count("pk", Q(adopted__in=["yes", "partly"])),
        )
    )
    return [Tally(*row) for row in rows]
