"""名额: each post of a person takes one place of their cap, so that the database can refuse one too many.

A-posts take the lowest free place, which is at most the cap on A-posts; B-posts take the highest. Where two officers
give the last place at the same moment, both take the same one, and the database lets one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass
class Held:
    """A post as the cap sees it: days, which post, and its place; none for what was given before places were."""

    post: str
    valid_from: date
    valid_until: date | None
    place: int | None = None

    def meets(self, other: "Held") -> bool:
        """Whether there is a day on which both are held."""
        return (self.valid_until is None or other.valid_from < self.valid_until) and (
            other.valid_until is None or self.valid_from < other.valid_until
        )


class OverCap(ValueError):
    """One more than the cap: on A-posts, or on all."""

    def __init__(self, post: str, cap: int) -> None:
        super().__init__(post, cap)
        self.post, self.cap = post, cap


def most_posts(numbers: Mapping[str, int], *, is_trainee: bool) -> int:
    """How many posts somebody may hold, by the district's rules; a trainee fewer, where it sets a number for them."""
    own = numbers["most_posts_of_a_trainee"] if is_trainee else 0
    return min(own or numbers["most_posts"], numbers["most_posts"])


def allot(held: Sequence[Held], wanted: Sequence[Held], cap_a: int, cap_all: int) -> None:
    """Give each wanted post a place; where nothing else helps, a B-post that is held moves to another place.

    Raises OverCap, with A for the cap on A-posts and B for the cap on all.
    """
    given = list(held)
    for one in sorted(wanted, key=lambda post: (post.post, post.valid_from)):
        beside = [other for other in given if other.meets(one)]
        if one.post == "A" and most_at_once(one, [other for other in beside if other.post == "A"]) >= cap_a:
            raise OverCap("A", cap_a)
        if most_at_once(one, beside) >= cap_all:
            raise OverCap("B", cap_all)
        one.place = _free(one, beside, cap_a, cap_all) or _made_free(one, given, cap_a, cap_all)
        given.append(one)


def most_at_once(one: Held, beside: Sequence[Held]) -> int:
    """How many of these are held at once on some day of the one."""
    days = {max(other.valid_from, one.valid_from) for other in beside}
    return max((sum(_holds(other, day) for other in beside) for day in days), default=0)


def _holds(post: Held, day: date) -> bool:
    return post.valid_from <= day and (post.valid_until is None or day < post.valid_until)


def _free(one: Held, beside: Sequence[Held], cap_a: int, cap_all: int) -> int | None:
    taken = {other.place for other in beside}
    if one.place and one.place not in taken and one.place <= (cap_a if one.post == "A" else cap_all):
        return one.place  # it has one, and may keep it
    places = range(1, cap_a + 1) if one.post == "A" else range(cap_all, 0, -1)
    return next((place for place in places if place not in taken), None)


def _made_free(one: Held, given: Sequence[Held], cap_a: int, cap_all: int) -> int:
    """A place of a B-post that can take another; raises OverCap where there is none, as spans that interlock may do."""
    reach = cap_a if one.post == "A" else cap_all
    for place in range(1, reach + 1):
        here = [other for other in given if other.place == place and other.meets(one)]
        if len(here) == 1 and here[0].post == "B":
            others = [other for other in given if other is not here[0] and other.meets(here[0])]
            if other_place := _free(here[0], [*others, one_at(one, place)], cap_a, cap_all):
                here[0].place = other_place
                return place
    raise OverCap(one.post, reach)


def one_at(one: Held, place: int) -> Held:
    """The same post, on a place."""
    return Held(one.post, one.valid_from, one.valid_until, place)
