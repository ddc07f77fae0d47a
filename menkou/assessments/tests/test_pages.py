"""The pages of a cycle: each shows what is there, what can be done now and by whom, and keeps what was typed."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from menkou.accounts.models import Membership, User
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions
from menkou.assessments.models import Cycle, Reply, Sheet
from menkou.assessments.tests.conftest import AT, HALF, judged, sheet_at, told, typed, wait
from menkou.core.actors import Role
from menkou.core.models import AuditEntry
from tests.cast import LONG_AGO


def test_the_bureau_opens_a_half_year_that_is_over(adopt, browse, bureau, chen):
    adopt()
    page = told(browse(bureau).get(AT))
    assert "2026年上半年" in page
    assert "2026年下半年" not in page

    told(browse(bureau).post(AT, {"period": "2026-h2"}), 422)
    answer = browse(bureau).post(AT, {"period": HALF})

    cycle = Cycle.objects.get()
    assert answer["Location"] == f"{AT}{cycle.pk}/"
    assert "正在生成考核表" in told(browse(bureau).get(f"{AT}{cycle.pk}/"))
    assert "hx-get" in told(browse(bureau).get(f"{AT}{cycle.pk}/progress"))


def test_without_a_scheme_the_page_says_so(browse, bureau):
    assert "还没有定下来" in told(browse(bureau).post(AT, {"period": HALF}), 409)


def test_once_it_is_drawn_up_the_page_is_asked_for_anew(drawn, browse, bureau):
    answer = browse(bureau).get(f"{AT}{drawn.pk}/progress")

    assert answer["HX-Refresh"] == "true"
    page = told(browse(bureau).get(f"{AT}{drawn.pk}/"))
    assert "红花镇" in page
    assert "0 / 2" in page
    assert "还有 3 项" in page
    assert "陈明" in told(browse(bureau).get(f"{AT}{drawn.pk}/unscored"))


def test_an_office_scores_one_after_another_and_keeps_what_it_typed(drawn, sheet, lin, browse, office):
    client = browse(office)
    assert "评好 0 / 2 张" in told(client.get(f"{AT}{drawn.pk}/"))
    page = told(client.get(sheet_at(sheet)))
    assert f"adviser={sheet.registration_id}" in page
    assert "司法所还没评" in page

    wrong = told(client.post(sheet_at(sheet, "score"), typed(sheet, "9", note="")), 422)
    assert "没有给满分的，请写为什么" in wrong
    assert "认真" in wrong
    assert "0 到 10 之间" in told(client.post(sheet_at(sheet, "score"), typed(sheet, "10.5")), 422)

    answer = client.post(sheet_at(sheet, "score"), typed(sheet, "9.25"))
    other = Sheet.objects.get(cycle=drawn, registration=lin)
    assert answer["Location"] == sheet_at(other)
    sheet.refresh_from_db()
    assert (judged(sheet).points, sheet.comment, sheet.commented_by_id) == (925, "认真", office.user_id)
    assert client.post(sheet_at(other, "score"), typed(other, "10", ""))["Location"] == f"{AT}{drawn.pk}/"
    assert "都评完了" in told(client.get(f"{AT}{drawn.pk}/"))


def test_what_is_next_to_be_scored_is_never_of_whoever_scores(drawn, lin, wu, browse, office, office_next_door):
    user = User.objects.get(pk=office.user_id)
    Membership.objects.create(user=user, role=Role.ADVISER, registration=lin, valid_from=LONG_AGO)
    client, others = browse(office), Sheet.objects.get(cycle=drawn, name="陈明")
    page = told(client.get(f"{AT}{drawn.pk}/"))
    assert "评好 0 / 1 张" in page
    assert sheet_at(others) in page

    assert client.post(sheet_at(others, "score"), typed(others))["Location"] == f"{AT}{drawn.pk}/"
    assert "都评完了" in told(client.get(f"{AT}{drawn.pk}/"))
    assert client.post(sheet_at(Sheet.objects.get(name="林芳"), "score"), typed(others)).status_code == 403


def test_what_waits_alone_at_the_end_of_the_list_is_still_next(drawn, browse, office):
    first, last = Sheet.objects.filter(cycle=drawn, scored_by_office__isnull=False, name__in=["陈明", "林芳"]).order_by(
        "name", "id"
    )
    browse(office).post(sheet_at(first, "score"), typed(first))

    page = told(browse(office).get(f"{AT}{drawn.pk}/"))
    assert sheet_at(last) in page
    assert "都评完了" not in page


def test_scoring_the_same_again_adds_nothing(drawn, sheet, browse, office):
    for _ in range(2):
        browse(office).post(sheet_at(sheet, "score"), typed(sheet))

    assert judged(sheet).number == 2


def test_a_score_that_comes_too_late_is_shown_again_with_its_words(mine, browse, office):
    page = told(browse(office).post(sheet_at(mine, "score"), typed(mine, "8", "迟交三次")), 409)

    assert "迟交三次" in page
    assert "现在不能办" in page


def test_who_is_assessed_sees_each_item_confirms_and_asks_for_review(mine, browse, adviser_a):
    client = browse(adviser_a)
    page = told(client.get(sheet_at(mine)))
    for words in (
        "重大会议",
        "村里没有事先告诉过重大会议、选举，不扣分",
        "没有可比的，不扣分",
        "请您看一看",
        "前，还有",
    ):
        assert words in page
    assert "名次" not in page
    assert "排名" not in page

    wrong = told(client.post(sheet_at(mine, "reply"), {"text": "到了两次", "wants_review": "on"}), 422)
    assert "申请复核，请选是哪一项" in wrong
    assert "到了两次" in wrong
    said = {"text": "到了两次", "wants_review": "on", "item": str(judged(mine).item_id), "form": "a" * 32}
    for _ in range(2):
        assert client.post(sheet_at(mine, "reply"), said)["Location"] == sheet_at(mine)
    assert client.post(sheet_at(mine, "confirm"))["Location"] == sheet_at(mine)

    assert Reply.objects.count() == 1
    assert "等另一个人定" in told(client.get(sheet_at(mine)))
    assert "申请复核（司法所评分）：到了两次" in told(client.get(sheet_at(mine, "paper")))


def test_a_reply_after_its_days_is_shown_again_and_says_why(mine, browse, adviser_a, noon):
    wait(noon, 8)
    page = told(browse(adviser_a).post(sheet_at(mine, "reply"), {"text": "刚看到"}), 409)

    assert "时间过了" in page
    assert "刚看到" in page


@pytest.fixture
def asked(mine, adviser_a):
    item = judged(mine).item_id
    return answering.reply(by=adviser_a, sheet=mine, form=b"1", text="公示过了", item=item, wants_review=True)


def test_a_review_shows_its_evidence_and_what_the_points_would_become_before_it_is_decided(
    asked, mine, browse, bureau, second
):
    at = f"{AT}reviews/{asked.pk}/"
    assert "陈明" in told(browse(second).get(f"{AT}reviews"))
    assert "不能由您来定" in told(browse(bureau).get(at))  # who showed it
    page = told(browse(second).get(at))
    assert "公示过了" in page
    assert "满分 10 分，评了 9 分。" in page

    said = {"decision": "changed", "done": "9.5", "note": "公示补上了"}
    assert "比原来高" in told(browse(second).post(f"{at}decide", {**said, "done": "8"}), 422)
    assert "请填改成多少" in told(browse(second).post(f"{at}decide", {**said, "done": ""}), 422)
    assert "改成 9.5 分" in told(browse(second).post(f"{at}decide", said))
    assert judged(mine).points == 900

    assert browse(second).post(f"{at}decide", {**said, "sure": "1"})["Location"] == f"{AT}reviews"
    assert judged(mine).points == 950
    assert "已经定了" in told(browse(second).post(f"{at}decide", {**said, "decision": "kept"}), 409)


def test_the_steps_of_the_bureau_each_lead_back_with_what_was_done_or_why_not(scored, browse, bureau, second, noon):
    at = f"{AT}{scored.pk}/"

    def step(name, by=bureau) -> str:
        client = browse(by)  # nobody stays signed in for a week
        assert client.post(f"{at}{name}")["Location"] == at
        return told(client.get(at))

    assert "给本人看了" in step("show")
    assert "还可以申请复核" in step("publish")
    assert "撤回了" in step("hide")
    assert "给本人看了" in step("show")
    wait(noon, 8)
    assert "开始公示了" in step("publish")
    assert "公示撤回了" in step("unpublish")
    wait(noon, 8)
    assert "开始公示了" in step("publish")
    assert "期满再锁定" in step("lock", second)
    wait(noon, 8)
    assert "不能由您来办" in told(browse(bureau).get(at))
    assert browse(bureau).post(f"{at}lock").status_code == 403
    assert "等次和补贴系数从现在起不再变" in step("lock", second)


def test_the_publicity_names_people_and_grades_by_name_for_staff_and_ends(
    published, browse, cadre, adviser_b, bureau, second, noon
):
    at = f"{AT}{published.pk}/publicity"
    page = told(browse(cadre).get(at))

    assert page.index("吴刚") < page.index("林芳") or page.index("林芳") < page.index("吴刚")
    assert "演示·红花律师事务所" in page
    assert "分，" not in page.split("</h1>")[1].split("</article>")[0]
    assert Client().get(at).status_code == 302
    wait(noon, 8)
    actions.lock(by=second, cycle=published)
    assert browse(adviser_b).get(at).status_code == 404
    assert told(browse(bureau).get(at))


def test_the_workbook_has_every_sheet_by_name_and_an_audit_line(shown, browse, bureau, auditor, office):
    answer = browse(auditor).post(f"{AT}{shown.pk}/sheets.xlsx")
    [table] = load_workbook(BytesIO(answer.content)).worksheets
    names = [row[0] for row in table.iter_rows(min_row=2, values_only=True)]
    assert sorted(names) == sorted(["吴刚", "林芳", "陈明"])
    assert names == list(Sheet.objects.order_by("name", "id").values_list("name", flat=True))
    assert "重大会议（15）" in [cell.value for cell in table[1]]
    line = AuditEntry.objects.filter(what="assessment.taken").get()
    assert (line.count, line.by) == (3, str(auditor))
    assert browse(office).post(f"{AT}{shown.pk}/sheets.xlsx").status_code == 404
