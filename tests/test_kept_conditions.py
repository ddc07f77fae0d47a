"""What is kept as built, and asked short, says what it would say built anew and asked at length."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from menkou.consultations import queries
from menkou.consultations.after import queries as after
from menkou.consultations.interests import barring
from menkou.consultations.interests import queries as interests
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.models import Consultation, Rating
from menkou.consultations.opinions import queries as opinions
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.scope import overseeing, within
from menkou.oversight import numbers
from menkou.places.models import District

ASKED: dict[str, Callable[[Actor], QuerySet]] = {
    "unheld": lambda by: interests.unheld(),
    "served": lambda by: queries.served(),
    "tomorrow": lambda by: queries.served(clock.today() + timedelta(days=1)),
    "mine": queries.mine,
    "closed": queries.closed,
    "concerns": lambda by: numbers.countable(by, after.open_concerns(), "consultation"),
    "matters": lambda by: numbers.countable(by, Consultation.objects.all()),
    "ratings": lambda by: numbers.countable(by, Rating.objects.all(), "consultation"),
    "meetings": lambda by: meetings.to_remind(24),
    "opinions": opinions.asked_of,
    "nested": lambda by: Consultation.objects.filter(pk__in=interests.unheld().order_by().values("pk")),
    "twice": lambda by: numbers.countable(by, queries.overdue()).exclude(barring.holder_is_kept_out()),
}


def said(by: Actor, name: str) -> str:
    try:
        words, values = ASKED[name](by).query.sql_with_params()
    except EmptyResultSet:
        return ""
    return str((words, [value for value in values if "datetime(" not in repr(value)]))


@pytest.mark.parametrize("who", ["adviser_a", "office", "director", "bureau"])
def test_a_condition_that_is_kept_says_in_every_query_what_one_built_anew_says(who, request):
    by, anew = request.getfixturevalue(who), {}
    for name in ASKED:
        barring._is_kept_from.cache_clear()
        anew[name] = said(by, name)

    barring._is_kept_from.cache_clear()
    for first, then in permutations(ASKED, 2):
        assert (said(by, first), said(by, then)) == (anew[first], anew[then])


def test_a_condition_that_is_kept_is_of_its_own_districts(district, bureau):
    other = District.objects.create(slug="other", name="另一区", code="999902")
    here = said(bureau, "unheld")
    with within(other.pk):
        there = said(bureau, "unheld")
    with overseeing([district.pk, other.pk]):
        both = said(bureau, "unheld")

    assert len({here, there, both}) == 3
    assert said(bureau, "unheld") == here
