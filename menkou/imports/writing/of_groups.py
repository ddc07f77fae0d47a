"""What rows about groups put on record: new ones, and what has changed of those there are."""

from collections.abc import Sequence
from typing import Any

from menkou.accounts.models import User
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group
from menkou.imports import queries
from menkou.imports.ledger import Ledger
from menkou.imports.rules.comparing import Line
from menkou.imports.rules.settling_groups import group_key
from menkou.imports.writing.finding import given, rolls
from menkou.places.models import Township, Village

FACTS = ("form", "has_adviser", "admission", *Group.KINDS)


def groups(ledger: Ledger, lines: Sequence[Line]) -> None:
    """Whose members were counted has been looked at today."""
    villages = queries.ids(Village, (one.values.get("village") or "" for one in lines), "code")
    towns = queries.ids(Township, (one.values.get("township") or "" for one in lines), "code")
    owners = {
        f"r:{number}": {"registration_id": pk, "owner_id": None} for number, pk in rolls(_told(lines, "r:")).items()
    }
    staff = queries.ids(User, _told(lines, "u:"), "username")
    owners |= {f"u:{name}": {"registration_id": None, "owner_id": pk} for name, pk in staff.items()}
    standing = _standing(lines)
    fresh, wanted = [], []
    for line in lines:
        said = line.values
        facts: dict[str, Any] = given(line, *FACTS) | (owners[said["owner"]] if said.get("owner") else {})
        if set(said) & set(Group.KINDS):
            facts["looked_on"] = ledger.today
        if group := standing.get(line.key):
            wanted.append((group, facts, line.title))
        else:
            facts |= {"name": said["name"], "is_ours": said["is_ours"], "looked_on": ledger.today}
            at = {
                "village_id": villages.get(said.get("village") or ""),
                "township_id": towns.get(said.get("township") or ""),
            }
            fresh.append(Group(level=said["level"].removeprefix("group_of_"), **at, **facts))
    keeping.take_in(by=ledger.by, district=ledger.district, groups=fresh)
    ledger.add(fresh, [one.name for one in fresh])
    ledger.change(ledger, Group, wanted)


def _told(lines: Sequence[Line], kind: str) -> list[str]:
    """The owners of one kind that rows name."""
    said = (one.values.get("owner") or "" for one in lines)
    return [one.removeprefix(kind) for one in said if one.startswith(kind)]


def _standing(lines: Sequence[Line]) -> dict[str, Group]:
    """Groups that are there, locked, by what people know them by."""
    found = Group.objects.select_for_update(of=("self",)).select_related("village", "township")
    found = found.filter(dissolved_on=None, name__in={one.values["name"] for one in lines}).order_by("pk")
    return {group_key(f"group_of_{one.level}", _code(one), one.name): one for one in found}


def _code(group: Group) -> str:
    place = group.village or group.township
    return place.code if place else ""
