"""派驻依据 in the browser: seen by kind, recorded, ended, taken as Excel; what was typed stays where it was wrong."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from menkou.advisers.models import Licence, Speciality
from menkou.core.clock import today
from menkou.core.models import AuditEntry
from menkou.places import queries as places
from menkou.postings.models import Avoidance, Wish
from tests.cast import LONG_AGO
from tests.counting import at_most

SAID = {"valid_from": LONG_AGO, "source": "测试文件"}
PAGE = "/shili/facts/"


@pytest.fixture
def licence(chen):
    soon = today() + timedelta(days=30)
    return Licence.objects.create(
        registration=chen, kind="lawyer", number="13708200011000001", valid_until=soon, **SAID
    )


@pytest.fixture
def typed(chen):
    return {"registration": chen.pk, "topic": "land", "valid_from": "2026-01-01", "last": "", "source": "本人说的"}


def test_the_overview_counts_and_says_what_is_doubtful(sign_in, bureau, licence, lin):
    browser = sign_in(bureau)
    with at_most(24):  # it is told all that a plan is told
        said = browser.get(PAGE).content.decode()

    assert f'<a href="{PAGE}licences/">执业证<b>1</b>' in said
    assert "林芳（演示·红花法律服务所）没有登记执业证的有效期" in said


def test_a_list_shows_who_and_what_ends_soon_first(sign_in, bureau, licence, lin):
    Licence.objects.create(registration=lin, kind="legal_service_worker", number="YS-0000-0001", **SAID)
    browser = sign_in(bureau)
    with at_most():
        said = browser.get(f"{PAGE}licences/").content.decode()

    assert "共 2 条" in said
    assert "快到期" in said
    assert said.index("13708200011000001") < said.index("YS-0000-0001")
    assert "YS-0000-0001" not in browser.get(f"{PAGE}licences/?q=陈明").content.decode()
    assert "没有符合的" in browser.get(f"{PAGE}licences/?q=没有这人").content.decode()


@pytest.mark.parametrize("key", ["licences", "demands", "wishes", "avoidances", "bases", "obligations"])
def test_every_list_asks_little_and_stays_readable_when_empty(sign_in, bureau, key, chen):
    browser = sign_in(bureau)
    with at_most(14):  # the form names people, institutions and villages
        said = browser.get(f"{PAGE}{key}/").content.decode()

    assert "还没有登记" in said


def test_the_bureau_records_one_and_the_one_before_ends(sign_in, bureau, typed, chen):
    Speciality.objects.create(registration=chen, topic="land", **SAID)
    answer = sign_in(bureau).post(f"{PAGE}specialities/", typed, follow=True)

    assert "登记好了" in answer.content.decode()
    assert Speciality.objects.filter(valid_until=None).get().source == "本人说的"


def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, bureau, typed):
    answer = sign_in(bureau).post(f"{PAGE}specialities/", typed | {"last": "2025-01-01", "topic": ""})
    said = answer.content.decode()

    assert answer.status_code == 422
    assert "结束的日子比开始还早" in said
    assert "请选擅长。" in said
    assert 'value="本人说的"' in said


def test_what_the_action_refuses_is_said_on_the_page(sign_in, bureau, village, typed, chen):
    facts = {"village": village.pk, "reason": "other", "valid_from": "2026-01-01", "source": "来信"}
    answer = sign_in(bureau).post(f"{PAGE}avoidances/", facts)

    assert answer.status_code == 422
    assert "只选一样" in answer.content.decode()
    assert not Avoidance.objects.exists()


def test_a_cadre_wishes_for_the_own_village_only(sign_in, cadre, village, village_next_door, chen):
    facts = {"registration": chen.pk, "side": "village", "weight": 3, "valid_from": "2026-01-01", "source": "两委会议"}
    browser = sign_in(cadre)

    assert browser.post(f"{PAGE}wishes/", {**facts, "village": village_next_door.pk}).status_code == 422
    assert browser.post(f"{PAGE}wishes/", {**facts, "village": village.pk}).status_code == 302
    assert Wish.objects.get().village == village
    assert browser.get(f"{PAGE}avoidances/").status_code == 404


def test_one_is_ended_on_its_page(sign_in, bureau, licence):
    browser, page = sign_in(bureau), f"{PAGE}licences/{licence.pk}"
    late = browser.post(page, {"last": str(today() + timedelta(days=300))})
    browser.post(page, {"last": str(today())})
    licence.refresh_from_db()

    assert "只能提前结束" in late.content.decode()
    assert licence.valid_until == today() + timedelta(days=1)


def test_a_weight_is_set_and_may_be_nothing(sign_in, bureau):
    browser = sign_in(bureau)
    facts = {"key": "weight_wish", "value": 0, "valid_from": str(today()), "source": "会议纪要"}

    assert browser.post(f"{PAGE}rules", facts).status_code == 302
    assert places.rules()["weight_wish"] == 0
    assert "会议纪要" in browser.get(f"{PAGE}rules").content.decode()
    assert "1 到" in browser.post(f"{PAGE}rules", facts | {"key": "most_posts"}).content.decode()


def test_excel_has_a_sheet_to_a_kind_and_no_formula(sign_in, bureau, chen, village):
    words = '=HYPERLINK("x")'
    Avoidance.objects.create(village=village, registration=chen, reason="other", words=words, **SAID)
    answer = sign_in(bureau).get(f"{PAGE}export")
    with ZipFile(BytesIO(answer.content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
        strings = book.read("xl/sharedStrings.xml").decode()

    assert len(sheets) == 10
    taken = AuditEntry.objects.get(what="basis.taken_out")
    assert (taken.by, taken.count) == (str(bureau), 1)
    assert not any("<f>" in sheet for sheet in sheets)
    assert "=HYPERLINK" in strings
    assert "filename*=utf-8''%E6%B4%BE%E9%A9%BB%E4%BE%9D%E6%8D%AE-" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("last", ["9999-12-31", "0206-12-31"])
def test_a_year_that_nobody_means_is_asked_about(sign_in, bureau, typed, licence, last):
    browser = sign_in(bureau)
    ends = [browser.post(f"{PAGE}specialities/", typed | {"last": last})]
    ends.append(browser.post(f"{PAGE}licences/{licence.pk}", {"last": last}))

    assert [one.status_code for one in ends] == [422, 422]
    assert all("请核对年份" in one.content.decode() for one in ends)


def test_a_rule_of_a_far_year_does_not_bar_the_next(sign_in, bureau):
    browser, facts = sign_in(bureau), {"key": "most_posts", "value": 12, "source": "会议纪要"}

    assert "最多提前 2 年" in browser.post(f"{PAGE}rules", facts | {"valid_from": "2206-01-01"}).content.decode()
    assert browser.post(f"{PAGE}rules", facts | {"valid_from": str(today())}).status_code == 302
