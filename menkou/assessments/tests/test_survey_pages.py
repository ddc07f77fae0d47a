"""A household answers by its link; an office draws, prints, types and replaces by pages; others look on or find nothing."""

import re

import pytest
from django.db import connection
from django.test import Client

from menkou.assessments.models import Answer, Survey
from menkou.assessments.surveying import queries, words
from menkou.assessments.tests.asking import answered, over
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.counting import at_most

HERE, SAY = f"/{SLUG}/assessments/surveys", f"/{SLUG}/say"
TYPED = {"knows": "yes", "reaches": "no", "asked": "no", "satisfied": "yes"}
CONTENT = ("knows", "reaches", "asked", "satisfied")


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
