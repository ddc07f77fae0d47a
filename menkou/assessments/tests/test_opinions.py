"""A village committee says in five steps how its A post did, changes it until the results are shown, and sees no survey."""

import pytest
from django.db import IntegrityError, transaction

from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Cycle, View
from menkou.assessments.rules.items import Fact
from menkou.assessments.surveying import actions
from menkou.assessments.tests.conftest import HALF
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/assessments/surveys/opinion"


@pytest.fixture
def say(drawn, cadre, village, chen):
    """红花村's committee marks Chen."""

    def say(mark, words="", *, by=cadre, of=chen, at=village):
        return actions.mark(by=by, village=at, cycle=drawn, registration=of, mark=mark, words=words)

    return say


def test_a_mark_is_changed_until_the_results_are_shown_and_is_what_the_sheet_counts(say, drawn, chen, bureau):
    say(80)
    say(100, " 来得勤 ")

    kept = View.objects.get()
    assert (kept.mark, kept.words) == (100, "来得勤")
    assert measured("adviser", "committee", Records(Period.called(HALF)))[chen.pk].fact == Fact(100, 100)
    facts = {"state": "answering", "shown_at": drawn.opened_at, "shown_by": bureau.user_id}
    Cycle.objects.update(**facts, answer_until=drawn.opened_at)
    with pytest.raises(Conflict, match="不是评分的时候"):
        say(0, "晚了")


@pytest.mark.parametrize(
    ("mark", "words", "told"), [(99, "", "请选"), (-1, "", "请选"), (40, " ", "为什么"), (0, "", "为什么")]
)
def test_a_mark_is_one_of_five_and_a_low_one_is_explained(say, mark, words, told):
    with pytest.raises(Invalid, match=told):
        say(mark, words)


def test_a_committee_marks_its_own_a_post_and_nobody_else_does(
    say, lin, wu, village_next_door, office, bureau, adviser_a
):
    for by in (office, bureau, adviser_a):
        with pytest.raises(Refused, match="村（居）委会"):
            say(100, by=by)
    with pytest.raises(Refused, match="村（居）委会"):
        say(100, at=village_next_door, of=wu)
    for other in (lin, wu):
        with pytest.raises(Invalid, match="没有担任过"):
            say(100, of=other)


def test_the_database_knows_that_a_low_mark_is_explained(say):
    say(100)
    with pytest.raises(IntegrityError, match="a_low_mark_is_explained"), transaction.atomic():
        View.objects.update(mark=40, words="")


def test_two_of_one_committee_at_once_leave_one_mark(at_once, say):
    at_once(lambda: say(100), lambda: say(80))

    assert View.objects.count() == 1


def test_a_cadre_marks_on_one_page(drawn, cadre, village, chen, sign_in):
    browser, about = sign_in(cadre), f"{village.code}-{chen.pk.hex}"
    with at_most():
        page = browser.get(HERE).content.decode()
    assert "陈明" in page
    assert "林芳" not in page

    low = browser.post(HERE, {"about": about, f"{about}-mark": "40"})
    assert (low.status_code, "请写一句为什么" in low.content.decode()) == (422, True)
    assert browser.post(HERE, {"about": about, f"{about}-mark": "\x00"}).status_code == 422
    done = browser.post(HERE, {"about": about, f"{about}-mark": "40", f"{about}-words": "一次也没有来"})
    assert done.status_code == 302
    assert "差，“一次也没有来”" in browser.get(HERE).content.decode()
    assert browser.post(HERE, {"about": "x", f"{about}-mark": "100"}).status_code == 404
    assert browser.post(HERE, {}).status_code == 404


def test_before_a_cycle_the_page_says_when(cadre, bureau, sign_in):
    assert "现在不是打分的时候" in sign_in(cadre).get(HERE).content.decode()
    assert sign_in(bureau).get(HERE).status_code == 404


def test_a_cadre_sees_nothing_of_what_residents_say(drawn, office, cadre, village, sign_in):
    survey = actions.draw(by=office, village=village, cycle=drawn, households=30)
    browser = sign_in(cadre)

    page = browser.get(HERE).content.decode()

    assert not any(word in page for word in ("答卷", "满意", "知晓"))
    assert browser.get(f"/{SLUG}/assessments/surveys/").status_code == 404
    assert browser.get(f"/{SLUG}/assessments/surveys/{survey.pk}/").status_code == 404


def test_the_office_and_the_bureau_read_what_a_committee_said(say, office, bureau, office_next_door, sign_in):
    say(40, "一次也没有来")
    shown = [
        "一次也没有来" in sign_in(by).get(f"/{SLUG}/assessments/surveys/").content.decode()
        for by in (office, bureau, office_next_door)
    ]

    assert shown == [True, True, False]
