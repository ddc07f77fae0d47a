"""J8 in one go: the half-year is opened, drawn up, scored, judged by a village, shown, reviewed, published and locked, each
step on its page by whose it is; then 考核通报 is taken as Word.
"""

import io
import json
import re
import urllib.request
from datetime import datetime, timedelta

import pytest
from docx import Document

from menkou.core.clock import SHANGHAI
from menkou.worklogs.rules.periods import Period
from tests.journeys.conftest import DESK, PHONE, started
from tests.journeys.pressing import done, press
from tests.journeys.test_a_question_of_a_group import look
from tests.journeys.test_on_wechat import simulator_of

pytestmark = pytest.mark.journey
DRAWN_MS = 60_000  # by the worker, beside all that wakes up when weeks have passed at once
TODAY = datetime.now(SHANGHAI).date()
HALF = Period.of(TODAY, "half_year")
WEEKS = 21  # in days: more than the working days to answer, or of the publicity, with any holiday among them
OFFICES = ("sifasuo", "sifasuo-02")  # both of twenty villages
SHORT = "台账齐全，有两次没有写明处理结果。"
BECAUSE = "两次都补上了处理结果，附了照片，请再看一看。"


@pytest.fixture(scope="module")
def menkou():
    """One of its own, since its time is moved."""
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def cookies():
    """Of this Menkou alone."""
    return {}


@pytest.fixture
def days_go_by(menkou):
    """Move the demo's own time forward, as the simulator's page does; every program of this Menkou sees the later day.

    So the half-year ends, and the working days to answer and of the publicity pass as they would: no row is touched.
    """

    def days_go_by(days: int) -> None:
        sent = json.dumps({"forward": timedelta(days=days).total_seconds()}).encode()
        address = f"{simulator_of(menkou)}/sim/clock"  # on this machine
        with urllib.request.urlopen(urllib.request.Request(address, sent), timeout=10) as answer:  # noqa: S310
            assert answer.status == 200

    return days_go_by


def to_the_cycle(page, menkou) -> None:
    page.goto(f"{menkou.district}/assessments/")
    page.locator("a.row", has_text=re.compile(f"^\\s*{HALF}考核")).last.click()
    page.get_by_role("heading", name=f"{HALF}考核").wait_for()


def open_it(bureau, menkou) -> None:
    """The worker draws the sheets up; the page says how far it is and what comes next by itself."""
    bureau.goto(f"{menkou.district}/assessments/")
    bureau.locator("summary", has_text="开始考核一个半年").click()
    bureau.get_by_label("考核哪个半年").select_option(label=str(HALF))
    press(bureau, "开始考核")
    bureau.get_by_role("heading", name="下一步：给本人看").wait_for(timeout=DRAWN_MS)
    done(bureau, "项司法所没有评，评完再给本人看")


def score_all(office, menkou) -> None:
    """One sheet after another, a point short of all, with the reason."""
    to_the_cycle(office, menkou)
    press(office, "开始评分", "link")
    look(office, "a sheet to be scored")
    scored = 0
    while scoring := office.locator("input[name^=points-]").count():
        for place in range(scoring):
            office.locator("input[name^=points-]").nth(place).fill("9")
            office.locator("textarea[name^=note-]").nth(place).fill(SHORT)
        office.get_by_label("司法所的意见").fill("随叫随到，村里满意。")
        press(office, "存好，评下一张")
        scored += 1
        done(office, f"评好 {scored} / ")
    done(office, "都评完了")


def say_what_the_village_thinks(cadre, menkou) -> None:
    cadre.goto(f"{menkou.district}/assessments/surveys/opinion")
    cadre.locator("form input[type=radio]").first.check()
    cadre.locator("main form button", has_text=re.compile("打分|改成这样")).first.click()
    done(cadre, "记下了")


def ask_for_a_review(adviser, menkou) -> str:
    """Of what the office did not give all points for; the address of the sheet."""
    adviser.goto(f"{menkou.district}/assessments/")
    adviser.locator("a.row", has_text=f"{HALF}考核").first.click()
    look(adviser, "my half-year")
    adviser.get_by_label("哪一项").select_option(label="司法所评分")
    adviser.get_by_label("您的说明").fill(BECAUSE)
    adviser.get_by_role("checkbox", name=re.compile("申请复核")).check()
    press(adviser, "交上去")
    done(adviser, "交上去了，有结果会告诉您")
    return adviser.url


def decide(second, menkou) -> None:
    second.goto(f"{menkou.district}/assessments/reviews")
    second.locator("main a.row", has_text=f"{HALF}").first.click()
    done(second, BECAUSE)
    second.get_by_label("改分", exact=True).check()
    second.get_by_label(re.compile("改成几分")).fill("10")
    second.get_by_label("理由").fill("看了照片，两次都有处理结果。")
    press(second, "下一步", to="改成 10 分？")
    press(second, "改成 10 分")
    done(second, "复核定了")


def take_the_circular(bureau, menkou) -> str:
    """考核通报, read on the page, then as a Word file; its words."""
    bureau.goto(f"{menkou.district}/desk/documents")
    form = bureau.get_by_role("form", name="考核通报")
    form.get_by_label("哪一期考核").select_option(label=f"{HALF}考核")
    form.get_by_role("button", name="看一看").click()
    bureau.get_by_role("heading", name=re.compile("考核情况的通报")).first.wait_for()
    press(bureau, "取 Word")
    with bureau.expect_download() as waiting:
        bureau.get_by_role("button", name=re.compile("^下载")).click(timeout=DRAWN_MS)
    assert waiting.value.suggested_filename.endswith(".docx")
    made = Document(io.BytesIO(waiting.value.path().read_bytes()))
    return "\n".join(one.text for one in made.paragraphs)


def test_a_half_year_goes_from_its_opening_to_its_circular(menkou, sign_in, days_go_by):
    days_go_by((HALF.after_last - TODAY).days + 4)
    bureau, second = sign_in("sifaju", DESK), sign_in("sifaju-2", DESK)
    open_it(bureau, menkou)
    for name in OFFICES:
        score_all(sign_in(name, DESK), menkou)
    say_what_the_village_thinks(sign_in("村干部", PHONE), menkou)

    to_the_cycle(bureau, menkou)
    press(bureau, "给本人看")
    done(bureau, "给本人看了，已经发了提醒")
    sheet = ask_for_a_review(adviser := sign_in("A岗", PHONE), menkou)
    decide(second, menkou)
    adviser.goto(sheet)
    done(adviser, "看了照片，两次都有处理结果。")

    days_go_by(WEEKS)
    to_the_cycle(bureau, menkou)
    press(bureau, "开始公示")
    done(bureau, "开始公示了")
    press(bureau, "公示页", "link")
    look(bureau, "the publicity")
    days_go_by(WEEKS)
    to_the_cycle(bureau, menkou)
    done(bureau, "现在不能由您来办")
    to_the_cycle(second, menkou)
    press(second, "锁定")
    done(second, "等次和补贴系数从现在起不再变")

    words = take_the_circular(bureau, menkou)
    assert f"{HALF}村（社区）法律顾问考核情况" in words
    assert "其中申请复核1件" in words
    assert "改分1件" in words
