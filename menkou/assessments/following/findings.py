"""What a case begins with and what is proposed in it, as plain values."""

from dataclasses import dataclass

from menkou.advisers.models import Institution, Registration
from menkou.assessments.models import Sheet


@dataclass(frozen=True)
class Proposal:
    """拟怎么处理: in words, and what its kind asks for."""

    words: str
    fen: int | None = None
    villages: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class Finding:
    """有什么发现: of whom, why, which facts; `key` says that the same finding is the same."""

    key: str
    trigger: str
    facts: str
    institution: Institution
    registration: Registration | None = None
    sheet: Sheet | None = None
    kinds: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()  # codes, where it is about some of them
