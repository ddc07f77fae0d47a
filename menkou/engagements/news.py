from dataclasses import dataclass

from menkou.core.actors import Actor
from menkou.core.news import News
from menkou.engagements.models import Contract


@dataclass(frozen=True)
class ContractEnded(News):
    """A village is no longer served by this institution."""

    by: Actor
    contract: Contract


@dataclass(frozen=True)
class ContractsSigned(News):
    """These bind from now on, each from its first day."""

    by: Actor
    contracts: tuple[Contract, ...]


@dataclass(frozen=True)
class DutiesMissed(News):
    """So many duties under a contract were missed that something may follow; said again at each one more."""

    contract: Contract


@dataclass(frozen=True)
class DutyStruck(News):
    """A missed duty under a contract counts no more."""

    contract: Contract


@dataclass(frozen=True)
class ContractWithdrawn(News):
    """A contract that has served no day yet is about to be struck out."""

    by: Actor
    contract: Contract
