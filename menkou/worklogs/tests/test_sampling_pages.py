"""抽查 on its pages: an office draws, checks and ends; an adviser replies; anybody draws again from the record."""

import json
from uuid import UUID

from menkou.worklogs.models import Draw, Entry
from menkou.worklogs.rules import sampling as rules
from menkou.worklogs.tests.conftest import MARCH
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/worklogs"


def test_an_office_draws_checks_and_ends_by_the_pages(worked, village, office, adviser_a, sign_in):
    browser = sign_in(office)
    sent = {"township": village.township.code, "period": MARCH, "number": 1, "why": ""}
    made = browser.post(f"{HERE}/samples", sent)
    draw = Draw.objects.get()
    assert made.headers["Location"] == f"{HERE}/samples/{draw.pk}/"
    again = browser.post(f"{HERE}/samples", sent)
    assert (again.status_code, "刚才已经抽过" in again.content.decode()) == (409, True)

    with at_most():
        page = browser.get(f"{HERE}/samples/{draw.pk}/").content.decode()
    assert "重抽了一遍，和当时抽的一样" in page
    assert bytes(draw.seed).hex() in page
    with at_most():
        assert "31 条里抽 4 条，核了 0 条" in browser.get(f"{HERE}/samples").content.decode()

    check = draw.checks.filter(entry__author__adviser__name="陈明").first()
    here = f"{HERE}/checks/{check.pk}"
    assert "请写明" in browser.get(f"{here}/").content.decode()
    wrong = browser.post(f"{here}/put-down", {"result": "differs", "how": "called"})
    assert (wrong.status_code, "请写核到什么" in wrong.content.decode()) == (422, True)
    assert browser.post(f"{here}/put-down", {"result": "differs", "how": "called", "note": "没来"}).status_code == 302
    assert "4月17日以后才可以退回" in browser.get(f"{here}/").content.decode()

    browser = sign_in(adviser_a)
    browser.get(f"{HERE}/mine")  # and the process remembers rules and mergers
    with at_most():
        assert "抽查对不上，请说明" in browser.get(f"{HERE}/mine").content.decode()
    assert "先听您说" in browser.get(f"{here}/").content.decode()
    assert browser.post(f"{here}/reply", {"text": "在小学讲的"}).status_code == 302

    browser = sign_in(office)
    with at_most():
        assert "在小学讲的" in browser.get(f"{here}/").content.decode()
    assert browser.post(f"{here}/send-back", {"note": ""}).status_code == 422
    assert browser.post(f"{here}/clear").status_code == 302
    assert "照算" in browser.get(f"{here}/").content.decode()


def test_the_record_lets_anybody_draw_again_and_names_nobody(draw, sign_in, bureau):
    made = draw()
    answer = sign_in(bureau).get(f"{HERE}/samples/{made.pk}/record")
    said = json.loads(answer.content)
    authors = {UUID(one["id"]): one["adviser"] for one in said["population"]}
    again = rules.drawn(bytes.fromhex(said["seed"]), authors, said["percent"], said["per_adviser"])

    assert {str(one) for one in again} == set(said["drawn"])
    assert rules.digest_of(rules.population_of(authors)).hex() == said["population_sha256"]
    assert "陈明" not in answer.content.decode()


def test_what_touches_a_resident_is_asked_about_with_care(office, sign_in, draw, worked):
    Entry.objects.filter(kind="lecture").update(kind="legal_aid")
    check = draw().checks.first()

    assert "不问是谁" in sign_in(office).get(f"{HERE}/checks/{check.pk}/").content.decode()
