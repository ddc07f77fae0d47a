"""A licence number as the district prints it."""

FULL, MIDDLE, LAST = "full", "middle", "last"
SHOWN = 4  # characters at either end


def masked(number: str, how: str) -> str:
    """The number whole, with stars between its ends, or its last four."""
    if how == FULL or len(number) <= 2 * SHOWN:
        return number
    if how == LAST:
        return f"尾号 {number[-SHOWN:]}"
    return number[:SHOWN] + "*" * (len(number) - 2 * SHOWN) + number[-SHOWN:]
