"""Posts by key and posts by position: for whoever works on a plan that people have, with its gaps and strangers."""

from collections.abc import Mapping

from menkou.postings.rules.frame import Frame

Held = Mapping[str, tuple[str | None, str | None]]
Seats = dict[int, tuple[int | None, int | None]]


def seats(frame: Frame, posts: Held) -> Seats:
    """Every village of the district; None where a post is vacant or held by somebody the district does not know."""
    found: Seats = {}
    for village, one in enumerate(frame.district.villages):
        a, b = posts.get(one.key, (None, None))
        found[village] = _seat(frame, a), _seat(frame, b)
    return found


def known(frame: Frame, posts: Held) -> dict[str, tuple[str | None, str | None]]:
    """The same by key: every village of the district, and nobody whom it does not know."""
    people = frame.district.advisers
    return {
        frame.district.villages[village].key: (
            None if a is None else people[a].key,
            None if b is None else people[b].key,
        )
        for village, (a, b) in seats(frame, posts).items()
    }


def _seat(frame: Frame, who: str | None) -> int | None:
    return None if who is None else frame.adviser_at.get(who)
