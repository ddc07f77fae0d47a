"""谁看了什么: for bureau and auditor, in words, by person, act, row and days; paged by index, taken as Excel with a line."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from menkou.audit import queries, views
from menkou.core import clock
from menkou.core.actors import CLOCK, Actor, Role
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.counting import at_most

MATTER = "consultations.Consultation:0190b8a2-7c3e-7000-8000-00000012f3c4"
PAGE = f"/{SLUG}/audit/"
MANY = """
insert into core_auditentry (id, at, by, what, subject)
select md5(n::text)::uuid, now() - make_interval(secs => n), 'who ' || n, 'what.' || n, 'row:' || n
  from generate_series(1, 3000) n
"""


@pytest.fixture
def log(say, bureau, adviser_a):
    """A resident asked, an adviser read and answered, the bureau took a ledger away, the clock urged."""
    say(what="consultation.asked")
    say(str(adviser_a), "consultation.read", MATTER)
    say(str(adviser_a), "consultation.answered", MATTER)
    say(str(bureau), "worklog.ledger_taken_out", count=42)
    say(CLOCK.name, "consultation.urged", MATTER)


@pytest.fixture
def page(sign_in, bureau, log):
    def page(query: str = "", by=bureau):
        return sign_in(by).get(f"{PAGE}{query}").content.decode()

    return page


def rows(text: str) -> list[str]:
    return text.split("<tr data-row>")[1:]


def test_lines_stand_in_words_and_what_residents_did_does_not(page):
    text = page("?who=all")

    assert len(rows(text)) == 4
    assert "打开咨询" in text
    assert "咨询 …12f3c4" in text
    assert "0190b8a2-7c3e-7000-8000" not in text.replace("subject=", "").split("<tbody>")[0]
    assert "居民" not in "".join(rows(text))


def test_it_opens_on_what_people_did_and_everything_is_one_click_away(page):
    text = page()

    assert len(rows(text)) == 3
    assert "催办咨询" not in "".join(rows(text))
    assert '<option value="people" selected>所有工作人员' in text
    assert 'href="?who=all">全部</a>' in text


def test_each_filter_of_the_address_narrows_the_list(page, adviser_a, bureau):
    tomorrow = clock.today() + timedelta(days=1)
    found = {
        query: len(rows(page(query)))
        for query in (
            f"?who={adviser_a.user_id}",
            "?who=clock",
            "?what=consultation.answered",
            "?what=looked",
            f"?subject={MATTER}",
            f"?subject={MATTER}&who=people",
            f"?since={tomorrow}",
            f"?until={clock.today()}",
            f"?who=all&until={clock.today()}",
            f"?who={bureau.user_id}&what=looked",
            "?who=nobody&what=nothing&subject=';--&since=never",
        )
    }

    assert list(found.values()) == [2, 1, 1, 2, 3, 2, 0, 3, 4, 1, 3]


def test_one_row_shows_who_looked_at_it(page):
    text = page(f"?subject={MATTER}")

    assert "谁看过、动过这一件：咨询 …12f3c4" in text
    assert [("打开咨询" in one, "催办咨询" in one) for one in rows(text)] == [
        (False, True),
        (False, False),
        (True, False),
    ]


def test_the_auditor_reads_too_and_nobody_else(page, auditor, office, operator, client):
    assert len(rows(page(by=auditor))) == 3
    for by in (office, operator):
        assert rows(page(by=by)) == []


def test_pages_follow_each_other_without_a_gap_at_a_bounded_cost(page, say, adviser_a, sign_in, bureau):
    for _ in range(120):
        say(str(adviser_a), "visit.logged")
    seen, query = [], "?"
    while query:
        with at_most(22):
            text = page(query)
        seen += rows(text)
        query = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")

    assert len(seen) == 123


def test_every_filter_is_answered_by_an_index(at_once, as_owner, district):
    by = Actor(None, "", frozenset({(Role.AUDITOR.value, None)}))
    chosen = {
        "audit_by_time": queries.Chosen(who=queries.PEOPLE),
        "audit_by_whom": queries.Chosen(who="who 7"),
        "audit_by_what": queries.Chosen(what="consultation.read"),
        "audit_by_subject": queries.Chosen(subject=MATTER),
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY)
    at_once(lambda: None)  # commits
    as_owner.execute("analyze core_auditentry")  # as autovacuum does

    plans = {index: queries.listed(by, one)[:50].explain() for index, one in chosen.items()}
    assert {index: plan for index, plan in plans.items() if index not in plan} == {}


def test_the_list_is_taken_as_excel_in_words_and_leaves_a_line(sign_in, bureau, log):
    answer = sign_in(bureau).post(f"{PAGE}take", {"what": "looked"})
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    asked, taken = (book.get_sheet_by_name(name).to_python() for name in ("说明", "审计记录"))
    line = AuditEntry.objects.get(what="audit.list_taken")

    assert [row[2] for row in taken[1:]] == ["导出台账", "打开咨询"]
    assert ["做了什么", "看和取走"] in asked
    assert ["谁", "工作人员"] in asked
    assert (line.by, line.count) == (str(bureau), 2)


def test_a_list_that_is_too_long_is_refused_in_words_and_leaves_no_line(sign_in, bureau, log, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)
    answer = sign_in(bureau).post(f"{PAGE}take", {"who": "clock", "what": ""}, follow=True)
    assert answer["Content-Type"].startswith("application/vnd")

    answer = sign_in(bureau).post(f"{PAGE}take", {"who": "all"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{PAGE}?who=all"
    assert "请选短一些的时间" in answer.content.decode()
    assert AuditEntry.objects.filter(what="audit.list_taken").count() == 1


def test_the_page_says_how_the_chain_stands(page, anchored):
    assert "审计链还没有开始连" in page()
    anchored()

    text = page()
    assert "审计链连到第 5 行" in text
    assert "锚到第 5 行" in text
    assert ">刚写下<" not in text
