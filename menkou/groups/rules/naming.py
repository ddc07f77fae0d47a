"""群名: how a group is called by the district's rule. What is called otherwise is only remarked upon."""

from collections.abc import Mapping


def expected(pattern: str, places: Mapping[str, str]) -> str:
    """The name by a pattern with {区}, {镇街} and {村} in it."""
    for word, name in places.items():
        pattern = pattern.replace(f"{{{word}}}", name)
    return pattern


def remark(name: str, pattern: str, places: Mapping[str, str]) -> str:
    """A sentence where a name is not as the rule has it; empty where it is. Blanks and dashes make no difference."""
    wanted = expected(pattern, places)
    return "" if _plain(name) == _plain(wanted) else f"按本区的规定，群名一般是“{wanted}”。不改也能登记，只是提醒。"


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter not in " 　-—_·")
