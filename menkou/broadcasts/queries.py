"""What can be seen of notices: by their house all, by others what is brought into their own groups."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from menkou.broadcasts.models import Delivery, Notice, Reading, Task
from menkou.broadcasts.rules import composing
from menkou.broadcasts.rules.rising import monday_of
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.core.finding import holding as holding_words
from menkou.groups.keeping import queries as keeping
from menkou.groups.models import Group
from menkou.places import queries as places
from menkou.places.models import Demand, District, Village
from menkou.places.rules.texts import days_in
from menkou.postings import queries as postings
from menkou.postings.models import Post

State = Delivery.State
OUT = (Notice.State.APPROVED, Notice.State.GOING, Notice.State.CANCELLED)
MOST_LATELY = 60  # days for which somebody sees what was brought into their groups


def visible_to(by: Actor) -> QuerySet[Notice]:
    """The bureau and the auditor see all; an office its own, and what the bureau sends out."""
    found = Notice.objects.select_related("made_by", "approved_by", "cancelled_by", "township")
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    towns = by.held(Role.JUDICIAL_OFFICE)
    return found.filter(Q(township__in=towns) | (Q(township=None, state__in=OUT) if towns else Q(pk=None)))


def listed(by: Actor, words: tuple[str, ...] = ()) -> QuerySet[Notice]:
    """All that somebody sees, the latest day first; those whose own words hold what is looked for."""
    return holding_words(visible_to(by), words, "title", "text", "speech")


def notice_for(by: Actor, pk: UUID) -> Notice:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def to_agree_to(by: Actor) -> QuerySet[Notice]:
    """等您批的: handed in by somebody else of one's own house."""
    found = visible_to(by).filter(state=Notice.State.WAITING).exclude(made_by=by.user_id)
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.filter(township__in=by.held(Role.JUDICIAL_OFFICE))


def in_public(pk: UUID) -> Notice:
    """What its readers see: what has begun to go out, or that it was taken back. Raises Notice.DoesNotExist."""
    begun = Q(state=Notice.State.GOING) | Q(state=Notice.State.CANCELLED, approved_at__isnull=False)
    return Notice.objects.get(begun, pk=pk)


def deliveries(by: Actor, notice: Notice) -> QuerySet[Delivery]:
    """Of one notice, in the groups that somebody sees, by the groups' names."""
    found = Delivery.objects.filter(notice=notice).defer("proof").order_by("group__name", "pk")
    return found.filter(seen_by(by))


def missing(by: Actor, notice: Notice) -> QuerySet[Delivery]:
    """还没送到的群."""
    return deliveries(by, notice).filter(state__in=Delivery.OPEN)


def there(by: Actor, notice: Notice) -> QuerySet[Delivery]:
    """回执: the groups where it is, by whom and when that was said."""
    return deliveries(by, notice).filter(state__in=Delivery.THERE)


def with_groups(rows: Iterable[Delivery]) -> list[Delivery]:
    """The rows of one page, with where each group belongs and whose it is; in the same order."""
    pks = [one.pk for one in rows]
    found = Delivery.objects.filter(pk__in=pks).defer("proof", "group__qr")
    places = (
        "group__village__township",
        "group__township",
        "group__registration__adviser",
        "group__owner",
        "confirmed_by",
    )
    by_pk = {one.pk: one for one in found.select_related(*places)}
    return [by_pk[pk] for pk in pks]


