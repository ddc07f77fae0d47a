"""空缺 that begin up to a day are those of all that do: the short way leaves out no village that has one."""

from datetime import timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.advisers.models import Licence, Registration
from menkou.core import clock
from menkou.places.models import Village
from menkou.postings.models import Posting
from menkou.postings.vacancies import vacancies
from tests.cast import LONG_AGO

SOON = timedelta(days=3)
DAYS, ENDS = st.sampled_from([-9, -9, 0, 1]), st.sampled_from([None, None, None, 2, 3, 4])
SPANS = st.sampled_from([True] * 5 + [False]).flatmap(lambda is_held: st.tuples(DAYS, ENDS) if is_held else st.none())
LICENCES = st.lists(st.tuples(DAYS, ENDS), max_size=2)


def dates(span) -> dict:
    return {"valid_from": clock.today() + timedelta(days=span[0]), **end(span[1])}


def end(days) -> dict:
    return {"valid_until": None if days is None else clock.today() + timedelta(days=days)}


def licence(who: Registration, spans) -> None:
    """One after the other; of two at once the second is left out."""
    after = None
    for n, span in enumerate(sorted(spans, key=lambda one: one[0])):
        found = dates(span)
        if n and (after is None or found["valid_from"] < after):
            break
        after = found["valid_until"]
        Licence.objects.create(registration=who, kind="lawyer", number=f"{who.pk.hex[:28]}{n}", **found)


def test_what_begins_up_to_a_day_is_what_a_look_at_all_finds(village, chen, lin):
    people = {"A": chen, "B": lin}

    @settings(max_examples=250, deadline=None)
    @given(st.tuples(SPANS, SPANS), st.tuples(ENDS, ENDS), st.tuples(LICENCES, LICENCES), ENDS)
    def look(held, left, licensed, merged):
        with transaction.atomic():
            point = transaction.savepoint()
            Posting.objects.all().delete()
            for (post, who), span in zip(people.items(), held, strict=True):
                if span:
                    Posting.objects.create(village=village, post=post, registration=who, **dates(span))
            for who, days, spans in zip(people.values(), left, licensed, strict=True):
                Registration.objects.filter(pk=who.pk).update(**end(days))
                licence(who, spans)
            Village.objects.filter(pk=village.pk).update(valid_from=LONG_AGO, **end(merged))
            here = Village.objects.filter(pk=village.pk)

            every, before = vacancies(here), clock.today() + SOON
            assert vacancies(here, before) == [one for one in every if one.since <= before]
            transaction.savepoint_rollback(point)

    look()
