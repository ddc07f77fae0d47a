"""A3: the adviser's page, the one a browser keeps, and many visits in one request."""

import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile

from menkou.accounts.models import User
from menkou.accounts.phones import phone_of
from menkou.visits import actions, words
from menkou.visits.models import Clip, Visit
from menkou.visits.tests.conftest import KEY, NOON, photo
from menkou.worklogs.models import Entry, Evidence
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/visits/"
MS = round(NOON.timestamp() * 1000)
HOUR = 3600 * 1000


@pytest.fixture
def browser(client, adviser_a):
    client.force_login(User.objects.get(pk=adviser_a.user_id))
    return client


@pytest.fixture
def send(browser, village, adviser_a):
    """Send visits as a phone does; each is Chen's of nine to ten, but for what is said."""

    def send(*visits: dict, account: str = "", now: int = MS, **files) -> list[dict]:
        facts = {
            "key": str(KEY),
            "village": str(village.pk),
            "how": "chosen",
            "came": MS - 3 * HOUR,
            "left": MS - 2 * HOUR,
        }
        told = [facts | {"kinds": ["lecture"], "people": 0, "said": "", "place": None} | one for one in visits]
        sent = {"account": account or phone_of(adviser_a).account, "now": now, "visits": json.dumps(told)}
        return browser.post(f"{HERE}log", {**sent, **files})

    return send


def test_many_visits_go_in_one_request_and_each_is_told_what_became_of_it(send):
    other, nowhere = str(uuid4()), str(uuid4())
    answer = send({}, {}, {"key": other, "kinds": []}, {"key": nowhere, "village": nowhere}).json()

    assert [one["is"] for one in answer["taken"]] == ["taken", "taken", "refused", "refused"]
    assert "记得不全" in answer["taken"][2]["words"]
    assert "没有找到这个村" in answer["taken"][3]["words"]
    assert answer["taken"][0]["go"] == f"{HERE}{Visit.objects.get().pk}/"


def test_a_clip_and_a_photo_come_along(send):
    clip = SimpleUploadedFile("clip", b"voice", "audio/webm")
    picture = SimpleUploadedFile("photo.jpg", photo(), "image/jpeg")
    told = {"mime": "audio/webm", "seconds": 7}

    assert send(told, **{f"clip-{KEY}": clip, f"photo-{KEY}": picture}).json()["taken"][0]["words"] == ""
    assert Clip.objects.get().seconds == 7
    assert Evidence.objects.count() == 1


def test_a_wrong_clock_and_something_changed_are_said(send):
    day = 24 * HOUR

    assert (
        "慢了1天"
        in send({"came": MS - 3 * HOUR - day, "left": MS - 2 * HOUR - day}, now=MS - day).json()["taken"][0]["words"]
    )
    again = send({"said": "别的"}).json()["taken"][0]
    assert again["is"] == "changed"
    assert again["words"] == actions.CHANGED


def test_what_was_noted_in_another_account_is_not_taken(send):
    answer = send({}, account="f" * 32)

    assert answer.status_code == 409
    assert answer.json()["is_of_another"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("visits", ["", "{}", "[1]", "[" * 10_000, json.dumps([{}] * 61)])
def test_what_is_no_list_of_visits_is_refused(browser, visits):
    assert browser.post(f"{HERE}log", {"visits": visits}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "1"},
        {"village": "x"},
        {"village": None},
        {"how": "flown"},
        {"came": -1},
        {"left": 10**15},
        {"kinds": ["sleep"]},
        {"people": -1},
        {"said": "字" * 501},
        {"place": [181, 0]},
    ],
)
def test_what_is_no_visit_is_refused_in_a_sentence(send, wrong):
    assert send(wrong).json()["taken"][0]["is"] == "refused"


def test_letters_that_no_text_has_are_left_out(send):
    assert send({"said": "讲\x00课\ud800"}).json()["taken"][0]["is"] == "taken"
    assert Visit.objects.get().said == "讲课"


def test_fifty_visits_ask_the_database_a_few_times_each(send):
    visits = [
        {"key": str(UUID(int=number)), "came": MS - number * HOUR, "left": MS - number * HOUR + 60_000}
        for number in range(1, 51)
    ]

    with at_most(50 * 12 + 20):
        assert {one["is"] for one in send(*visits).json()["taken"]} == {"taken"}
    assert Entry.objects.count() == 50