def seen_by(by: Actor) -> Q:
    """The condition for deliveries into groups that somebody sees; the bureau and the auditor see all."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Q()
    return Q(group__in=keeping.visible_to(by).values("pk"))


def delivery_for(by: Actor, pk: UUID) -> Delivery:
    """How a page gets hold of one: of a group that somebody brings words into, or whose notice they see."""
    found = Delivery.objects.select_related("notice", "group__village__township", "group__township", "confirmed_by")
    found = found.select_related("group__registration__adviser", "group__owner", "notice__township").defer("proof")
    return found.filter(Q(brought_by(by)) | Q(group__in=keeping.visible_to(by).values("pk"))).get(pk=pk)


def mine(by: Actor) -> QuerySet[Delivery]:
    """要发到群里的: what waits for somebody to bring it there, what is due longest first."""
    found = Delivery.objects.filter(brought_by(by), state__in=Delivery.OPEN, notice__state=Notice.State.GOING)
    found = found.filter(group__dissolved_on=None).defer("proof")
    return found.select_related("notice", "group__village__township", "group__township").order_by("notice__go_on", "pk")


def lately(by: Actor) -> QuerySet[Delivery]:
    """What somebody has brought there lately."""
    since = clock.today() - timedelta(days=MOST_LATELY)
    found = Delivery.objects.filter(brought_by(by), state__in=Delivery.THERE, notice__go_on__gte=since).defer("proof")
    return found.select_related("notice", "group__village__township", "group__township").order_by(
        "-notice__go_on", "pk"
    )


def this_week(by: Actor) -> list[tuple[Group, int]]:
    """群主的事: each group that an adviser owns, and how much has been brought into it since Monday."""
    monday = monday_of(clock.today())
    mine = keeping.running().filter(registration__in=by.held(Role.ADVISER)).defer("qr").order_by("name", "pk")
    had = Delivery.objects.filter(state__in=Delivery.THERE, notice__go_on__gte=monday, group__in=mine.values("pk"))
    counted = dict(had.order_by().values_list("group").annotate(Count("pk")))
    return [(one, counted.get(one.pk, 0)) for one in mine]


def brought_by(by: Actor) -> Q:
    """The condition for deliveries of groups that somebody answers for: as owner, on the village's A post, or by office."""
    own = by.held(Role.ADVISER)
    served = postings.held_by(own).filter(post=Post.A).order_by().values("village")
    mine = Q(group__registration__in=keeping.on_roster(by)) | Q(group__owner=by.user_id)
    mine |= Q(group__is_ours=False) & (Q(group__village__in=served) | Q(group__village__in=by.held(Role.VILLAGE_CADRE)))
    mine |= Q(group__township__in=by.held(Role.JUDICIAL_OFFICE))
    return mine | Q(group__level=Group.Level.DISTRICT) if by.has_role(Role.JUSTICE_BUREAU) else mine


def brings(by: Actor, group: Group) -> bool:
    """Whether somebody may say that words are in a group: whoever keeps it, and the village's own cadres."""
    if by.holds(Role.VILLAGE_CADRE, group.village_id) or by.has_role(Role.JUSTICE_BUREAU):
        return True
    return by.holds(Role.JUDICIAL_OFFICE, group.town_id) or keeping.serves(by, group)


def audience(notice: Notice) -> QuerySet[Group]:
    """The groups of today that a notice is for."""
    found = keeping.running().filter(level__in=notice.levels)
    if notice.township_id:
        found = found.filter(Q(township=notice.township_id) | Q(village__township=notice.township_id))
    elif notice.towns:
        there = Q(township__in=notice.towns) | Q(village__township__in=notice.towns)
        found = found.filter(there | Q(level=Group.Level.DISTRICT))
    return found.filter(~Q(level=Group.Level.VILLAGE) | _of(notice.grades)) if notice.grades else found


def _of(grades: list[str]) -> Q:
    """The condition for groups of villages of some classes; a village without a class is an ordinary one."""
    classed = holding(Demand.objects.all()).order_by()
    found = Q(village__in=classed.filter(grade__in=grades).values("village"))
    if Demand.Grade.ORDINARY in grades:
        found |= ~Q(village__in=classed.values("village"))
    return found


def not_put_down(notice: Notice) -> QuerySet[Group]:
    """Groups of its audience that it has not been put down for, in the order in which it is."""
    groups = audience(notice)
    groups = groups.filter(pk__gt=notice.spread_to) if notice.spread_to else groups
    return groups.defer("qr").order_by("pk")


