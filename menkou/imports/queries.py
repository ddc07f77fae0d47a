"""Imports as the bureau sees them, and all that is on record as rows of a file are compared with it."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from menkou.accounts import queries as accounts
from menkou.accounts.models import Membership, User
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.engagements.models import Contract
from menkou.groups.models import Group
from menkou.imports import posts
from menkou.imports.models import Change, Import, Layout, Line
from menkou.imports.rules import matching
from menkou.imports.rules.referring import Known, Values
from menkou.imports.rules.settling_groups import group_key, owner_key
from menkou.places import queries as places
from menkou.places.models import CalendarDay, Demand, District, JudicialOffice, Township, Village
from menkou.plans.models import Version
from menkou.postings.models import Wish

A_CAUSE, MOST_CAUSES = 3, 8
GLADLY = Wish.Weight.GLADLY


def listed(by: Actor) -> QuerySet[Import]:
    """What was dropped here, the latest first; for the bureau only."""
    found = Import.objects.select_related("dropped_by", "applied_by", "undone_by")
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.none()


def import_for(by: Actor, pk: UUID) -> Import:
    """Raises Import.DoesNotExist."""
    return listed(by).get(pk=pk)


def lines_of(dropped: Import, status: str = "", kind: str = "", sheet: str = "") -> QuerySet[Line]:
    """The rows of a file as they were judged."""
    chosen = {"status": status, "kind": kind, "sheet": sheet}
    return Line.objects.filter(dropped=dropped, **{key: value for key, value in chosen.items() if value})


def counts_of(dropped: Import) -> dict[str, dict[str, int]]:
    """How many rows of each kind are new, changed, the same, wrong or asked about."""
    found: dict[str, dict[str, int]] = {}
    rows = Line.objects.filter(dropped=dropped).order_by().values("kind", "status").annotate(rows=Count("id"))
    for one in rows:
        found.setdefault(one["kind"], {})[one["status"]] = one["rows"]
    return found


def causes_of(dropped: Import) -> list[tuple[str, int]]:
    """What keeps several rows out at once, with how many: the most first."""
    found = Counter(
        problem["sentence"]
        for problems in lines_of(dropped, Line.Status.WRONG).order_by().values_list("problems", flat=True)
        for problem in problems
    )
    return [(sentence, rows) for sentence, rows in found.most_common(MOST_CAUSES) if rows >= A_CAUSE]


def unfinished() -> QuerySet[Import]:
    """What the worker has to read or to apply."""
    return Import.objects.filter(state__in=Import.UNFINISHED)


def changes_of(dropped: Import) -> QuerySet[Change]:
    """What an import has changed, in the order in which it did."""
    return Change.objects.filter(dropped=dropped)


def days_to_undo() -> int:
    """For how many days an import can be taken back: the district's rule."""
    return places.rules()["days_to_undo_an_import"]


def may_undo(dropped: Import) -> bool:
    """Whether it is early enough to take an import back."""
    if dropped.state != Import.State.APPLIED or dropped.applied_at is None or dropped.is_forgotten:
        return False
    return dropped.applied_at + timedelta(days=days_to_undo()) > clock.now()


def old() -> QuerySet[Import]:
    """Imports whose rows and file are needed no more: nothing can be taken back or mended."""
    before = clock.now() - timedelta(days=days_to_undo())
    kept = Import.objects.filter(is_forgotten=False, dropped_at__lt=before).exclude(state=Import.State.APPLYING)
    return kept.exclude(applied_at__gte=before)


def files_in_use() -> set[str]:
    """The files that belong to an import."""
    return {str(pk) for pk in Import.objects.filter(is_forgotten=False).values_list("pk", flat=True)}


def remembered() -> dict[str, matching.Layout]:
    """How sheets are read whose titles somebody has explained before."""
    return {
        one.signature: matching.Layout(one.kind, 0, {int(place): key for place, key in one.columns.items()})
        for one in Layout.objects.all()
    }


def versions_since(dropped: Import) -> bool:
    """Whether a plan was drawn up since, from what the import has put on record, and may still be published."""
    over = (Version.State.WITHDRAWN, Version.State.FAILED)
    return Version.objects.filter(made_at__gte=dropped.applied_at).exclude(state__in=over).exists()


def actor_of(user: User | None) -> Actor | None:
    """Who applies: with what they hold at this moment."""
    return accounts.actor_for(user) if user else None


def known(district: District) -> Known:
    """All that is on record here, in plain values, by the keys that people know."""
    found = Known(district.code, clock.today().isoformat())
    towns = _townships(found)
    villages = _villages(found, towns)
    houses = _institutions(found, towns)
    numbers = _advisers(found, houses)
    _demands(found, villages, numbers, houses)
    _contracts(found, villages, houses)
    posts.add(found, villages, numbers, houses)
    _people(found, towns, villages, houses, numbers)
    _groups(found, towns, villages, numbers)
    for day in CalendarDay.objects.all():
        said = {"day": str(day.day), "is_working": day.is_working, "source": day.source}
        found.rows.setdefault("calendar", {})[str(day.day)] = said
    return found


def _townships(found: Known) -> dict[UUID, str]:
    offices = {one.township_id: one for one in JudicialOffice.objects.all()}
    codes: dict[UUID, str] = {}
    rows: dict[str, Values] = found.rows.setdefault("townships", {})
    for one in Township.objects.all():
        said: Values = {"code": one.code, "name": one.name, "kind": one.kind}
        if one.longitude is not None and one.latitude is not None:
            said |= {"longitude": one.longitude, "latitude": one.latitude}
        if office := offices.get(one.pk):
            said |= {"office_name": office.name, "office_phone": office.phone, "office_address": office.address}
        rows[one.code], codes[one.pk] = said, one.code
    return codes


