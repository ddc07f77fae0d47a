"""The ways a request may honestly fail. Their text is a Chinese sentence shown to people."""

from django.core.exceptions import ObjectDoesNotExist


class Problem(Exception):
    status = 400


class Refused(Problem):
    """This person may not do this."""

    status = 403


class Conflict(Problem):
    """The world moved on before the button was pressed."""

    status = 409


class Absent(Problem):
    """Not there, or not yours to see: the two look the same from outside."""

    status = 404


class Invalid(Problem):
    """What was sent cannot be used; the sentence says what to change."""

    status = 422


class TooLarge(Problem):
    """More was sent than any form holds; nothing of it was read."""

    status = 413


class TooSoon(Problem):
    """Too many wrong tries; the sentence says how long to wait."""

    status = 429

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


NOT_FOUND = "没有找到，或者您不能查看。"


def as_problem(error: Exception) -> Problem | None:
    """What a page or the API shows for an error; None where it is a fault of ours."""
    if isinstance(error, ObjectDoesNotExist):
        return Absent(NOT_FOUND)
    return error if isinstance(error, Problem) else None
