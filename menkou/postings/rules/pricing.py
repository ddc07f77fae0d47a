"""One post moved by hand: whether the rules allow it, and what it costs.

    price(district, posts, "370812001001", "A", "somebody's key").more

What was broken before the move is not the move's fault: a move is allowed when it breaks no rule that held before it.
"""

from dataclasses import dataclass

from menkou.postings.rules.checker import faults
from menkou.postings.rules.district import District, Post
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.seats import Held, known, seats

POSTS: tuple[Post, Post] = ("A", "B")


@dataclass(frozen=True)
class Price:
    """What a move costs more, term by term; or, where it is not allowed, why in words."""

    allowed: bool
    why: str
    more: dict[str, float]

    @property
    def costs_more(self) -> float:
        return sum(self.more.values())


def price(district: District, posts: Held, village: str, post: Post, adviser: str | None) -> Price:
    """This adviser (None: nobody) on this post of this village, all else as it is.

    Raises KeyError for a village or an adviser that is not in the district.
    """
    return priced(district, posts, {(village, post): adviser})


def swap(district: District, posts: Held, one: tuple[str, Post], other: tuple[str, Post]) -> Price:
    """The holders of two posts change places."""
    held = {key: posts.get(key[0], (None, None))[POSTS.index(key[1])] for key in (one, other)}
    return priced(district, posts, {one: held[other], other: held[one]})


def priced(district: District, posts: Held, moves: dict[tuple[str, Post], str | None]) -> Price:
    """Several moves at once."""
    frame, after = Frame(district), moved(posts, moves)
    for (village, _), adviser in moves.items():
        if village not in frame.village_at or (adviser is not None and adviser not in frame.adviser_at):
            raise KeyError(f"{village}, {adviser}")
    before = frame.terms(seats(frame, posts))
    terms = frame.terms(seats(frame, after))
    broken = {(fault.rule, fault.about): fault.much for fault in faults(district, known(frame, posts))}
    new = [
        fault.words
        for fault in faults(district, known(frame, after))
        if fault.much > broken.get((fault.rule, fault.about), 0)
    ]
    return Price(not new, "".join(new), {name: terms[name] - before[name] for name in terms})


def moved(posts: Held, moves: dict[tuple[str, Post], str | None]) -> dict[str, tuple[str | None, str | None]]:
    """The posts after the moves."""
    after = dict(posts)
    for (village, post), adviser in moves.items():
        a, b = after.get(village, (None, None))
        after[village] = (adviser, b) if post == "A" else (a, adviser)
    return after
