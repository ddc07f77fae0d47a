"""一处找全: what a person may see of what they typed; each kind asked for once, and nothing beyond their own scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from menkou.advisers import finding as people
from menkou.boards import queries as boards
from menkou.boards.rules import numbers as board_numbers
from menkou.complaints import queries as complaints
from menkou.consultations import queries as consultations
from menkou.core.actors import Actor, Role
from menkou.engagements import queries as engagements
from menkou.oversight import numbers, queries
from menkou.oversight.houses import queries as houses
from menkou.oversight.search import pages
from menkou.places import finding
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.places.rules import sounds
from menkou.postings import queries as postings

MOST = 8  # of a kind; whoever looks for more writes one character more
OFFICERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its name, what else is said of it, and where it opens."""

    title: str
    note: str
    url: str


Group = tuple[str, list[Hit]]


def found(by: Actor, typed: str, menu: Iterable[dict]) -> list[Group]:
    """All kinds of which something was found, the pages of one's own menu first."""
    if not sounds.tidy(typed):
        return []
    kinds = (
        ("页面", pages.called(typed, menu)),
        ("编号", _numbers(by, typed)),
        ("村（社区）", _villages(by, typed)),
        ("镇街", _townships(by, typed)),
        ("法律顾问", _advisers(by, typed)),
        ("机构", _institutions(by, typed)),
        ("聘用合同", _contracts(by, typed)),
    )
    return [(title, [hit if isinstance(hit, Hit) else Hit(*hit) for hit in hits]) for title, hits in kinds if hits]


def villages_seen(by: Actor) -> QuerySet[Village]:
    """Those of one's own scope: overseen, served, or one's own."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return places.villages()
    own = Q(pk__in=by.held(Role.VILLAGE_CADRE))
    if served := by.held(Role.ADVISER):
        own |= Q(pk__in=postings.held_by(served).order_by().values("village"))
    if by.has_role(*OFFICERS):
        own |= Q(pk__in=numbers.villages_of(by).order_by().values("pk"))
    return places.villages().filter(own)


def _villages(by: Actor, typed: str) -> list[Hit]:
    """韦园村 finds 韦园社区 as well; what begins so stands first."""
    typed = sounds.tidy(typed)
    rows = list(villages_seen(by).filter(finding.called(typed))[: finding.MOST])
    if not rows and (shorter := sounds.without_kind(typed)) not in ("", typed):
        return _villages(by, shorter)
    rows.sort(key=lambda one: (not one.name.startswith(typed), one.code))
    return [
        Hit(one.short_name, str(one.township), reverse("oversight:dossier", args=[one.code])) for one in rows[:MOST]
    ]


def _townships(by: Actor, typed: str) -> list[Hit]:
    if not by.has_role(*OFFICERS):
        return []
    mine = finding.townships(typed).filter(pk__in=villages_seen(by).order_by().values("township"))
    url = reverse("oversight:villages")
    return [Hit(str(one), "看各村", f"{url}?{urlencode({'township': one.code})}") for one in mine[:MOST]]


def _advisers(by: Actor, typed: str) -> list[Hit]:
    if not by.has_role(*OFFICERS):
        return []
    url = reverse("oversight:advisers")
    rows = queries.advisers(by, wanted=typed).select_related("adviser", "institution")[:MOST]
    return [
        Hit(one.adviser.name, f"{one.institution.name} {one.phone}", f"{url}?{urlencode({'q': one.adviser.name})}")
        for one in rows
    ]


def _institutions(by: Actor, typed: str) -> list[Hit]:
    if not by.has_role(*houses.READERS):
        return []
    rows = people.institutions(houses.institutions_for(by), typed)[:MOST]
    return [Hit(one.name, one.phone, reverse("oversight:institution", args=[one.pk])) for one in rows]


def _contracts(by: Actor, typed: str) -> list[Hit]:
    """Of villages and institutions that are so called, the latest end first."""
    if not by.has_role(*OFFICERS):
        return []
    there = Village.objects.filter(finding.called(sounds.tidy(typed))).order_by().values("pk")
    named = Q(village__in=there) | people.of_institution(typed, "institution__")
    rows = engagements.contracts_for(by).filter(named).order_by("-valid_until", "village__code")[:MOST]
    return [
        Hit(f"{one.village.short_name}—{one.institution}", f"到 {one.valid_until:%Y-%m-%d}", _contract(one.pk))
        for one in rows
    ]


def _contract(pk) -> str:
    return reverse("engagements:contract", args=[pk])


def _numbers(by: Actor, typed: str) -> list[Hit]:
    """编号 of consultations that are one's own to answer, or of which one sees a complaint; numbers of boards."""
    found = []
    matter = consultations.with_reference(typed)
    if (
        matter
        and by.has_role(Role.ADVISER)
        and consultations.held_by(by.held(Role.ADVISER)).filter(pk=matter.pk).exists()
    ):
        found.append(Hit(matter.reference, "咨询", reverse("consultations:consultation", args=[matter.pk])))
    if matter and by.has_role(*OFFICERS):
        raised = complaints.visible_to(by).filter(consultation=matter).order_by("-raised_at")[:MOST]
        found += [
            Hit(matter.reference, f"投诉：{one.get_state_display()}", reverse("complaints:complaint", args=[one.pk]))
            for one in raised
        ]
    if number := board_numbers.tidy(typed):
        for one in boards.numbered(by, [number]).values():
            found.append(Hit(number, "公示牌", reverse("boards:board", args=[one.pk])))
    return found
