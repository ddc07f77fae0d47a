"""法律意见书、合同审查意见书: page, Word and PDF say the same; who may read it takes it, and nobody else."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest

from menkou.core.errors import Refused
from menkou.occasions import actions as occasions
from menkou.occasions.models import Occasion
from menkou.occasions.tests.conftest import NEXT_WEEK, announce, noon  # noqa: F401
from menkou.papers import actions, store
from menkou.papers.models import Batch
from menkou.papers.official.telling import told, words_of
from menkou.papers.opinion import queries
from menkou.papers.tests.making import make
from menkou.papers.tests.reading import demand_in_order, joined, words_in_pdf, words_in_word
from menkou.postings.models import Posting
from tests.cast import SLUG

RUDE = '#let $x$ *甲* \\ [乙] {{ 丙 }} <b>&amp; "三"'
OPINION = f"违约金太低，请改为合同价款的20%。\n\n{RUDE}\n改好以后可以签。"


class Shown(HTMLParser):
    """The words of a page's paper."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self._inside = "", False

    def handle_starttag(self, tag, attrs):
        self._inside = self._inside or tag == "article"

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "article"

    def handle_data(self, data):
        self.words += data if self._inside else ""


@pytest.fixture
def reviewed(announce, adviser_a, noon):  # noqa: F811
    """A contract with an opinion and two remarks."""
    made = announce(kind="contract", title="鱼塘承包合同", place="村委会")
    occasions.remark(by=adviser_a, occasion=made, clause="第五条 违约责任", risk="high", words=RUDE)
    occasions.remark(by=adviser_a, occasion=made, clause="第六条", risk="none")
    occasions.opine(by=adviser_a, occasion=made, opinion=OPINION)
    noon.shift(60)
    return Occasion.objects.get()


def taken(browser, occasion: Occasion, kind: str) -> bytes:
    """Ask by the page, let the worker work, take the file away."""
    page = f"/{SLUG}/papers/opinions/{occasion.pk}/"
    where = browser.post(f"{page}ask", {"kind": kind}).url
    assert "排队中" in browser.get(where).content.decode()
    make(Batch.objects.get())
    assert "做好了" in browser.get(where).content.decode()
    answer = browser.post(f"{where}file")
    assert f"-1%E4%BB%BD.{kind}" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(("kind", "read"), [("docx", words_in_word), ("pdf", words_in_pdf)])
def test_the_file_says_what_the_page_says(reviewed, cadre, sign_in, district, kind, read):
    browser = sign_in(cadre)
    shown = Shown()
    shown.feed(browser.get(f"/{SLUG}/papers/opinions/{reviewed.pk}/").content.decode())
    words = words_of(told(queries.paper_of(cadre, reviewed, district)))
    made = taken(browser, reviewed, kind)

    in_file = read(made, queries.DEMO) if kind == "pdf" else read(made)
    demand_in_order(words, joined(shown.words))
    demand_in_order(words, in_file)
    assert "关于红花村“鱼塘承包合同”的合同审查意见书" in words
    for said in ("红花镇红花村村民委员会：", "时间2026年3月11日12:00，地点村委会", "第五条违约责任", "必须改", "20%"):
        assert said in in_file
    for said in (
        "编号：〔〕号",
        "法律顾问：陈明（签名）",
        "演示·红花律师事务所",
        "2026年3月4日",
        "用印处（请执业机构盖章）",
    ):
        assert said in in_file
        assert said in joined(shown.words)


def test_a_meeting_s_paper_is_an_opinion_without_a_table(announce, adviser_a, cadre, district):  # noqa: F811
    made = occasions.opine(by=adviser_a, occasion=announce(), opinion="可以开。")
    paper = told(queries.paper_of(cadre, made, district))
    assert paper["title"].endswith("“村民代表会议（水渠招标）”的法律意见书")
    assert all("heads" not in one for one in paper["body"])


def test_remarks_alone_are_a_paper_and_nothing_is_none(announce, adviser_b, lin, cadre, sign_in, district):  # noqa: F811
    made, browser = announce(kind="contract"), sign_in(cadre)
    answer = browser.post(f"/{SLUG}/papers/opinions/{made.pk}/ask", {"kind": "pdf"}, follow=True)
    assert "没有可取的" in answer.content.decode()
    occasions.remark(by=adviser_b, occasion=made, clause="第一条", risk="none")
    (signature,) = told(queries.paper_of(cadre, made, district))["signatures"]
    assert signature["hand"] == f"法律顾问：{lin.adviser.name}（签名）"
    assert not Batch.objects.exists()


@pytest.mark.parametrize("who", ["director", "auditor"])
def test_who_sees_facts_alone_takes_no_paper(request, reviewed, sign_in, district, who):
    by = request.getfixturevalue(who)
    assert sign_in(by).post(f"/{SLUG}/papers/opinions/{reviewed.pk}/ask", {"kind": "docx"}).status_code == 403
    with pytest.raises(Refused):
        actions.ask_of(by=by, district=district, maker="review", chosen=[reviewed.pk], kind="docx")


def test_a_foreign_village_s_paper_is_not_made_whoever_asks_by_another_door(reviewed, office_next_door, district):
    batch = actions.ask_of(by=office_next_door, district=district, maker="review", chosen=[reviewed.pk], kind="docx")
    assert (make(batch).state, batch.problem) == ("failed", "这件事您现在看不到了，没有做。")
    assert not store.path_of(batch.file).exists()


def test_who_lost_the_post_before_it_was_made_gets_nothing(announce, adviser_b, lin, district):  # noqa: F811
    made = announce()
    occasions.opine(by=adviser_b, occasion=made, opinion="可以开。")
    batch = actions.ask_of(by=adviser_b, district=district, maker="opinion", chosen=[made.pk], kind="pdf")
    Posting.objects.filter(registration=lin).update(valid_until=(NEXT_WEEK - timedelta(days=9)).date())
    assert make(batch).state == "failed"
