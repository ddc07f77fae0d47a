from dataclasses import dataclass

from menkou.core.news import News
from menkou.groups.models import Group


@dataclass(frozen=True)
class GroupDissolved(News):
    """A group is there no more: what was to go into it cannot."""

    group: Group
