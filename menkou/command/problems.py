"""What a person at the terminal reads when something cannot be done."""


class Problem(Exception):
    """What is wrong and what to do about it, in one Chinese sentence."""


def last_line(output: str) -> str:
    """Return the most telling line of what a failed program printed: in Python, the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "没有给出原因"
