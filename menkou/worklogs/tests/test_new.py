"""记一条, 录入纸页: what is asked fits the kind, nothing beyond village, day and minutes has to be said."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from menkou.core import clock
from menkou.postings.models import Posting
from menkou.worklogs.models import Entry, Evidence
from menkou.worklogs.tests.conftest import photo
from tests.cast import SLUG
from tests.counting import at_most

PATH = f"/{SLUG}/worklogs"
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def said(village, chen):
    return {"village": village.code, "done_on": str(clock.today()), "minutes": "60"}


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", content)


def test_the_kinds_stand_on_one_page_and_each_opens_its_form(sign_in, adviser_a):
    browser = sign_in(adviser_a)
    with at_most():
        page = browser.get(f"{PATH}/new").text
    for value, label in Entry.Kind.choices:
        assert f"?kind={value}" in page
        assert f"<h1>{label}</h1>" in browser.get(f"{PATH}/new?kind={value}").text


def test_the_form_asks_what_the_kind_counts(sign_in, adviser_a):
    browser = sign_in(adviser_a)
    pages = {kind: browser.get(f"{PATH}/new?kind={kind}").text for kind in ("lecture", "drafting", "consultation")}

    assert [("来了多少人听" in page, "写了几份" in page) for page in pages.values()] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [name for name in ("summary", "photo") if f'name="{name}"' in pages["consultation"]] == []


def test_village_day_and_minutes_are_enough(sign_in, adviser_a, said, chen):
    page = sign_in(adviser_a).post(f"{PATH}/new?kind=mediation", said, follow=True)

    made = Entry.objects.get()
    assert (made.author, made.kind, made.minutes, made.people, made.outcome) == (chen, "mediation", 60, None, "")
    assert "记好了" in page.text


def test_all_of_it_is_put_down_with_a_photo(sign_in, adviser_a, said):
    sent = said | {"people": "40", "items": "80", "summary": "讲土地流转", "photo": upload(photo())}
    page = sign_in(adviser_a).post(f"{PATH}/new?kind=lecture", sent, follow=True)

    made = Entry.objects.get()
    assert (made.people, made.items, made.summary) == (40, 80, "讲土地流转")
    assert Evidence.objects.get().entry == made
    for words in ("40 人次", "80 份", "讲土地流转", "照片和材料"):
        assert words in page.text


def test_a_form_sent_again_makes_no_second_entry(sign_in, adviser_a, said):
    browser = sign_in(adviser_a)
    for _ in range(2):
        browser.post(f"{PATH}/new?kind=lecture", said)
    assert Entry.objects.count() == 1
    browser.post(f"{PATH}/new?kind=lecture", said | {"people": "3"})
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"done_on": str(clock.today() + timedelta(days=1))}, "还没到"),
        ({"done_on": "2020-01-01"}, "太久了"),
        ({"minutes": "1441"}, "一天只有 1440 分钟"),
        ({"people": "10001"}, "最多 10000"),
        ({"people": "0"}, "至少是 1"),
        ({"village": "999901002201"}, "请在列出的村"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, adviser_a, said, village_next_door, wrong, words):
    page = sign_in(adviser_a).post(f"{PATH}/new?kind=lecture", said | {"summary": "讲反诈"} | wrong)

    assert page.status_code == 422
    assert words in page.text
    assert "讲反诈" in page.text
    assert not Entry.objects.exists()


def test_where_the_photo_is_none_nothing_is_put_down_and_the_words_stay(sign_in, adviser_a, said):
    sent = said | {"summary": "讲反诈", "photo": upload(b"x" * 50)}
    page = sign_in(adviser_a).post(f"{PATH}/new?kind=lecture", sent)

    assert page.status_code == 422
    assert "不是完整的照片" in page.text
    assert "讲反诈" in page.text
    assert not Entry.objects.exists()


def test_who_serves_no_village_is_told_so(sign_in, adviser_a):
    Posting.objects.update(valid_until=clock.today())

    assert "没有派驻的村" in sign_in(adviser_a).get(f"{PATH}/new?kind=lecture").text


def test_the_office_types_in_a_page_with_its_photo(sign_in, office, said, chen):
    post = Posting.objects.get(registration=chen)
    sent = said | {"post": str(post.pk), "kind": "mediation", "paper_number": "HH-7", "photo": upload(photo())}
    browser = sign_in(office)
    with at_most():
        assert "陈明（A岗）" in browser.get(f"{PATH}/paper").text

    page = browser.post(f"{PATH}/paper", sent, follow=True)

    made = Entry.objects.get()
    assert (made.paper_number, made.author, made.recorded_by_id) == ("HH-7", chen, office.user_id)
    assert Evidence.objects.get().kind == "paper"
    assert "HH-7 录好了" in page.text
    again = browser.post(f"{PATH}/paper", said | {"post": str(post.pk), "kind": "mediation", "paper_number": "hh-7"})
    assert (again.status_code, "已经录过了" in again.text) == (422, True)


def test_another_township_s_posts_are_not_offered(sign_in, office_next_door, said, chen):
    post = Posting.objects.get(registration=chen)
    sent = said | {"post": str(post.pk), "kind": "mediation", "paper_number": "HH-7"}

    assert sign_in(office_next_door).post(f"{PATH}/paper", sent).status_code == 422
    assert not Entry.objects.exists()


def test_a_correction_may_say_how_many(sign_in, adviser_a, office, put_down):
    from menkou.worklogs import actions

    returned = actions.send_back(by=office, entry=put_down(summary="讲反诈"), note="请补人数")
    sent = {"minutes": "60", "summary": "讲反诈", "people": "35"}
    page = sign_in(adviser_a).post(f"{PATH}/{returned.pk}/amend", sent, follow=True)

    assert Entry.objects.get(corrects=returned).people == 35
    assert "35 人次" in page.text


def test_the_same_form_twice_at_one_moment_is_one_entry(at_once, sign_in, adviser_a, said):
    browsers = [sign_in(adviser_a) for _ in "12"]
    met = at_once(*[lambda one=one: one.post(f"{PATH}/new?kind=lecture", said).status_code for one in browsers])
    assert met == [302, 302]
    assert Entry.objects.count() == 1


def test_a_page_of_a_consultation_says_that_its_photo_was_not_kept(sign_in, office, said, chen):
    sent = said | {"post": str(Posting.objects.get(registration=chen).pk), "kind": "consultation"}
    page = sign_in(office).post(f"{PATH}/paper", sent | {"paper_number": "A-1", "photo": upload(photo())}, follow=True)
    assert "照片没有存" in page.text
    assert not Evidence.objects.exists()
