"""Which district a command is about, from the name that its address has."""

from typing import Any

from menkou.command.problems import Problem


def district_named(slug: str) -> Any:
    """The district. Django is set up. Raises Problem where there is none."""
    from menkou.places.queries import district_called

    found = district_called(slug)
    if found is None:
        raise Problem(f"没有叫 {slug} 的区县，请用 --district 指定。")
    return found