def test_the_page_offers_one_s_own_villages_and_shows_what_has_arrived(browser, tell, village):
    visit = tell().visit
    with at_most(14):
        page = browser.get(HERE).content.decode()

    assert village.code in page
    assert f"{HERE}{visit.pk}/" in page
    assert "已上传" in page
    assert "解答咨询、法治讲座" in page


def test_a_visit_s_page_holds_the_link_for_the_village(browser, tell):
    visit = tell().visit
    page = browser.get(f"{HERE}{visit.pk}/").content.decode()

    assert f"/{SLUG}/came/{words.word_of(visit)}" in page
    assert "data:image/png;base64," in page
    assert "未经村里确认" in page


def test_a_confirmed_visit_shows_no_link_any_more(browser, tell, cadre):
    visit = tell().visit
    actions.confirm(by=cadre, visit=visit, how="came")
    page = browser.get(f"{HERE}{visit.pk}/").content.decode()

    assert "村里已确认" in page
    assert "/came/" not in page


def test_what_a_browser_keeps_is_the_same_for_everybody_and_holds_no_word_of_anybody(client, browser, village):
    pages = [one.get(f"{HERE}offline").content.decode() for one in (client.__class__(), browser)]

    assert pages[0] == pages[1]
    for word in ("陈明", "chenming", village.name, village.code, "csrfmiddlewaretoken", "data-key", "data-account"):
        assert word not in pages[1]


def test_the_worker_keeps_every_file_that_the_page_names(client, district):
    answer = client.get(f"{HERE}worker.js")
    files = re.findall(r'"(/static/[^"]+)"', answer.content.decode())

    assert answer["Content-Type"].startswith("text/javascript")
    for name in ("menkou.css", "staff.css", "visits.js", "visits_queue.js", "forms.js"):
        stem = name.partition(".")[0]
        assert any(f"/{stem}." in file for file in files), name
        assert finders.find(f"menkou/{name}")


def test_a_phone_asks_whose_it_is_before_it_sends(client, browser, adviser_a):
    assert browser.get(f"{HERE}ready").json()["account"] == phone_of(adviser_a).account
    assert client.__class__().get(f"{HERE}ready").status_code == 302


def test_the_village_s_page_offers_arriving_to_its_own_advisers_alone(client, browser, village, adviser_next_door):
    page = f"/{SLUG}/v/{village.code}/"
    other = client.__class__()
    other.force_login(User.objects.get(pk=adviser_next_door.user_id))

    assert f"{HERE}#{village.code}" in browser.get(page).content.decode()
    assert "到村了" not in other.get(page).content.decode()
    assert "Phone(" not in browser.get(page).content.decode()
    assert "到村了" not in client.__class__().get(page).content.decode()


def test_the_office_sees_hints_and_what_they_are(client, office, tell, village_next_door):
    tell(village=village_next_door)
    tell(key=UUID(int=2))
    client.force_login(User.objects.get(pk=office.user_id))
    page = client.get(f"{HERE}hints").content.decode()

    assert "同一时间还记了另一个村" in page
    assert "不会自动扣分" in page
    assert "青树村" not in page


def test_the_office_sees_beside_an_entry_what_the_village_says_of_its_visit(client, office, tell, cadre):
    client.force_login(User.objects.get(pk=office.user_id))
    visit = tell().visit
    assert "未经村里确认" in client.get(f"/{SLUG}/worklogs/").content.decode()

    actions.confirm(by=cadre, visit=visit, how="came")
    assert "村里已确认" in client.get(f"/{SLUG}/worklogs/").content.decode()


def test_a_phone_that_lives_in_another_century_is_set_right(send, browser):
    far = 4_102_444_799_000
    (taken,) = send({"came": far - 3 * HOUR, "left": far - 2 * HOUR}, now=far).json()["taken"]
    assert taken["is"] == "taken"
    assert Visit.objects.get().came_at == NOON - timedelta(hours=3)
    assert "手机的时间快了" in taken["words"]
    assert "手机的时间快了" in browser.get(taken["go"]).content.decode()
