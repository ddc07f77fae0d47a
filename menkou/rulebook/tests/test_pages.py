"""规则 on one page: read by the bureau, the auditor and offices, set by the bureau; what is typed wrong stays."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from menkou.core.clock import today
from menkou.places import queries as places
from menkou.places.models import Rule
from menkou.places.rules.bounds import fault, span
from menkou.places.rules.defaults import DEFAULTS
from menkou.rulebook import queries
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/rules/"
KEY = "days_to_rate"


@pytest.fixture
def sent():
    return {"key": KEY, "value": "45", "valid_from": str(today()), "source": "区司〔2026〕9 号"}


@pytest.fixture
def past(district):
    """Two values that are over or hold, and one that is set ahead."""
    days = [today() - timedelta(days=400), today() - timedelta(days=40), today() + timedelta(days=40), None]
    for value, first, until in zip((20, 25, 60), days, days[1:], strict=False):
        Rule.objects.create(key=KEY, value=value, valid_from=first, valid_until=until, source=f"第{value}号文")


def told(key: str):
    return next(one for one in queries.rules() if one.key == key)


def test_the_page_shows_what_holds_since_when_and_by_what(sign_in, auditor, past):
    page = sign_in(auditor).get(PAGE).content.decode()

    assert '<li id="rule-days_to_rate">' in page
    assert "25 天" in page
    assert f"{today() - timedelta(days=40)} 起，依据：第25号文" in page
    assert f"{today() + timedelta(days=40)} 起改为 60 天" in page
    assert "历次取值（3）" in page
    assert "系统默认：30 天" in page
    assert "改一条" not in page


def test_a_rule_knows_what_it_was_and_will_be(past):
    one = told(KEY)

    assert [(row.value, row.when) for row in one.rows] == [("60 天", "ahead"), ("25 天", "now"), ("20 天", "before")]
    assert one.rows[1].last == today() + timedelta(days=39)
    assert (one.said, one.shipped, [row.value for row in one.ahead]) == ("25 天", "30 天", ["60 天"])


def test_what_ended_without_another_leaves_the_shipped_value(past):
    Rule.objects.filter(valid_until=None).delete()
    Rule.objects.filter(value=25).update(valid_until=today())

    assert (told(KEY).said, told(KEY).since, len(told(KEY).rows)) == ("30 天", None, 2)


def test_the_bureau_sets_a_rule_and_lands_on_it(sign_in, bureau, sent):
    browser = sign_in(bureau)
    answer = browser.post(PAGE, sent)

    assert answer.headers["Location"].endswith("/rules/#rule-days_to_rate")
    assert places.rules()[KEY] == 45
    assert "区司〔2026〕9 号" in browser.get(PAGE).content.decode()


def test_nobody_else_sets_one(sign_in, office, auditor, sent):
    for by in (office, auditor):
        assert sign_in(by).post(PAGE, sent).status_code == 403
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "0"}, "要是 1 到 3650 的整数"),
        ({"value": "三十"}, "要是 1 到 3650 的整数"),
        ({"key": "hour_texts_to_staff_end", "value": "25"}, "要是 12 到 24 的整数"),
        ({"key": "sample_percent", "value": "101"}, "要是 1 到 100 的整数"),
        ({"key": "phone_of_police", "value": "一一零"}, "电话要写成数字"),
        ({"key": "publication_days", "value": "31"}, "1 到 28 日"),
        ({"key": "no_such_rule"}, "请从列表里选"),
        ({"valid_from": "2206-01-01"}, "最多提前 2 年"),
        ({"source": ""}, "请填依据"),
    ],
)
def test_what_is_typed_wrong_is_said_and_stays(sign_in, bureau, sent, wrong, says):
    answer = sign_in(bureau).post(PAGE, sent | wrong)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert f'value="{(sent | wrong)["source"] or (sent | wrong)["value"]}"' in page
    assert not Rule.objects.exists()


def test_a_day_before_what_is_set_ahead_is_refused_beside_the_day(sign_in, bureau, past, sent):
    answer = sign_in(bureau).post(PAGE, sent)

    assert answer.status_code == 409
    assert "请从更晚的一天起改" in answer.content.decode()
    assert 'value="45"' in answer.content.decode()


def test_what_is_set_ahead_is_taken_back_by_its_button_and_stays_in_the_history(sign_in, bureau, auditor, past, sent):
    ahead = Rule.objects.get(value=60)
    assert 'name="take_back"' not in sign_in(auditor).get(PAGE).content.decode()
    browser = sign_in(bureau)
    assert f'name="take_back" value="{ahead.pk}"' in browser.get(PAGE).content.decode()

    answer = browser.post(PAGE, {"take_back": ahead.pk})

    assert answer.headers["Location"].endswith("/rules/#rule-days_to_rate")
    page = browser.get(PAGE).content.decode()
    assert "收回了，没有用过" in page
    assert "起改为 60 天" not in page
    assert (told(KEY).said, told(KEY).rows[1].last, told(KEY).ahead) == ("25 天", None, [])
    assert browser.post(PAGE, sent | {"valid_from": str(ahead.valid_from)}).status_code == 302


def test_only_what_is_there_and_ahead_and_on_the_page_is_taken_back(sign_in, bureau, office, past):
    held, ahead, browser = Rule.objects.get(value=25), Rule.objects.get(value=60), sign_in(bureau)
    browser.post(PAGE, {"take_back": held.pk})
    assert "已经到了，不能收回" in browser.get(PAGE).content.decode()
    for said in ("x", "\x00", bureau.user_id):
        assert browser.post(PAGE, {"take_back": said}).status_code == 404
    assert browser.post(f"/{SLUG}/facts/rules", {"take_back": ahead.pk}).status_code == 404
    assert sign_in(office).post(PAGE, {"take_back": ahead.pk}).status_code == 403
    assert told(KEY).ahead


def test_a_choice_is_picked_from_its_words(sign_in, bureau, sent):
    browser, here = sign_in(bureau), f"{PAGE}?set=b_shares_speciality"
    page = browser.get(here).content.decode()

    assert '<option value="2">B岗须擅长</option>' in page
    assert browser.post(here, sent | {"key": "b_shares_speciality", "value": "7"}).status_code == 422
    assert browser.post(here, sent | {"key": "b_shares_speciality", "value": "2"}).status_code == 302
    assert told("b_shares_speciality").said == "B岗须擅长"


def test_a_rule_is_chosen_with_its_bounds_beside_the_box(sign_in, bureau):
    page = sign_in(bureau).get(f"{PAGE}?set=hour_texts_to_staff_begin").content.decode()

    assert "0 到 11 的整数" in page
    assert "今天是 <b>7 点</b>" in page


@pytest.mark.parametrize(
    ("wanted", "finds"),
    [("回访 承包", {"revisits_land"}), ("撤回", {"take_back_seconds"}), ("没有这个词", set()), (KEY, {KEY})],
)
def test_rules_are_found_by_words(district, wanted, finds):
    assert {one.key for _, _, told in queries.areas(wanted=wanted) for one in told} == finds


def test_the_filter_stands_in_the_address_and_goes_into_the_file(sign_in, auditor, past):
    browser = sign_in(auditor)
    page = browser.get(f"{PAGE}?q=评价&area=afterwards").content.decode()
    answer = browser.get(f"{PAGE}rules.xlsx?q=评价&area=afterwards")
    with ZipFile(BytesIO(answer.content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()

    assert "rule-days_to_rate" in page
    assert "rule-most_posts" not in page
    assert all(words in strings for words in ("第20号文", "25 天", "60 天"))
    assert "每人A岗至多" not in strings


def test_the_whole_page_asks_a_few_questions(sign_in, bureau, past):
    browser = sign_in(bureau)
    browser.get(PAGE)

    with at_most():
        assert browser.get(PAGE).status_code == 200


def test_doors_of_plans_and_groups_show_their_own_and_lead_to_all(sign_in, bureau):
    browser = sign_in(bureau)
    plans, groups = (browser.get(f"/{SLUG}/{at}").content.decode() for at in ("facts/rules", "groups/register/rules"))

    assert "rule-weight_wish" in plans
    assert "rule-publication_days" in groups
    assert "rule-publication_days" not in plans
    assert "rules.xlsx?q=&amp;area=posting&amp;area=weights" in plans
    assert all(f'href="/{SLUG}/rules/"' in page for page in (plans, groups))
    assert browser.post(f"/{SLUG}/facts/rules", {"key": "publication_days"}).status_code == 422


def test_every_shipped_value_is_within_its_bounds():
    assert {key: value for key, value in DEFAULTS.items() if fault(key, value)} == {}
    assert fault("take_back_seconds", True) != ""
    assert span("hour_texts_to_staff_begin")[1] < span("hour_texts_to_staff_end")[0]
