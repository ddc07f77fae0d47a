"""Whoever is acting, and what they hold in this district. Policies see nothing else."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models


class Role(models.TextChoices):
    """身份: what a person may hold in a district, always with the place or institution it is held for."""

    VILLAGE_CADRE = "village_cadre", "村居干部"
    ADVISER = "adviser", "法律顾问"
    INSTITUTION_DIRECTOR = "institution_director", "机构负责人"
    JUDICIAL_OFFICE = "judicial_office", "司法所"
    JUSTICE_BUREAU = "justice_bureau", "区司法局"
    AUDITOR = "auditor", "审计监督"
    OPERATOR = "operator", "系统运维"


@dataclass(frozen=True)
class Actor:
    """A value: staff by what they hold, a resident by a device or a 取件码, a machine by its name."""

    user_id: UUID | None
    name: str
    holdings: frozenset[tuple[str, UUID | None]] = frozenset()
    device: bytes | None = None  # keyed digest of the resident's device cookie
    receipts: frozenset[UUID] = frozenset()  # consultations this browser opened with a 取件码
    address: bytes | None = None  # keyed digest of where the request came from
    device_age_s: float = float("inf")  # how long ago the device was handed its name
    unlocked: frozenset[UUID] = frozenset()  # the 暗号 that were said in this browser
    known_as: frozenset[UUID] = frozenset()  # the correspondents 对话人 as whom a platform knows this browser

    def holds(self, role: Role, of: UUID | None = None) -> bool:
        """Whether the role is held for this very township, village, institution or registration."""
        return (role, of) in self.holdings

    def held(self, role: Role) -> set[UUID]:
        """What the role is held for."""
        return {of for held, of in self.holdings if held == role and of}

    def has_role(self, *roles: Role) -> bool:
        """Whether one of the roles is held, wherever."""
        return any(held in roles for held, _ in self.holdings)

    @property
    def is_staff(self) -> bool:
        return bool(self.holdings)

    @property
    def mark(self) -> str:
        """Whoever it is, for the log, which holds no name of anybody."""
        if self.user_id:
            return f"user {self.user_id}"
        return "a resident" if self.name == RESIDENT else "the machine"

    def __str__(self) -> str:
        return f"{self.name} #{self.user_id}" if self.user_id else self.name  # two people may share a name


RESIDENT = "居民"  # all that is ever said of one who acts
CLOCK = Actor(None, "系统定时")  # what happens because time has passed
INSTALLER = Actor(None, "系统安装")  # what a command line does before anybody has an account