def _villages(found: Known, towns: dict[UUID, str]) -> dict[UUID, str]:
    codes: dict[UUID, str] = {}
    rows: dict[str, Values] = found.rows.setdefault("villages", {})
    for one in Village.objects.all():
        until = one.valid_until and one.valid_until.isoformat()
        said: Values = {"code": one.code, "name": one.name, "township": towns[one.township_id], "kind": one.kind}
        said |= {"_until": until, "_ended": bool(until and until <= found.today)}
        rows[one.code], codes[one.pk] = said, one.code
    return codes


def _institutions(found: Known, towns: dict[UUID, str]) -> dict[UUID, str]:
    """All of the shared register; _here says which work in this district."""
    present = dict(Presence.objects.values_list("institution_id", "home_township_id"))
    codes: dict[UUID, str] = {}
    rows: dict[str, Values] = found.rows.setdefault("institutions", {})
    for one in Institution.objects.all():
        home = present.get(one.pk)
        said: Values = {key: getattr(one, key) for key in ("name", "kind", "credit_code", "phone", "address")}
        said |= {"_here": one.pk in present, "township": towns[home] if home else None}
        rows[one.credit_code], codes[one.pk] = said, one.credit_code
    return codes


def _advisers(found: Known, houses: dict[UUID, str]) -> dict[UUID, str]:
    """All of the shared register; _here says who is on this district's roster now or soon."""
    rows: dict[str, Values] = found.rows.setdefault("advisers", {})
    for one in Adviser.objects.all():
        rows[one.licence_no] = {"name": one.name, "kind": one.kind, "licence_no": one.licence_no, "_here": False}
    numbers: dict[UUID, str] = {}
    for row in Registration.objects.select_related("adviser").order_by("valid_from"):
        numbers[row.pk] = number = row.adviser.licence_no
        until = row.valid_until and row.valid_until.isoformat()
        if until and until <= found.today:
            rows[number]["_gone"] = until
            continue
        at = {"institution": houses[row.institution_id], "phone": row.phone, "valid_from": str(row.valid_from)}
        rows[number] |= {**at, "_here": True}
    return numbers


def _demands(found: Known, villages: dict[UUID, str], numbers: dict[UUID, str], houses: dict[UUID, str]) -> None:
    rows: dict[str, Values] = found.rows.setdefault("demands", {})
    for one in holding(Demand.objects.all()):
        said: Values = {key: getattr(one, key) for key in ("population", "consultations", "remoteness", "grade")}
        said |= {"needs": sorted(one.needs), "one_team": one.one_team, "village": villages[one.village_id]}
        rows[villages[one.village_id]] = said
    for village_id, later in Demand.objects.filter(valid_from__gt=clock.today()).values_list(
        "village_id", "valid_from"
    ):
        rows.setdefault(villages[village_id], {})["_later"] = str(later)
    for wish in holding(Wish.objects.filter(side=Wish.Side.VILLAGE, weight=GLADLY)):
        at = rows.get(villages[wish.village_id])
        if at is not None:
            of: Any = wish.registration_id or wish.institution_id
            at.setdefault("_wished", []).append(numbers.get(of) or houses[of])


def _contracts(found: Known, villages: dict[UUID, str], houses: dict[UUID, str]) -> None:
    for one in Contract.objects.all():
        said: Values = {"village": villages[one.village_id], "institution": houses[one.institution_id]}
        said |= {"valid_from": str(one.valid_from), "last_day": str(one.last_day), "first_party": one.first_party}
        said["_signed"] = one.is_signed
        said["signed_on"] = one.signed_on and str(one.signed_on)
        found.contracts[villages[one.village_id]].append(said)


def _groups(found: Known, towns: dict[UUID, str], villages: dict[UUID, str], numbers: dict[UUID, str]) -> None:
    """Those that are not dissolved; two of one name in one place are counted."""
    rows: dict[str, Values] = found.rows.setdefault("groups", {})
    for one in Group.objects.filter(dissolved_on=None).select_related("owner").defer("qr"):
        of: Any = one.village_id or one.township_id
        place = villages.get(of) or towns.get(of) or ""
        said: Values = {name: getattr(one, name) for name in ("name", "is_ours", "form", "has_adviser", "admission")}
        said |= {name: getattr(one, name) for name in Group.KINDS}
        said |= {"level": f"group_of_{one.level}", "_means": one.means, "township": place, "village": place}
        owner = owner_key(one.owner.username if one.owner else "", numbers.get(one.registration_id, ""))  # type: ignore[arg-type]
        key = group_key(said["level"], place, one.name)
        rows[key] = {**said, "owner": owner, "_twice": key in rows}


def _people(found: Known, *codes: dict[UUID, str]) -> None:
    """Accounts of all districts by their names, which are taken; _here says who holds something in this one."""
    here: set[UUID] = set()
    all_codes: dict[Any, str] = {pk: code for some in codes for pk, code in some.items()}
    rows: dict[str, Values] = found.rows.setdefault("people", {})
    names = dict(User.objects.values_list("pk", "username"))
    for one in holding(Membership.objects.all()):
        here.add(one.user_id)
        of = one.township_id or one.village_id or one.institution_id or one.registration_id
        found.memberships.add((names[one.user_id], one.role, all_codes[of] if of else ""))
    for pk, username, name, phone in User.objects.values_list("pk", "username", "name", "phone"):
        rows[username] = {"username": username, "name": name, "phone": phone, "_here": pk in here}


def ids(model: type[Any], keys: Iterable[str], by: str) -> dict[str, UUID]:
    """Rows by the key that people know."""
    return dict(model.objects.filter(**{f"{by}__in": set(keys)}).values_list(by, "pk"))
