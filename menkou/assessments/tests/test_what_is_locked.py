"""A locked half-year is known by its facts: whoever changes one is found out, and whoever words a sentence anew is not."""

import pytest
from django.db import transaction

from menkou.assessments import queries
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions, forms, locking
from menkou.assessments.models import Cycle, Reply, SchemeGrade, SchemeItem, Score, Sheet
from menkou.assessments.rules import canonical, items, measures, schemes
from menkou.assessments.tests.conftest import judged, wait
from menkou.assessments.tests.test_rules import _paths, _with


@pytest.fixture
def locked(scored, office, bureau, second, adviser_a, chen, make_actor, noon):
    """With a comment, a reply, a review that was decided, and a confirmation."""
    sheet = Sheet.objects.get(cycle=scored, registration=chen)
    actions.comment(by=office, sheet=sheet, text="台账齐，讲得明白")
    cycle = actions.show(by=bureau, cycle=scored)
    sheet.refresh_from_db()
    answering.reply(by=adviser_a, sheet=sheet, form=b"1", text="三月的公示补上了")
    item = judged(sheet).item_id
    asked = answering.reply(by=adviser_a, sheet=sheet, form=b"2", text="公示了，有照片", item=item, wants_review=True)
    answering.decide(by=second, reply=asked, decision="changed", note="看了照片", done=1000)
    answering.confirm(by=adviser_a, sheet=sheet)
    wait(noon, 8)
    cycle = actions.publish(by=bureau, cycle=cycle)
    wait(noon, 8)
    return actions.lock(by=second, cycle=cycle)


def holds(cycle: Cycle) -> bool:
    """As `menkou assess` says it."""
    told = locking.told(cycle)
    return bytes(cycle.digest) == canonical.digest_of(told) and not locking.differing(cycle, told)


def worded_anew(monkeypatch) -> None:
    """Every sentence that the code makes of an assessment, in other words; the points as they are."""
    kinds = {name: _worded(kind) for name, kind in items.KINDS.items()}
    monkeypatch.setattr(items, "KINDS", kinds)
    total, of = schemes.total, measures.MEASURES
    monkeypatch.setattr(schemes, "total", lambda *some: total(*some)._replace(words="加起来就是这么多。"))
    for key, one in of.items():
        monkeypatch.setitem(of, key, one._replace(unit="回", nothing="没得比"))


def _worded(kind):
    return lambda item, fact: kind(item, fact)._replace(words="换了一种说法。")


def test_every_fact_that_is_told_is_in_the_digest(locked):
    told = locking.told(locked)
    digest = canonical.digest_of(told)
    paths = [at for at in _paths(told) if at != ("form",)]

    assert len(paths) > 200
    assert not [at for at in paths if canonical.digest_of(_with(told, at, "另一个")) == digest]


def test_whoever_changes_a_fact_is_found_out(locked, bureau, chen):
    sheets, scores = Sheet.objects.filter(registration=chen), Score.objects.filter(sheet__registration=chen)
    replies, last = Reply.objects.filter(sheet__registration=chen), scores.order_by("-number")[:1]
    changes = [
        (sheets, {"comment": "台账不齐"}),
        (sheets, {"commented_by": bureau.user_id}),
        (sheets, {"confirmed_by": bureau.user_id}),
        (sheets, {"scored_by_office": None}),
        (sheets, {"name": "陈某"}),
        (scores.filter(pk__in=last.values("pk")), {"note": "没看照片"}),
        (scores.filter(pk__in=last.values("pk")), {"made_by": bureau.user_id}),
        (scores.filter(pk__in=last.values("pk")), {"reply": None}),
        (scores.filter(item__kind="per_missing"), {"rows": b"r" * 16}),
        (scores.filter(item__kind="per_missing"), {"done": 99}),
        (replies.filter(wants_review=False), {"text": "没补上"}),
        (replies.filter(wants_review=True), {"decision": "kept"}),
        (replies.filter(wants_review=True), {"decision_note": "没看"}),
        (SchemeItem.objects.filter(kind="judged"), {"title": "别的"}),
        (SchemeItem.objects.filter(kind="judged"), {"most": 2_000}),
        (SchemeGrade.objects.filter(title="优秀"), {"coefficient": 1_999}),
        (Cycle.objects.all(), {"fewest": 2}),
        (Cycle.objects.all(), {"shown_by": locked.locked_by_id}),
    ]
    assert holds(locked)
    for rows, facts in changes:
        with transaction.atomic():
            assert rows.update(**facts)
            assert not holds(locked), facts
            transaction.set_rollback(True)
    assert holds(locked)


@pytest.mark.parametrize("form", sorted(forms.FORMS))
def test_whoever_words_a_sentence_anew_accuses_nobody(locked, form, monkeypatch):
    locked = in_form(locked, form)
    before = canonical.bytes_of(locking.told(locked))
    assert holds(locked)

    worded_anew(monkeypatch)

    assert items.scored(items.Item("x", "某项", "per_case", 100, 1), items.Fact(0)).words == "换了一种说法。"
    assert holds(locked)
    assert canonical.bytes_of(locking.told(locked)) == before


def in_form(cycle: Cycle, form: int) -> Cycle:
    """As it would have been locked when that was the newest form."""
    Cycle.objects.filter(pk=cycle.pk).update(digest_form=form)
    digest = canonical.digest_of(locking.told(cycle))
    Cycle.objects.filter(pk=cycle.pk).update(digest=digest)
    cycle.refresh_from_db()
    return cycle


def test_the_first_form_says_what_it_always_said(locked):
    """Word for word as the code that locked in it, which made the sentences anew each time."""
    told = locking.told(in_form(locked, 1))

    assert set(told) == {"period", "schemes", "sheets"}
    for sheet in told["sheets"]:
        assert set(sheet) == {
            *("id", "subject", "whom", "name", "scheme", "points", "words", "grade", "coefficient"),
            *("scores", "reviews"),
        }
        row = Sheet.objects.get(pk=sheet["id"])
        rules = queries.rules_of(row.scheme)
        lines = zip(rules.lines, queries.scores_of(row), strict=True)
        again = [items.scored(line.item, queries.fact_of(one)) for line, one in lines]
        assert [one["words"] for one in sheet["scores"]] == [one.words for one in again]
        assert sheet["words"] == schemes.total(rules, again).words
        keys = {"item", "points", "counted", "words", "done", "asked", "late", "number", "rows_of", "rows"}
        assert {frozenset(one) for one in sheet["scores"]} == {frozenset(keys)}
    assert [one for sheet in told["sheets"] for one in sheet["reviews"]] == [[judged_key(locked), "changed"]]


def judged_key(cycle: Cycle) -> str:
    return SchemeItem.objects.get(kind="judged", scheme__in=Sheet.objects.filter(cycle=cycle).values("scheme")).key


def test_sentences_are_printed_beside_the_facts_as_they_were_told(locked, chen, monkeypatch):
    worded_anew(monkeypatch)
    sheet = next(one for one in locking.told(locked)["sheets"] if one["whom"] == str(chen.pk))
    row = Sheet.objects.get(pk=sheet["id"])

    assert sheet["words"] == row.words != "加起来就是这么多。"
    assert [one["words"]["how"] for one in sheet["scores"]] == [one.words for one in queries.scores_of(row)]
    assert [one["text"] for one in sheet["replies"]] == ["三月的公示补上了", "公示了，有照片"]