def due(on: date | None = None) -> QuerySet[Notice]:
    """Approved, and their day has come; or begun and not put down for every group yet."""
    on = on or clock.today()
    begun = Q(state=Notice.State.GOING, spread_at=None)
    return Notice.objects.filter(begun | Q(state=Notice.State.APPROVED, go_on__lte=on)).order_by("go_on", "pk")


def tasks_to_poll(before: datetime, since: datetime) -> QuerySet:
    """Tasks of 企业微信群发 that were made since, and not asked about since before; ids only."""
    made = Task.objects.filter(state=Task.State.MADE, made_at__gte=since, account__is_on=True)
    unasked = made.filter(Q(polled_at=None) | Q(polled_at__lt=before))
    return unasked.order_by("polled_at", "pk").values_list("pk", flat=True)


def addresses(groups: Iterable[Group]) -> dict[UUID, str]:
    """Who is told for each group, as the outbox has it: its owner, the A post of a village's own, or the office."""
    groups = list(groups)
    places_of = {one.village_id for one in groups if one.registration_id is None and one.village_id}
    held = postings.running().filter(village__in={one.village_id for one in groups if not one.is_ours}, post=Post.A)
    served: dict[UUID | None, UUID] = dict(held.order_by().values_list("village", "registration"))
    towns: dict[UUID | None, UUID] = dict(
        Village.objects.filter(pk__in=places_of).order_by().values_list("pk", "township")
    )
    return {one.pk: _address(one, served, towns) for one in groups}


def _address(group: Group, served: Mapping[UUID | None, UUID], towns: Mapping[UUID | None, UUID]) -> str:
    if who := group.registration_id or (None if group.is_ours else served.get(group.village_id)):
        return f"registration:{who}"
    town = towns.get(group.village_id, group.township_id)
    return f"township:{town}" if town else "bureau"


def names_of_bringers(rows: Iterable[Delivery]) -> dict[UUID, str]:
    """Whose turn it is in each group, by name, for the list of those that wait."""
    rows = list(rows)
    own = {one.group.village_id for one in rows if not one.group.is_ours}
    held = postings.running().filter(village__in=own, post=Post.A) if own else postings.running().none()
    people = held.order_by().values_list("village", "registration__adviser__name")
    served: dict[UUID | None, str] = dict(people)
    return {
        one.pk: one.group.owner_name if one.group.is_ours else served.get(one.group.village_id, "村里") for one in rows
    }


def page_of(notice: Notice, district: District) -> str:
    """The address under which everybody reads it."""
    return f"{settings.MENKOU_PUBLIC_URL}/{district.slug}/n/{notice.pk}"


def words_for_group(notice: Notice, district: District) -> str:
    """Word for word what goes into a group."""
    return composing.to_group(notice.get_kind_display(), notice.title, notice.text, page_of(notice, district))


def words_for_loudspeaker(notice: Notice) -> str:
    return composing.to_loudspeaker(notice.title, notice.text, notice.speech)


def next_day() -> date:
    """When the district's next day for publications is."""
    return composing.next_day(days_in(places.texts()["publication_days"]), clock.today())


def towns_in_words(notice: Notice) -> str:
    """Where it goes, by township."""
    if notice.township_id:
        return str(notice.township)
    if not notice.towns:
        return "全区"
    return "、".join(places.townships().filter(pk__in=notice.towns).values_list("name", flat=True))


def readings(notice: Notice) -> int:
    """How often its page was opened."""
    return Reading.objects.filter(notice=notice).aggregate(Sum("times"))["times__sum"] or 0


def old_proofs() -> QuerySet[Delivery]:
    """Screenshots that are not kept any longer."""
    before = clock.now() - timedelta(days=places.rules()["days_a_screenshot_is_kept"])
    return Delivery.objects.filter(proof__isnull=False, confirmed_at__lt=before)


def proof_of(delivery: Delivery) -> bytes | None:
    found = Delivery.objects.filter(pk=delivery.pk).values_list("proof", flat=True).get()
    return bytes(found) if found else None
