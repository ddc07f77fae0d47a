"""How far a district is on its way from nothing to an answered question: counts of what is on record, none of ticks."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from menkou.accounts import queries as accounts
from menkou.advisers import queries as advisers
from menkou.advisers.models import Institution, Presence
from menkou.boards import queries as boards
from menkou.boards.models import Board
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract
from menkou.imports import queries as imports
from menkou.imports.models import Import
from menkou.places import queries as places
from menkou.places.models import JudicialOffice, Township, Village
from menkou.plans.models import Version
from menkou.postings import queries as postings
from menkou.postings.models import Plan, Posting
from menkou.setup.rules.steps import Counts

OFFICE = Institution.Kind.LEGAL_SERVICE_OFFICE


def counts() -> Counts:
    """Everything that the steps are judged by; the same number of statements however large the district."""
    return Counts(**_places(), **_institutions(), **_people(), **_posts(), **_contracts(), **_boards(), **_asked())


def is_empty() -> bool:
    """Whether no village is on record: nobody has begun."""
    return not places.villages().exists()


def was_asked() -> bool:
    """Whether anybody has asked here, with which the last step begins."""
    return Consultation.objects.exists()


def towns() -> QuerySet[Township]:
    """Townships with how many villages each has today, and whether its office has a phone."""
    running = places.villages().filter(township=OuterRef("pk"), district=OuterRef("district"))
    reached = JudicialOffice.objects.filter(township=OuterRef("pk"), district=OuterRef("district")).exclude(phone="")
    today = clock.today()
    here = Q(villages__valid_from__lte=today) & (Q(villages__valid_until=None) | Q(villages__valid_until__gt=today))
    found = Township.objects.annotate(has_villages=Exists(running), has_phone=Exists(reached))
    return found.annotate(count=Count("villages", filter=here)).order_by("code")


def town_called(code: str) -> Township:
    """How a page gets hold of one."""
    return Township.objects.get(code=code)


def village_names(town: Township) -> list[tuple[str, str]]:
    """Code and full name of each village that a township has today."""
    return list(places.villages().filter(township=town).values_list("code", "name"))


def taken_codes(town: Township) -> set[str]:
    """Codes of a township that are or were a village's."""
    return set(Village.objects.filter(code__startswith=town.code).values_list("code", flat=True))


def _places() -> dict:
    found: list[Any] = list(towns())
    return {
        "townships": len(found),
        "villages": sum(one.count for one in found),
        "towns_without_villages": tuple(one.name for one in found if not one.has_villages),
        "towns_without_phone": tuple(one.name for one in found if not one.has_phone),
    }


def _institutions() -> dict:
    present = list(Presence.objects.select_related("institution").order_by("institution__name"))
    people = list(advisers.roster().values_list("pk", "institution_id"))
    manned, kinds = {house for _, house in people}, [one.institution.kind for one in present]
    homeless = [one for one in present if one.institution.kind == OFFICE and one.home_township_id is None]
    return {
        "firms": len(kinds) - kinds.count(OFFICE),
        "offices": kinds.count(OFFICE),
        "offices_without_home": tuple(one.institution.name for one in homeless),
        "institutions_without_people": tuple(
            one.institution.name for one in present if one.institution_id not in manned
        ),
        "advisers": len(people),
        "most_posts": places.rules()["most_posts"],
    }


def _people() -> dict:
    held = accounts.who_can_sign_in()
    on_roster = set(advisers.roster().values_list("pk", flat=True))
    return {
        "bureau": accounts.count_people(Role.JUSTICE_BUREAU),
        "operators": accounts.count_people(Role.OPERATOR),
        "advisers_with_login": len(on_roster & held[Role.ADVISER]),
        "towns_with_login": len(held[Role.JUDICIAL_OFFICE]),
        "unopened": accounts.waiting().count(),
    }


def _posts() -> dict:
    today = clock.today()
    plan = Plan.objects.filter(valid_from__gt=today).order_by("valid_from").first()
    on = plan.valid_from if plan else today
    held = postings.running(on).filter(village__in=places.villages().values("pk")).order_by()
    counted = dict(held.values_list("post").annotate(Count("village", distinct=True)))
    newest = newest_version()
    return {
        "version": f"{newest}：{newest.get_state_display()}" if newest else "",
        "with_a": counted.get("A", 0),
        "with_b": counted.get("B", 0),
        "starts_on": clock.in_words(plan.valid_from) if plan else "",
    }


def _contracts() -> dict:
    signed = Contract.objects.filter(engagements.SIGNED, valid_until__gt=clock.today())
    here = signed.filter(village__in=places.villages().values("pk"))
    drafts = Contract.objects.filter(stage__in=Contract.UNSIGNED)
    return {"engaged": here.values("village").distinct().count(), "drafts": drafts.count()}


def _boards() -> dict:
    running = Board.objects.exclude(state=Board.State.DOWN).filter(village__in=places.villages().values("pk"))
    made, up = Q(version__gt=0), Q(state=Board.State.UP)
    found = running.order_by().aggregate(
        boards=Count("pk"),
        printed=Count("village", distinct=True, filter=made),
        hanging=Count("village", distinct=True, filter=up),
        stale=Count("pk", filter=Q(stale_since__isnull=False)),
    )
    return {**found, "is_worded": boards.disclosure() is not None}


def _asked() -> dict:
    answered = Q(first_answered_at__lte=clock.now())
    return Consultation.objects.order_by().aggregate(asked=Count("pk"), answered=Count("pk", filter=answered))


def newest_version() -> Version | None:
    """The plan that the step leads to."""
    gone = (Version.State.WITHDRAWN, Version.State.FAILED)
    return Version.objects.exclude(state__in=gone).only("number", "state").order_by("-number").first()


def where_to_ask() -> Village | None:
    """A village whose adviser can answer: on the A post today, with an account that is open."""
    able = accounts.registrations_with_login()
    held = postings.running().filter(post="A", registration__in=able).select_related("village__township")
    found = held.order_by("village__code").first()
    return found.village if found else None


def imports_to_look_at(by: Actor) -> list[Import]:
    """Workbooks that were put in and wait to be looked at: where whoever closed the browser goes on."""
    waiting = (Import.State.WAITING, Import.State.READING, Import.State.READY, Import.State.APPLYING)
    return list(imports.listed(by).filter(state__in=waiting)[:3]) if by.has_role(Role.JUSTICE_BUREAU) else []


def without_contract(first: date, until: date, town: str = "") -> list[Village]:
    """Villages that have neither a contract nor a draft for any of these days."""
    engaged = Contract.objects.filter(valid_from__lt=until, valid_until__gt=first)
    found = places.villages().exclude(pk__in=engaged.values("village"))
    return list(found.filter(township__code=town) if town else found)


def houses_on_a(villages: Iterable[Village], on: date) -> dict[UUID, UUID]:
    """For each village the institution of whoever holds its A post on a day."""
    held: QuerySet[Posting] = postings.running(on).filter(post="A", village__in=list(villages)).order_by()
    return dict(held.values_list("village", "registration__institution"))


def institution_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """What institutions are called."""
    return dict(Institution.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
