from dataclasses import dataclass

from menkou.core.actors import Actor
from menkou.core.news import News
from menkou.engagements.models import Contract


@dataclass(frozen=True)
class ContractEnded(News):
    """A village is no longer served by this institution."""

    by: Actor
    contract: Contract
