"""R5, the promise as a whole: kept by the house, and seen where a house breaks it."""

import pytest
from django.db.models import Q

from menkou.consultations import viewings
from menkou.consultations.models import CaseKey, CopiedText, ReviewCopy
from menkou.consultations.reviewing import actions, queries
from menkou.core import clock
from menkou.core.actors import Role

MASKED, FORM = "某村的某人占了地。", "7" * 32


def keeps_its_promise(answered, resident, adviser, bureau) -> None:
    """R5 in one go: nothing without a yes, a line for each reading, nothing after taking back."""
    proposed = actions.propose(by=adviser, consultation=answered, text=MASKED, form=FORM)
    assert list(queries.readable_by(bureau)) == []
    actions.agree(by=resident, copy=proposed, may_publish=False)
    actions.read(by=bureau, copy=proposed)
    assert any("评查" in line.words for line in viewings.told_of(answered))
    actions.take_back(by=resident, copy=proposed)
    assert list(queries.readable_by(bureau)) == []
    proposed.refresh_from_db()
    assert proposed.state == ReviewCopy.State.TAKEN_BACK
    assert not CopiedText.objects.exists()
    assert not CaseKey.objects.filter(copy__isnull=False).exists()


def reads_what_waits(patch) -> None:
    def all_of_them(by):
        return ReviewCopy.objects.filter(~Q(pk=None)) if by.has_role(Role.JUSTICE_BUREAU) else ReviewCopy.objects.none()

    patch.setattr(queries, "readable_by", all_of_them)


def forgets_the_line(patch) -> None:
    patch.setattr(actions.viewings, "note", lambda *_, **__: None)


def keeps_the_key(patch) -> None:
    def only_say_so(found, state):
        return found.update(state=state, ended_at=clock.now(), may_publish=False)

    patch.setattr(actions.sealing, "end", only_say_so)


def test_the_promise_is_kept(answered, resident, adviser_a, bureau):
    keeps_its_promise(answered, resident, adviser_a, bureau)


@pytest.mark.parametrize("fault", [reads_what_waits, forgets_the_line, keeps_the_key])
def test_a_house_that_breaks_it_is_seen(answered, resident, adviser_a, bureau, monkeypatch, fault):
    fault(monkeypatch)

    with pytest.raises(AssertionError):
        keeps_its_promise(answered, resident, adviser_a, bureau)
