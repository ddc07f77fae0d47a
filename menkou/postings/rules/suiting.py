"""大小相称: whether a township's size suits an institution's.

A township's share is its part of the district's demand. An institution's share is what it agreed to take, else its
part of the people of its kind: each township has a firm and an office, so a firm with a tenth of the lawyers suits a
township with a tenth of the work. A township twice as large as the institution's share costs the weight once, four
times as large twice. One down to half as large costs nothing, because an institution may lead two townships; below,
each further halving costs the weight again.
"""

from collections import Counter

import numpy as np
import numpy.typing as npt

from menkou.postings.rules.district import District

MOST_DOUBLINGS = 5.0


def fit(district: District) -> npt.NDArray[np.float64]:
    """In points, for each institution and township, in the district's order."""
    size = dict.fromkeys(district.townships, 0.0)
    for village in district.villages:
        size[village.township] += village.demand
    total = sum(size.values()) or 1.0
    share = np.array(shares(district)).reshape(-1, 1)
    part = np.array([size[town] / total for town in district.townships]).reshape(1, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        doublings = np.log2(part / share)
    beyond = np.where(doublings > 0, doublings, np.maximum(0, -doublings - 1))
    return np.asarray(np.round(district.weights.fit * np.clip(np.nan_to_num(beyond), 0, MOST_DOUBLINGS)))


def shares(district: District) -> list[float]:
    """Of the district's villages, how much each institution is of a size for."""
    here = Counter(one.institution for one in district.advisers)
    heads = {one.key: one.headcount or here[one.key] for one in district.institutions}
    of_kind: Counter[str] = Counter()
    for one in district.institutions:
        of_kind[one.kind] += heads[one.key]
    return [
        one.share if one.share is not None else heads[one.key] / (of_kind[one.kind] or 1)
        for one in district.institutions
    ]
