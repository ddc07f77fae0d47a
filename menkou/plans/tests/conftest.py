"""A district that is small enough to be solved in a moment: two townships, four villages, six people."""

import pytest

from menkou.advisers.models import Presence
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.places.models import Village
from menkou.plans import actions, telling
from menkou.plans.models import Version
from tests.cast import LONG_AGO


@pytest.fixture
def second(make_actor):
    """Another person of the bureau."""
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def town(townships, village, village_next_door, institutions):
    """Four villages in two townships."""
    facts = {"kind": "village", "valid_from": LONG_AGO}
    for number, (name, place) in enumerate((("大安村", "here"), ("小河村", "next door"))):
        Village.objects.create(code=f"99990100{number + 1}209", name=name, township=townships[place], **facts)
    Presence.objects.filter(institution=institutions["office"]).update(home_township=townships["here"])
    return list(Village.objects.order_by("code"))


@pytest.fixture
def people(town, register, chen, lin, wu):
    """Three of the firm, three of the office; two of them serve already."""
    return {
        "陈明": chen,
        "林芳": lin,
        "吴刚": wu,
        "周平": register("周平", "office", 7),
        "郑义": register("郑义", "office", 8),
        "王强": register("王强", "firm", 9),
    }


def posts_of(people: dict, *pairs: str) -> dict[str, list[str]]:
    """Posts of the four villages, as 陈明林芳 for A and B."""
    codes = Village.objects.order_by("code").values_list("code", flat=True)
    return {code: [str(people[two[:2]].pk), str(people[two[2:]].pk)] for code, two in zip(codes, pairs, strict=True)}


@pytest.fixture
def solved(people, bureau, district):
    """A version that the worker has solved, without its solver: whoever serves where, by name."""

    def solved(*pairs: str, by=bureau, version: Version | None = None, **facts) -> Version:
        pairs = pairs or ("陈明林芳", "陈明林芳", "吴刚周平", "吴刚周平")
        version = version or actions.draw_up(by=by, district=district, starts_on=facts.pop("starts_on", clock.today()))
        assert actions.begin(by=CLOCK, version=version)
        asked = telling.asked(version)
        posts = {code: tuple(both) for code, both in posts_of(people, *pairs).items()}
        held = {"value": 100.0, "bound": 90.0, "bound_covers": "district", "terms": {"travel_a": 100.0}, "seconds": 1}
        held |= {"posts": posts, "pairings": telling.pairs(asked.district, posts, set())}
        actions.finish(by=CLOCK, version=version, facts={**held, **facts})
        return Version.objects.get(pk=version.pk)

    return solved


@pytest.fixture
def approved(solved, second):
    def approved(*pairs: str, **facts) -> Version:
        version = solved(*pairs, **facts)
        actions.approve(by=second, version=version, seen=version.revision)
        return Version.objects.get(pk=version.pk)

    return approved
