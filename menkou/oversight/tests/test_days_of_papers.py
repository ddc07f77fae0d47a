"""Days and names in papers: the last day is the one that its page says, and a day is one of Shanghai."""

from datetime import date, datetime

import pytest

from menkou.assessments.models import Consequence
from menkou.core.clock import SHANGHAI
from menkou.engagements.models import Contract
from menkou.oversight.centre import offering, reports
from menkou.oversight.centre import village as villages
from menkou.oversight.tests.test_documents import PAGE, WEEK, bureau_two, home, month, taken  # noqa: F401
from menkou.oversight.tests.test_numbers import MONDAY, hands, put  # noqa: F401
from menkou.papers.official.paper import Sourced, literal, saying
from menkou.papers.official.telling import told, words_of
from menkou.papers.tests.reading import words_in_word
from menkou.postings.models import Posting
from menkou.worklogs.rules.periods import Period
from tests.cast import LONG_AGO, SLUG

HALF = Period.called("2026-h1")


def test_what_ends_is_said_with_its_last_day_as_on_its_page(hands, village, chen, lin, bureau, district):  # noqa: F811
    Posting.objects.filter(registration=chen).update(valid_until=date(2027, 1, 1))
    facts = {"village": village, "institution": chen.institution, "valid_from": LONG_AGO}
    Contract.objects.create(**facts, valid_until=date(2027, 1, 1))
    words = words_of(told(villages.paper_of(bureau, village, HALF, district)))

    assert words.count("2026年12月31日") == 3  # of the post in both tables, and of the contract
    assert "2027年1月1日" not in words


def test_a_contract_that_is_not_signed_is_not_in_a_villages_paper(hands, village, chen, bureau, district):  # noqa: F811
    facts = {"village": village, "institution": chen.institution, "valid_from": date(2026, 1, 1)}
    Contract.objects.create(**facts, valid_until=date(2027, 1, 1), stage="draft")

    assert "聘用合同" not in "".join(words_of(told(villages.paper_of(bureau, village, HALF, district))))


def test_a_case_is_offered_under_its_day_in_shanghai(hands, chen, bureau):  # noqa: F811
    night = datetime(2026, 3, 2, 0, 30, tzinfo=SHANGHAI)
    facts = {"registration": chen, "institution": chen.institution, "opened_at": night, "told_at": night}
    facts |= {"told_by_id": bureau.user_id, "proposed": "补齐台账", "answer_until": MONDAY, "facts": "台账缺2个月"}
    Consequence.objects.create(kind="rectify", state="told", trigger="other", key="1", **facts)

    ((_, _, options),) = next(one.fields for one in offering.offered(bureau, MONDAY.date()) if one.key == "case-told")
    assert options[0][1].startswith("3月2日 ")


@pytest.mark.parametrize("name", ["{优}秀", "优}{0}", "{{}}"])
def test_a_brace_in_a_name_is_a_brace(name):
    assert saying(f"{literal(name)}{{}}名", Sourced(3, "页", "key")).words == f"{name}3名"


def test_a_character_that_no_database_knows_is_left_out_of_a_form(sign_in, bureau, village):
    sent = {"form": "docx", "village": "\x00", "period": "2026-h1"}
    answer = sign_in(bureau).post(f"/{SLUG}/desk/documents/village/take", sent, follow=True)

    assert answer.status_code == 200
    assert "请选一个村" in answer.content.decode()


def test_a_week_is_called_by_its_days_also_over_the_turn_of_a_year(month, bureau, office, district):  # noqa: F811
    title = reports.paper_of(bureau, WEEK, "week", district).title
    assert title == "示例区2026年3月2日至3月8日村（社区）法律顾问工作周报"
    turn = Period.called("2026-w01")
    assert "2025年12月29日至2026年1月4日" in reports.paper_of(office, turn, "week", district).title


def test_a_report_of_a_week_is_offered_and_made_with_the_source_of_each_number(month, home, office, sign_in):  # noqa: F811
    browser = sign_in(office)
    assert '<option value="2026-w10">3月2日到3月8日这一周</option>' in browser.get(PAGE).content.decode()
    page = browser.get(f"{PAGE}/weekly", {"period": "2026-w10"}).content.decode()
    assert "群登记</a>：2 处" in page
    assert "登记在用的群1个，群里共87人" in words_in_word(taken(browser, "weekly", "docx", period="2026-w10"))
    assert "请选时间" in browser.get(f"{PAGE}/weekly", {"period": "2026-03"}, follow=True).content.decode()


def test_a_cases_paper_is_made_for_the_bureau(chen, home, bureau, hands, sign_in):  # noqa: F811
    facts = {"registration": chen, "institution": chen.institution, "opened_at": MONDAY, "told_at": MONDAY}
    facts |= {"told_by_id": bureau.user_id, "proposed": "补齐台账", "answer_until": MONDAY, "facts": "台账缺2个月"}
    facts |= {"decided_at": MONDAY, "decided_by_id": bureau_two(bureau), "decision_note": "属实"}
    facts |= {"carry_out_until": date(2026, 4, 1), "state": "decided", "trigger": "other", "key": "1"}
    one = Consequence.objects.create(kind="rectify", **facts)
    browser = sign_in(bureau)
    assert f'<option value="{one.pk}">3月2日 演示·红花律师事务所 陈明（限期整改）' in browser.get(PAGE).content.decode()
    made = words_in_word(taken(browser, "case-rectify", "docx", of=str(one.pk)))
    assert "限期整改通知书" in made
    assert "请在2026年4月1日以前整改到位" in made
    assert "用印处（加盖示例区司法局公章）" in made
