"""Households drawn by chance answer once, without a name, by link, phone or paper; nobody sees who answered how."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from menkou.assessments.measuring import measured
from menkou.assessments.measuring.records import Records
from menkou.assessments.models import Answer, Cycle, Survey
from menkou.assessments.rules.items import Fact
from menkou.assessments.surveying import actions, queries, words
from menkou.assessments.tests.conftest import HALF
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE, SAY = f"/{SLUG}/assessments/surveys", f"/{SLUG}/say"
SAID = {"knows": True, "reaches": True, "asked": False, "satisfied": "yes"}
TYPED = {"knows": "yes", "reaches": "no", "asked": "no", "satisfied": "yes"}
NOBODY = Actor(None, "居民")
CONTENT = ("knows", "reaches", "asked", "satisfied")


@pytest.fixture
def survey(drawn, office, village):
    return actions.draw(by=office, village=village, cycle=drawn, households=132)


@pytest.fixture
def slip(survey):
    return queries.households_of(survey)[0]


def answered(survey: Survey, happy: int, unhappy: int = 0) -> None:
    """So many answer, by their links."""
    waiting = Answer.objects.filter(survey=survey, answered_on=None).order_by("place")[: happy + unhappy]
    for number, one in enumerate(waiting):
        said = SAID | {"satisfied": "yes" if number < happy else "no"}
        actions.say(by=NOBODY, survey=survey, slip=one.pk, said=said)


def over(survey: Survey) -> None:
    facts = {"state": "answering", "shown_at": survey.drawn_at, "shown_by": survey.drawn_by}
    Cycle.objects.update(**facts, answer_until=survey.drawn_at)


def test_an_office_draws_twenty_and_anybody_with_the_seed_draws_them_again(survey, village):
    assert (survey.size, len(set(survey.places))) == (20, 20)
    assert queries.is_as_drawn(survey)
    assert [one.place for one in queries.households_of(survey)] == list(survey.places)
    assert Answer.objects.filter(survey=survey, answered_on=None).count() == 20
    told = queries.record_of(survey)
    assert (told["households"], told["size"], bytes.fromhex(told["seed"])) == (132, 20, bytes(survey.seed))


def test_in_a_village_of_one_household_that_one_is_asked_and_there_is_nobody_else(drawn, office, village):
    made = actions.draw(by=office, village=village, cycle=drawn, households=1)

    assert list(made.places) == [1]
    with pytest.raises(Conflict, match="没有可以换的户"):
        actions.replace(by=office, survey=made, place=1, why="moved")
    assert Answer.objects.get(survey=made).not_met == ""


@pytest.mark.parametrize("households", [0, -1, 30_001])
def test_a_village_without_households_is_not_drawn(drawn, office, village, households):
    with pytest.raises(Invalid, match="全村有几户"):
        actions.draw(by=office, village=village, cycle=drawn, households=households)


def test_only_its_own_office_draws_and_only_once_while_offices_score(
    drawn, survey, office, office_next_door, bureau, cadre, village, village_next_door
):
    for by in (office_next_door, bureau, cadre):
        with pytest.raises(Refused, match="司法所"):
            actions.draw(by=by, village=village, cycle=drawn, households=50)
    with pytest.raises(Conflict, match="已经抽过"):
        actions.draw(by=office, village=village, cycle=drawn, households=50)
    over(survey)
    with pytest.raises(Conflict, match="不是评分的时候"):
        actions.draw(by=office_next_door, village=village_next_door, cycle=drawn, households=50)


def test_an_answer_counts_once_and_says_neither_who_nor_at_what_time(survey, slip, resident, noon):
    actions.say(by=resident, survey=survey, slip=slip.pk, said=SAID)

    kept = Answer.objects.get(pk=slip.pk)
    assert (kept.satisfied, kept.way, kept.typed_by_id, str(kept.answered_on)) == ("yes", "link", None, "2026-07-06")
    line = AuditEntry.objects.get(what="assessment.survey_answered")
    assert (line.by, line.subject) == ("居民", f"assessments.Survey:{survey.pk}")
    with pytest.raises(Conflict, match="已经答过"):
        actions.say(by=resident, survey=survey, slip=slip.pk, said=SAID | {"satisfied": "no"})
    assert Answer.objects.get(pk=slip.pk).satisfied == "yes"


def test_nobody_who_is_signed_in_for_work_answers_for_a_household(survey, slip, cadre, adviser_a, office, bureau):
    for by in (cadre, adviser_a, office, bureau):
        with pytest.raises(Refused, match="不能替"):
            actions.say(by=by, survey=survey, slip=slip.pk, said=SAID)


def test_what_came_by_phone_or_paper_is_typed_by_the_office_whose_name_is_kept(survey, office, office_next_door):
    place = survey.places[3]
    with pytest.raises(Refused, match="司法所"):
        actions.type_in(by=office_next_door, survey=survey, place=place, way="phone", said=SAID)
    for way in ("link", "", "x"):
        with pytest.raises(Invalid, match="打电话问的"):
            actions.type_in(by=office, survey=survey, place=place, way=way, said=SAID)
    actions.type_in(by=office, survey=survey, place=place, way="paper", said=SAID | {"asked": None})

    kept = Answer.objects.get(survey=survey, place=place)
    assert (kept.way, kept.typed_by_id, kept.asked) == ("paper", office.user_id, None)
    outside = next(one for one in range(1, 133) if one not in survey.places)
    with pytest.raises(Conflict, match="没有抽到"):
        actions.type_in(by=office, survey=survey, place=outside, way="paper", said=SAID)


def test_who_could_not_be_met_is_replaced_by_the_next_of_the_row_and_cannot_answer_any_more(survey, slip, office):
    coming = queries.reserves_of(survey, 20)[0]
    with pytest.raises(Invalid, match="为什么"):
        actions.replace(by=office, survey=survey, place=slip.place, why="")
    made = actions.replace(by=office, survey=survey, place=slip.place, why="moved")

    assert made.place == coming
    assert [one.place for one in queries.households_of(survey)] == [*survey.places, coming]
    with pytest.raises(Conflict, match="换成别的户"):
        actions.say(by=NOBODY, survey=survey, slip=slip.pk, said=SAID)
    with pytest.raises(Conflict, match="换成别的户"):
        actions.replace(by=office, survey=survey, place=slip.place, why="moved")


def test_the_database_knows_what_an_answer_is(survey, slip, office):
    rows = Answer.objects.filter(pk=slip.pk)
    whole = {"way": "link", "satisfied": "yes", "answered_on": "2026-07-06"}
    for facts, name in (
        ({"way": "link"}, "an_answer_says_how_satisfied_and_when"),
        ({**whole, "way": "phone"}, "who_types_in_an_answer_is_known"),
        ({"not_met": "moved"}, "who_was_not_met_has_not_answered"),
        ({**whole, "not_met": "moved", "not_met_by": office.user_id}, "who_was_not_met_has_not_answered"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**facts)


def test_nobody_is_told_how_a_village_answers_before_it_is_over_and_never_of_fewer_than_five(survey):
    answered(survey, 3, 1)
    assert queries.tally_of(survey) is None
    over(survey)
    found = Survey.objects.select_related("cycle").get()
    assert queries.tally_of(found) is None
    Cycle.objects.update(state="scoring", shown_at=None, shown_by=None, answer_until=None)
    answered(survey, 1)
    over(survey)

    told = queries.tally_of(Survey.objects.select_related("cycle").get())
    assert (told.count, told.knows, told.asked, told.satisfied, told.not_satisfied) == (5, (5, 5), (0, 5), 4, 1)


@pytest.mark.parametrize(
    ("happy", "fact"), [(4, Fact(0, None, why="没有一个村的答卷到 5 份")), (5, Fact(5, 5)), (0, None)]
)
def test_a_sheet_counts_a_village_only_where_enough_answered(survey, chen, happy, fact):
    answered(survey, happy)

    found = measured("adviser", "survey", Records(Period.called(HALF))).get(chen.pk)

    assert (found and found.fact) == fact


def test_two_who_press_at_once_with_one_link_are_one_answer(at_once, survey, slip):
    met = at_once(*[lambda: actions.say(by=NOBODY, survey=survey, slip=slip.pk, said=SAID)] * 2)

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "NoneType"]


def test_two_of_one_office_who_draw_at_once_draw_once(at_once, drawn, office, village):
    met = at_once(*[lambda: actions.draw(by=office, village=village, cycle=drawn, households=99)] * 2)

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "Survey"]


def test_a_household_answers_by_its_link_without_account_or_script(survey, slip, client, caplog):
    there = f"{SAY}/{words.word_of(slip)}"
    page = client.get(there).content.decode()
    assert "不写名字" in page
    assert page.count('type="radio"') == 9
    assert "<script" not in page.split('<main id="main"')[1].split("</main>")[0]
    assert "陈明" not in page

    missing = client.post(there, TYPED | {"satisfied": ""})
    assert (missing.status_code, "最后一题还没有选" in missing.content.decode()) == (422, True)
    done = client.post(there, TYPED)
    again = client.get(there).content.decode()
    twice = client.post(there, TYPED | {"satisfied": "no"})

    assert done.headers["Location"] == there
    assert "收到了，谢谢您" in again
    assert "已经答过了" in again
    assert (twice.status_code, "已经答过了" in twice.content.decode()) == (409, True)
    assert Answer.objects.get(pk=slip.pk).satisfied == "yes"
    assert words.word_of(slip) not in caplog.text


@pytest.mark.parametrize("word", ["x", "A" * 20, "%00", "あ", "'or 1=1--", "x" * 5000])
def test_a_word_that_is_none_finds_nothing(survey, client, word):
    assert client.get(f"{SAY}/{word}").status_code == 404
    assert client.post(f"{SAY}/{word}", TYPED).status_code == 404


@pytest.mark.parametrize(
    "sent", [{"satisfied": "\x00"}, {"knows": "maybe"}, {"knows": ["yes", "x"]}, {"satisfied": ["", "x"]}]
)
def test_rude_answers_are_refused_in_a_sentence(survey, slip, client, sent):
    told = client.post(f"{SAY}/{words.word_of(slip)}", TYPED | sent)

    assert told.status_code == 422
    assert Answer.objects.get(pk=slip.pk).answered_on is None


def test_when_it_is_over_a_link_says_so_kindly(survey, slip, client):
    over(survey)
    there = f"{SAY}/{words.word_of(slip)}"

    assert "这次不用答了" in client.get(there).content.decode()
    assert client.post(there, TYPED).status_code == 409


def test_no_word_of_a_link_is_kept_anywhere(survey, slip):
    word = words.word_of(slip)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from assessments_answer where encode(digest, 'escape') like %s", [f"%{word}%"])
        assert cursor.fetchone() == (0,)
    assert bytes(Answer.objects.get(pk=slip.pk).digest) == words.digest_of(word)


def test_an_office_draws_prints_types_and_replaces_by_the_pages(drawn, village, office, sign_in):
    browser = sign_in(office)
    assert "还没抽，去抽" in browser.get(f"{HERE}/").content.decode()
    draw = f"{HERE}/villages/{village.code}/draw"
    assert browser.post(draw, {"households": "0"}).status_code == 422
    assert browser.post(draw, {"households": "\x00"}).status_code == 422
    made = browser.post(draw, {"households": "132"})
    survey = Survey.objects.get()
    there = f"{HERE}/{survey.pk}"
    assert made.headers["Location"] == f"{there}/"
    assert browser.post(draw, {"households": "99"}).headers["Location"] == f"{there}/"

    first, second, *_ = survey.places
    assert browser.post(f"{there}/type-in", TYPED | {"place": first, "way": "phone", "asked": ""}).status_code == 302
    assert browser.post(f"{there}/type-in", TYPED | {"place": first, "way": "phone"}).status_code == 422
    assert browser.post(f"{there}/replace", {"place": second, "why": "nobody"}).status_code == 302
    assert browser.post(f"{there}/replace", {"place": "x", "why": "\x00"}).status_code == 422
    with at_most():
        page = browser.get(f"{there}/").content.decode()
    assert "答了 1 / 20 户" in page
    assert "去了、打了电话，都没人" in page
    with at_most():
        slips = browser.get(f"{there}/slips").content.decode()
    assert slips.count("<svg") == 19
    assert f"第 {first} 户</" not in slips
    listed = browser.get(f"{there}/households").content.decode()
    assert f"第 {first} 户" in listed
    assert "按这个次序换" in listed
    assert "□ 满意" in browser.get(f"{there}/form").content.decode()
    assert browser.get(f"{there}/record").json()["households"] == 132
    assert AuditEntry.objects.get(what="assessment.slips_taken").count == 19


def test_the_page_of_a_survey_holds_no_answer_of_anybody(survey, office, sign_in, settings):
    answered(survey, 10, 10)
    browser = sign_in(office)

    while_asking = browser.get(f"{HERE}/{survey.pk}/").content.decode()
    over(survey)
    afterwards = browser.get(f"{HERE}/{survey.pk}/").content.decode()

    assert "满意" not in while_asking
    assert "20 / 20" in afterwards
    assert re.search(r"知晓率", afterwards)
    assert all(one.get_deferred_fields() >= set(CONTENT) for one in queries.households_of(survey))


def test_others_look_on_or_find_nothing_and_nobody_but_the_office_has_the_links(
    survey, bureau, auditor, cadre, adviser_a, director, office_next_door, sign_in
):
    doors = ("", "households", "slips", "record")
    for by, expected in (
        (bureau, [200, 200, 403, 200]),
        (auditor, [200, 200, 403, 200]),
        *((one, [404] * 4) for one in (cadre, adviser_a, director, office_next_door)),
    ):
        browser = sign_in(by)
        assert [browser.get(f"{HERE}/{survey.pk}/{door}").status_code for door in doors] == expected
    assert Client().get(f"{HERE}/{survey.pk}/").status_code == 302


def test_the_list_asks_the_same_few_things_for_any_number_of_villages(survey, bureau, office, sign_in):
    for by in (bureau, office):
        browser = sign_in(by)
        with at_most():
            page = browser.get(f"{HERE}/").content.decode()
        assert "答了 0 / 20" in page
