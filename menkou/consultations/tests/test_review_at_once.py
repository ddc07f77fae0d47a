"""评查 at one moment, over real connections: one copy stands, and who reads while it is taken back is on record or told."""

from functools import partial

import pytest

from menkou.consultations.models import CopiedText, ReviewCopy, Viewing
from menkou.consultations.reviewing import actions
from menkou.consultations.tests.released import release
from menkou.core.errors import Conflict, Problem, Refused

FORM, OTHER_FORM = "7" * 32, "8" * 32


@pytest.mark.parametrize(("forms", "told"), [((FORM, OTHER_FORM), 1), ((FORM, FORM), 0)])
def test_of_two_releases_one_stands(at_once, answered, resident, forms, told):
    doing = partial(release, by=resident, consultation=answered, may_publish=False)
    met = at_once(*(partial(doing, form=form) for form in forms))

    assert sum(isinstance(one, Conflict) for one in met) == told
    assert ReviewCopy.objects.count() == 1


def test_who_reads_while_it_is_taken_back_is_on_record_or_is_told(at_once, answered, resident, bureau):
    copy = release(by=resident, consultation=answered, may_publish=False, form=FORM)
    read, _ = at_once(
        partial(actions.read, by=bureau, copy=copy),
        partial(actions.take_back, by=resident, copy=copy),
    )

    assert Viewing.objects.filter(way=Viewing.Way.REVIEWED).count() == int(not isinstance(read, Problem))
    assert ReviewCopy.objects.get().state == ReviewCopy.State.TAKEN_BACK
    assert not CopiedText.objects.exists()
    with pytest.raises(Refused):
        actions.read(by=bureau, copy=copy)


def test_a_verdict_and_a_taking_back_leave_nothing_of_its_words(at_once, answered, resident, bureau):
    copy = release(by=resident, consultation=answered, may_publish=False, form=FORM)
    at_once(
        partial(actions.judge, by=bureau, copy=copy, verdict="good", text="答得好"),
        partial(actions.take_back, by=resident, copy=copy),
    )

    assert ReviewCopy.objects.get().state == ReviewCopy.State.TAKEN_BACK
    assert not CopiedText.objects.exists()
