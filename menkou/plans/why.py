"""One village of a version: why these two, and what others on its posts would cost more."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Actor
from menkou.core.errors import NOT_FOUND, Absent
from menkou.plans import policies, queries, reading
from menkou.plans.models import Version
from menkou.plans.reading import Reading, Row
from menkou.postings.rules import wording


@require_safe
@staff(*queries.READ_ALL)
def village(request, number, place):
    """Each post with its holder's cost by its terms and the next best; from here it is locked, changed or swapped."""
    version = queries.version_for(request.actor, number)
    read = reading.of(version)
    row = row_of(read, place)
    told = explained(read, version, place)
    facts = {
        "version": version,
        "row": row,
        "posts": [_post(stand, one) for stand, one in zip(row.stands, told, strict=True)],
        "is_open": may_change(request.actor, version),
        "caution": wording.caution(told),
        "scale": wording.scale(read.district.weights),
    }
    return render(request, "plans/village.html", facts)


def may_change(by: Actor, version: Version) -> bool:
    """Whether buttons that change it stand on the page."""
    return version.is_open and policies.change.allows(by, version)


def row_of(read: Reading, code: str) -> Row:
    """A village of the version; what the district did not have on its first day is not there."""
    if code not in read.by_code:
        raise Absent(NOT_FOUND)
    return read.by_code[code]


def explained(read: Reading, version: Version, code: str, most: int = 3):
    """Why these two stand at a village of the version, and who would be next."""
    from menkou.postings.rules.explaining import explain  # with numpy, which few pages need

    paired = ((town, house) for town, house, _ in version.pairings)
    return explain(read.district, read.posts, code, paired, most)


def _post(stand, told) -> dict:
    return {
        "stand": stand,
        "km": wording.distance(told.holder) if told.holder else "",
        "price": wording.price(told.holder) if told.holder else "",
        "next": [{"choice": one, "km": wording.distance(one), "price": wording.price(one)} for one in told.next_best],
        "able": wording.able(told),
        "unable": wording.unable(told),
    }
