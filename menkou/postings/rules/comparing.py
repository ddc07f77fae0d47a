"""Two plans side by side: which villages change hands, what either costs, and how much everybody carries in each."""

from collections import Counter
from dataclasses import dataclass

from menkou.postings.rules.district import District
from menkou.postings.rules.frame import WORK_A, WORK_B, Frame
from menkou.postings.rules.seats import Held, seats

Both = tuple[str | None, str | None]
NOBODY: Both = (None, None)


@dataclass(frozen=True)
class Change:
    """A village where somebody else comes: (A, B) before and after, and which posts changed."""

    village: str
    before: Both
    after: Both

    @property
    def posts(self) -> str:
        """A, B or AB."""
        return "".join(post for post, one, other in zip("AB", self.before, self.after, strict=True) if one != other)


@dataclass(frozen=True)
class Load:
    """What one adviser or institution carries: posts, and work where the average village's A-post is 1."""

    a: int
    b: int
    villages: int
    townships: int
    work: float


@dataclass(frozen=True)
class Comparison:
    """`one` and `other` are the sums of terms; loads are (in one, in other), by key, of all who carry something."""

    changes: tuple[Change, ...]
    one: dict[str, float]
    other: dict[str, float]
    advisers: dict[str, tuple[Load, Load]]
    institutions: dict[str, tuple[Load, Load]]

    @property
    def costs_more(self) -> float:
        """What the other plan costs more than the one."""
        return sum(self.other.values()) - sum(self.one.values())


def compare(district: District, one: Held, other: Held) -> Comparison:
    """What becomes different when `other` takes the place of `one`; villages in the district's order, strangers last."""
    frame = Frame(district)
    keys = dict.fromkeys((*frame.village_at, *one, *other))
    changes = (Change(key, tuple(one.get(key, NOBODY)), tuple(other.get(key, NOBODY))) for key in keys)  # type: ignore[arg-type]
    mine, theirs = ([loads(district, posts, of) for of in (False, True)] for posts in (one, other))
    return Comparison(
        changes=tuple(change for change in changes if change.before != change.after),
        one=frame.terms(seats(frame, one)),
        other=frame.terms(seats(frame, other)),
        advisers=_paired(mine[0], theirs[0]),
        institutions=_paired(mine[1], theirs[1]),
    )


def loads(district: District, posts: Held, of_institutions: bool = False) -> dict[str, Load]:
    """What each adviser, or each institution, carries in a plan; who carries nothing is left out."""
    village = {one.key: one for one in district.villages}
    house = {one.key: one.institution for one in district.advisers}
    mean = sum(one.demand for one in district.villages) / (len(village) or 1) or 1.0
    held: dict[str, list[tuple[str, str]]] = {}
    for key, both in posts.items():
        for post, who in zip("AB", both, strict=True):
            if who in house and key in village:
                held.setdefault(house[who] if of_institutions else who, []).append((key, post))
    return {
        key: Load(
            a=(count := Counter(post for _, post in some))["A"],
            b=count["B"],
            villages=len({at for at, _ in some}),
            townships=len({village[at].township for at, _ in some}),
            work=sum((WORK_A if post == "A" else WORK_B) * village[at].demand for at, post in some) / mean,
        )
        for key, some in sorted(held.items())
    }


def _paired(one: dict[str, Load], other: dict[str, Load]) -> dict[str, tuple[Load, Load]]:
    nothing = Load(0, 0, 0, 0, 0.0)
    return {key: (one.get(key, nothing), other.get(key, nothing)) for key in sorted({*one, *other})}
