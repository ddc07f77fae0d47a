"""对系统的意见: anybody of the staff says it, another person answers, and its sayer sees what became of it."""

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.feedback import actions, queries
from menkou.feedback.models import Suggestion
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/suggestions/"
SAID = {"kind": "twice", "page": "日志", "words": "开会的日志填了两遍。"}
FORM = f"{1:032x}"


@pytest.fixture
def suggestion(district, adviser_a):
    return actions.suggest(by=adviser_a, district=district, form=FORM, **SAID)


def test_what_an_adviser_says_waits_for_the_bureau_in_words_that_tell_nothing(suggestion):
    assert suggestion.state == "said"
    words = Outgoing.objects.get(key=f"feedback:{suggestion.pk}")
    assert words.address == "bureau"
    assert SAID["words"] not in words.words
    assert AuditEntry.objects.filter(what="feedback.suggested").count() == 1


def test_a_form_sent_twice_says_it_once(suggestion, district, adviser_a):
    again = actions.suggest(by=adviser_a, district=district, form=FORM, **SAID)

    assert again.pk == suggestion.pk
    assert Suggestion.objects.count() == 1


def test_another_person_answers_first_that_it_is_taken_and_then_that_it_is_done(
    suggestion, bureau, operator, adviser_a
):
    actions.answer(by=bureau, suggestion=suggestion, state="taken", words="会改。")
    first = queries.suggestion_for(operator, suggestion.pk).mark
    actions.answer(by=operator, suggestion=suggestion, state="done", words="改好了，开会自动记。", seen=first)

    found = queries.suggestion_for(adviser_a, suggestion.pk)
    assert (found.state, found.answer, found.is_open) == ("done", "改好了，开会自动记。", False)


def test_what_is_over_does_not_go_back_to_being_taken(suggestion, bureau):
    actions.answer(by=bureau, suggestion=suggestion, state="kept", words="这是法规要求的。")

    with pytest.raises(Conflict, match="不能退回"):
        actions.answer(by=bureau, suggestion=suggestion, state="taken", words="会改。")


def test_nobody_answers_their_own_and_the_database_refuses_it_too(district, bureau):
    own = actions.suggest(by=bureau, district=district, form=FORM, **SAID)

    with pytest.raises(Refused, match="不能答复自己提的"):
        actions.answer(by=bureau, suggestion=own, state="done", words="改好了。")
    facts = {"state": "done", "answer": "改好了。", "answered_at": clock.now(), "answered_by": bureau.user_id}
    with pytest.raises(IntegrityError, match="nobody_answers_their_own_suggestion"), transaction.atomic():
        Suggestion.objects.filter(pk=own.pk).update(**facts)


def test_it_is_taken_back_while_nobody_has_answered(suggestion, adviser_a, bureau):
    actions.withdraw(by=adviser_a, suggestion=suggestion)

    assert Outgoing.objects.get(key=f"feedback:{suggestion.pk}").state == Outgoing.State.WITHDRAWN
    with pytest.raises(Conflict, match="收回了"):
        actions.answer(by=bureau, suggestion=suggestion, state="taken", words="会改。")


def test_what_was_answered_is_not_taken_back(suggestion, adviser_a, bureau):
    actions.answer(by=bureau, suggestion=suggestion, state="taken", words="会改。")

    with pytest.raises(Conflict, match="不能收回"):
        actions.withdraw(by=adviser_a, suggestion=suggestion)


def test_everybody_sees_their_own_and_who_answers_sees_all(suggestion, adviser_a, adviser_b, bureau, auditor, operator):
    seen = {name: queries.visible_to(one).count() for name, one in locals().items() if name != "suggestion"}

    assert seen == {"adviser_a": 1, "adviser_b": 0, "bureau": 1, "auditor": 1, "operator": 1}


def test_the_pages_say_it_answer_it_and_take_it_back(sign_in, adviser_a, bureau):
    said = sign_in(adviser_a).post(PAGE, {"form": FORM, **SAID}, follow=True)
    assert "记下了" in said.content.decode()
    one = f"{PAGE}{Suggestion.objects.get().pk}/"
    answered = sign_in(bureau).post(one, {"state": "taken", "words": "下一版改。"}, follow=True)
    assert "下一版改。" in answered.content.decode()
    refused = sign_in(adviser_a).post(f"{one}withdraw")
    assert refused.status_code == 409
    assert "不能收回" in refused.content.decode()


def test_what_was_typed_stays_where_something_is_missing(sign_in, adviser_a, bureau, suggestion):
    page = sign_in(adviser_a).post(PAGE, {"form": f"{2:032x}", "words": "慢得很"})
    assert (page.status_code, "慢得很" in page.content.decode(), "请选一种。" in page.content.decode()) == (
        422,
        True,
        True,
    )

    page = sign_in(bureau).post(f"{PAGE}{suggestion.pk}/", {"words": "会改的"})
    assert (page.status_code, "会改的" in page.content.decode()) == (422, True)


def test_the_list_costs_the_same_however_long_it_is(sign_in, adviser_a, district, bureau):
    for number in range(5, 15):
        actions.suggest(by=adviser_a, district=district, form=f"{number:032x}", **SAID)
    client = sign_in(bureau)
    with at_most(14):
        page = client.get(PAGE)
    assert page.content.decode().count("data-row") == 10


def test_who_answers_while_somebody_else_does_keeps_what_was_typed(sign_in, suggestion, bureau, operator):
    page = f"{PAGE}{suggestion.pk}/"
    sign_in(operator).post(page, {"state": "taken", "words": "下一版改。", "seen": ""})
    late = sign_in(bureau).post(page, {"state": "kept", "words": "法规要求的。", "seen": ""})

    shown = late.content.decode()
    assert late.status_code == 409
    assert all(words in shown for words in ("刚才有人答复过了", "下一版改。", "法规要求的。"))
    suggestion.refresh_from_db()
    assert suggestion.answer == "下一版改。"
    again = sign_in(bureau).post(page, {"state": "kept", "words": "法规要求的。", "seen": suggestion.mark})
    assert again.status_code == 302


def test_who_sends_one_form_twice_at_once_says_it_once(at_once, district, adviser_a):
    at_once(*[lambda: actions.suggest(by=adviser_a, district=district, form=FORM, **SAID)] * 2)

    assert Suggestion.objects.count() == 1
