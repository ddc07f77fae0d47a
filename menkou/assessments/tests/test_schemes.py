"""A scheme is begun from what is shipped, changed as a draft, adopted by a second person, and then never changed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments import queries
from menkou.assessments.models import Scheme, SchemeItem
from menkou.assessments.rules.shipped import ADVISER, SHIPPED
from menkou.assessments.scheming import actions
from menkou.assessments.tests.conftest import FIRST, HALF
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.worklogs.rules.periods import Period


@pytest.fixture
def draft(bureau, district):
    return actions.begin(by=bureau, district=district, like="adviser")


def change(draft: Scheme, by, **more):
    rules = more.pop("rules", queries.rules_of(draft))
    return actions.change(
        by=by, scheme=draft, edition=draft.edition, rules=rules, standards={}, title="本区办法", **more
    )


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_what_is_shipped_comes_out_of_the_tables_as_it_went_in(bureau, district, key):
    made = actions.begin(by=bureau, district=district, like=key)

    plain = [replace(line, item=replace(line.item, unit="")) for line in queries.rules_of(made).lines]
    assert plain == [replace(line, item=replace(line.item, unit="")) for line in SHIPPED[key].scheme.lines]
    assert queries.rules_of(made).grades == SHIPPED[key].scheme.grades
    assert (made.is_proposal, made.version, str(made)[-4:]) == (True, None, "（草稿）")


def test_a_draft_is_the_bureaus(office, auditor, draft, district):
    for by in (office, auditor):
        with pytest.raises(Refused, match="区司法局"):
            actions.begin(by=by, district=district, like="adviser")
        with pytest.raises(Refused, match="区司法局"):
            change(draft, by)


def test_a_changed_draft_is_in_the_name_of_whoever_changed_it_and_adopted_by_another(draft, bureau, second):
    changed = change(draft, second, source="兖司发〔2026〕1号")

    assert (changed.made_by_id, changed.edition, changed.is_proposal) == (second.user_id, 2, False)
    with pytest.raises(Refused, match="另一个人"):
        actions.adopt(by=second, scheme=changed, edition=2, valid_from=FIRST)
    adopted = actions.adopt(by=bureau, scheme=changed, edition=2, valid_from=FIRST)
    assert (adopted.version, adopted.valid_from, adopted.adopted_by_id) == (1, FIRST, bureau.user_id)


def test_the_database_knows_that_nobody_adopts_their_own(draft):
    facts = {"adopted_at": draft.made_at, "adopted_by": draft.made_by, "version": 1, "valid_from": FIRST}
    with pytest.raises(IntegrityError, match="nobody_adopts_their_own_scheme"), transaction.atomic():
        Scheme.objects.filter(pk=draft.pk).update(**facts)


def test_what_was_changed_meanwhile_is_neither_changed_nor_adopted(draft, bureau, second):
    stale = Scheme.objects.get(pk=draft.pk)
    change(draft, bureau)

    with pytest.raises(Conflict, match="刚才有人改过"):
        change(stale, bureau)
    with pytest.raises(Conflict, match="刚才有人改过"):
        actions.adopt(by=second, scheme=stale, edition=1, valid_from=FIRST)


def test_what_is_adopted_is_never_changed_and_a_draft_that_is_dropped_is_not_adopted(draft, bureau, second):
    adopted = actions.adopt(by=second, scheme=draft, edition=1, valid_from=FIRST)
    with pytest.raises(Conflict, match="不能再改"):
        change(adopted, bureau)
    with pytest.raises(Conflict, match="不能再改"):
        actions.drop(by=bureau, scheme=adopted)
    other = actions.copy(by=bureau, scheme=adopted)

    actions.drop(by=bureau, scheme=other)

    with pytest.raises(Conflict):
        actions.adopt(by=second, scheme=other, edition=1, valid_from=date(2027, 1, 1))
    assert SchemeItem.objects.filter(scheme=adopted).count() == len(ADVISER.scheme.lines)


def test_what_cannot_hold_is_not_adopted_and_says_why(draft, bureau, second):
    rules = replace(queries.rules_of(draft), grades=queries.rules_of(draft).grades[:2])
    changed = change(draft, bureau, rules=rules)

    with pytest.raises(Invalid, match="从 0 分起"):
        actions.adopt(by=second, scheme=changed, edition=2, valid_from=FIRST)


def test_a_period_is_assessed_by_the_last_scheme_that_began_before_it(draft, bureau, second, adopt):
    adopt()
    later = actions.adopt(by=second, scheme=draft, edition=1, valid_from=date(2026, 7, 1))
    half, next_half, before = (Period.called(one) for one in (HALF, "2026-h2", "2025-h2"))

    assert queries.scheme_of("adviser", half).version == 1
    assert queries.scheme_of("adviser", next_half) == later
    assert queries.scheme_of("adviser", before) is None
    with pytest.raises(Conflict, match="从这一天起"):
        actions.adopt(by=second, scheme=actions.copy(by=bureau, scheme=later), edition=1, valid_from=FIRST)
