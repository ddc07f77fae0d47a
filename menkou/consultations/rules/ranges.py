"""Which part of a file a player asks for (RFC 9110, 14.2)."""

import re

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def part(said: str, size: int) -> tuple[int, int] | None:
    """Where the part begins and ends (half open). The whole where nothing or nothing readable is said; None: no such part."""
    match = RANGE.fullmatch(said.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    start, stop = int(first), min(size, int(last) + 1 if last else size)
    if last and int(last) < int(first):
        return 0, size
    return (start, stop) if start < size else None
