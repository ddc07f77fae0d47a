"""12345工单 from a table: looked at first, wrong in words by row, entered once as a whole, undone as a whole; nothing is kept."""

import re
from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.hotline import actions, sealing
from menkou.hotline.batches import actions as batches
from menkou.hotline.models import Order
from menkou.imports.tests.samples import book
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/imports/orders"
HEAD = [
    "工单编号",
    "受理时间",
    "诉求人",
    "联系电话",
    "反映什么",
    "反映谁",
    "法律顾问",
    "机构",
    "村（社区）",
    "答复时限",
    "诉求内容",
]
CALLER, PHONE, STORY = "甲乙丙", "13800000099", "打了几次电话都没有人接。\n后来也没有回。"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False):
        yield


@pytest.fixture
def row(chen, village):
    """A row that is right, with what a test changes of it."""

    def row(number="2026-1", **said):
        plain = {"工单编号": number, "受理时间": "2026-03-05 09:30", "诉求人": CALLER, "联系电话": PHONE}
        plain |= {"反映什么": "一直不回", "法律顾问": chen.adviser.name, "村（社区）": village.code, "诉求内容": STORY}
        return [(plain | said).get(title, "") for title in HEAD]

    return row


@pytest.fixture
def drop(sign_in, bureau):
    """Drop a table of these rows; the page, and what it carries to its button."""

    def drop(*rows, head=HEAD, name="工单.xlsx"):
        raw = book({"工单": [["12345 转办单"], [], head, *rows]})
        page = sign_in(bureau).post(PAGE, {"file": SimpleUploadedFile(name, raw)})
        shown = page.content.decode()
        carried = re.search(r'name="carried" value="([^"]*)"', shown)
        return page.status_code, shown, carried[1] if carried else ""

    return drop


def wrong(shown: str) -> list[str]:
    return re.findall(r"<p>“([^<]+)</p>", shown)


def test_a_table_is_looked_at_and_then_entered_whole(drop, row, sign_in, bureau, chen, village, home):
    status, shown, carried = drop(row(), row("2026-2", 反映谁="司法局", 法律顾问="", 答复时限="2026-03-09"))
    assert (status, "会登记 2 件" in shown, Order.objects.count()) == (200, True, 0)
    assert "没有读的列：诉求人、联系电话。" in shown
    assert all(word not in shown for word in (CALLER, PHONE, STORY[:8]))
    assert [one for one in home.rglob("*") if one.is_file()] == []  # the file is gone

    page = sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried}, follow=True)
    assert "登记了 2 件" in page.content.decode()
    first, second = Order.objects.order_by("number")
    assert (first.about, first.village, first.subject, first.state) == (chen, village, "adviser", "received")
    assert sealing.opened(first).summary == STORY
    assert (second.subject, f"{second.answer_due_at:%m-%d}") == ("bureau", "03-09")
    assert AuditEntry.objects.get(what="hotline.table_entered").count == 2


def test_pressed_twice_it_is_entered_once(drop, row, sign_in, bureau):
    _, _, carried = drop(row(), row("2026-2"))
    desk = sign_in(bureau)
    for _ in range(2):
        desk.post(f"{PAGE}/enter", {"carried": carried})

    assert Order.objects.count() == 2


def test_what_is_there_already_is_left_alone_and_what_is_wrong_is_not_entered(drop, row, sign_in, bureau):
    _, _, carried = drop(row())
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})
    _, shown, carried = drop(row(), row("2026-2", 反映什么="吵架"), row("2026-3"))

    assert all(words in shown for words in ("会登记 1 件", "1 件已经登记过", "有错的 1 件"))
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})
    assert set(Order.objects.values_list("number", flat=True)) == {"2026-1", "2026-3"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"工单编号": ""}, "工单号”：请填工单号。"),
        ({"工单编号": "工单一号"}, "工单号是 4 到 30 个数字、字母"),
        ({"工单编号": 20260305123456789012.0}, "末几位已经变成 0 了"),
        ({"受理时间": "昨天"}, "12345 受理时间”：看不懂是什么时候，请按 2026-01-31 09:30 这样填。"),
        ({"受理时间": "2026-03-06"}, "受理时间还没到"),
        ({"受理时间": "2020-03-06 25:00"}, "看不懂是几点"),
        ({"反映什么": ""}, "反映什么”：请选反映什么。"),
        ({"反映什么": "吵架"}, "只能写：该来没来、一直不回"),
        ({"法律顾问": "没有这人"}, "没有叫“没有这人”的。请核对姓名，或者写执业证号。"),
        ({"法律顾问": "", "村（社区）": ""}, "反映谁”：请选反映谁。"),
        ({"反映谁": "机构"}, "请选哪家机构"),
        ({"村（社区）": "没有的村"}, "没有叫“没有的村”的。请核对名称，或者写 12 位代码。"),
        ({"法律顾问": "13799201910000009"}, "没有叫“13799201910000009”的。请核对姓名"),
        ({"答复时限": "2026-03-01"}, "要在受理以后"),
        ({"诉求内容": ""}, "反映的事”：请写反映的是什么事"),
        ({"诉求内容": "字" * 1001}, "最多 1000 个"),
    ],
)
def test_what_is_wrong_is_said_by_row(drop, row, change, says):
    _, shown, carried = drop(row(**change))

    assert says in "\n".join(wrong(shown))
    assert "会登记" not in shown
    assert not Order.objects.exists()


@pytest.mark.parametrize("kind", ["答得不对", "办得不好", "要东西", "办得不好、答得不对"])
def test_half_of_a_double_word_is_understood(drop, row, kind):
    assert "会登记 1 件" in drop(row(反映什么=kind))[1]


def test_a_number_stands_once_in_a_table(drop, row):
    _, shown, _ = drop(row(), row())

    assert wrong(shown) == ["工单号”：这张表里前面有同一个工单号。"]


def test_times_are_read_as_people_and_excel_write_them(drop, row, sign_in, bureau):
    at_five_past_eight = [
        *(datetime(2026, 3, 5, 8, 5), "2026年3月5日 8时05分", "2026/3/5 08:05:30", "2026/3/5 上午8:05"),  # noqa: DTZ001
        *(
            "20260305080500",
            20260305080500.0,
            "20260305 08:05",
            "２０２６／０３／０５　０８：０５",
            "2026-3-5 8:05:00.0",
        ),
        *(46086.3368056, "46086.33681"),  # numbers behind a date, where a column lost its form
    ]
    others = {"2026-03-05": "16:00", "2026/3/4 下午12:30": "04:30", "2026/3/4 下午3:30": "07:30"}
    raw = [row(f"2026-{number:02}", 受理时间=one) for number, one in enumerate([*at_five_past_eight, *others])]
    _, _, carried = drop(*raw)
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})

    found = [f"{one.received_at:%H:%M}" for one in Order.objects.order_by("number")]  # as the world's clock says it
    assert found == ["00:05"] * len(at_five_past_eight) + list(others.values())


def test_the_hour_by_which_12345_wants_an_answer_is_kept(drop, row, sign_in, bureau):
    said = ["2026-03-09", "2026-03-09 18:00", "2026/3/9 17:30:00", datetime(2026, 3, 9), datetime(2026, 3, 9, 9)]  # noqa: DTZ001
    _, _, carried = drop(*[row(f"2026-{number}", 答复时限=one) for number, one in enumerate(said)])
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})

    found = [f"{one.answer_due_at.astimezone(clock.SHANGHAI):%H:%M}" for one in Order.objects.order_by("number")]
    assert found == ["23:59", "18:00", "17:30", "23:59", "09:00"]


def test_wide_digits_and_dashes_are_the_same_number(drop, row, sign_in, bureau):
    _, shown, carried = drop(row("ＳＬ２０２６－０１"), row("sl2026—01"), row("SL2026–02"))
    assert wrong(shown) == ["工单号”：这张表里前面有同一个工单号。"]
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})

    assert set(Order.objects.values_list("number", flat=True)) == {"SL2026-01", "SL2026-02"}
    assert "没有要登记的" in drop(row("SL2026-01"), row("ＳＬ２０２６－０２"))[1]


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (book({"甲": [["姓名", "电话"], ["某某", "1"]]}), "没有认出工单的表"),
        (b"", "这个文件是空的"),
        (b"PK\x03\x04 no workbook", "打不开"),
    ],
)
def test_what_is_no_table_of_orders_is_said(sheets, says, sign_in, bureau):
    page = sign_in(bureau).post(PAGE, {"file": SimpleUploadedFile("工单.xlsx", sheets)})

    assert (page.status_code, says in page.content.decode()) == (422, True)


def test_more_than_an_office_has_in_a_week_is_too_many(drop, row):
    status, shown, carried = drop(*[row(f"2026-{number:04}") for number in range(201)])

    assert (status, "一张表最多 200 件" in shown, carried) == (422, True, "")


@pytest.mark.parametrize("carried", ["", "x", "AAAA", "//79"])
def test_what_no_page_of_ours_carried_enters_nothing(carried, sign_in, bureau):
    page = sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried}, follow=True)

    assert "这一页太旧了" in page.content.decode()


def test_what_another_was_shown_is_not_entered_by_me(drop, row, sign_in, make_actor):
    _, _, carried = drop(row())
    second = make_actor("justice_bureau", "second")
    assert "这一页太旧了" in sign_in(second).post(f"{PAGE}/enter", {"carried": carried}, follow=True).content.decode()


def test_where_one_number_was_entered_meanwhile_none_is(drop, row, sign_in, bureau, district):
    _, _, carried = drop(row("2026-1"), row("2026-2"))
    _, _, other = drop(row("2026-2"))
    desk = sign_in(bureau)
    desk.post(f"{PAGE}/enter", {"carried": other})
    page = desk.post(f"{PAGE}/enter", {"carried": carried}, follow=True)

    assert "2026-2：这个工单号已经登记过了" in page.content.decode()
    assert list(Order.objects.values_list("number", flat=True)) == ["2026-2"]


def test_a_table_is_undone_as_a_whole_while_nobody_has_gone_on(drop, row, sign_in, bureau, office, district):
    _, _, carried = drop(row(), row("2026-2"))
    desk = sign_in(bureau)
    desk.post(f"{PAGE}/enter", {"carried": carried})
    batch = Order.objects.first().batch
    assert "整批撤销" in desk.get(PAGE).content.decode()
    with pytest.raises(Refused):
        batches.undo(by=office, district=district, batch=batch)

    assert "撤销了 2 件" in desk.post(f"{PAGE}/undo", {"batch": str(batch)}, follow=True).content.decode()
    assert set(Order.objects.values_list("state", flat=True)) == {"void"}
    assert "没有可以撤销的" in desk.post(f"{PAGE}/undo", {"batch": str(batch)}, follow=True).content.decode()
    assert "没有可以撤销的" in desk.post(f"{PAGE}/undo", {"batch": "x"}, follow=True).content.decode()
    _, shown, _ = drop(row())
    assert "会登记 1 件" in shown  # its number is free again


def test_what_was_undone_is_not_said_to_be_entered_when_its_page_is_pressed_again(drop, row, sign_in, bureau):
    _, _, carried = drop(row())
    desk = sign_in(bureau)
    desk.post(f"{PAGE}/enter", {"carried": carried})
    desk.post(f"{PAGE}/undo", {"batch": str(Order.objects.get().batch)})

    assert "又撤销了" in desk.post(f"{PAGE}/enter", {"carried": carried}, follow=True).content.decode()
    assert Order.objects.get().state == "void"


def test_a_table_of_which_one_is_void_by_itself_is_undone_for_the_rest(drop, row, sign_in, bureau):
    _, _, carried = drop(row(), row("2026-2"))
    desk = sign_in(bureau)
    desk.post(f"{PAGE}/enter", {"carried": carried})
    actions.void(by=bureau, order=Order.objects.get(number="2026-2"), text="号抄错了。")

    page = desk.get(PAGE).content.decode()
    assert "整批撤销" in page
    assert "有人接着办了" not in page
    desk.post(f"{PAGE}/undo", {"batch": str(Order.objects.first().batch)})
    assert "撤销了</td>" in desk.get(PAGE).content.decode()


def test_a_table_that_somebody_goes_on_with_is_not_undone(drop, row, sign_in, bureau, district):
    _, _, carried = drop(row(), row("2026-2"))
    sign_in(bureau).post(f"{PAGE}/enter", {"carried": carried})
    order = actions.accept(by=bureau, order=Order.objects.get(number="2026-2"))

    with pytest.raises(Conflict, match="2026-2"):
        batches.undo(by=bureau, district=district, batch=order.batch)
    assert not Order.objects.filter(state="void").exists()


def test_the_template_is_read_back_and_its_example_is_nobody_s_order(sign_in, bureau):
    desk = sign_in(bureau)
    made = desk.get(f"{PAGE}/template").content
    assert CalamineWorkbook.from_filelike(BytesIO(made)).sheet_names == ["说明", "12345工单"]
    page = desk.post(PAGE, {"file": SimpleUploadedFile("模板.xlsx", made)})
    assert "表里还没有工单" in page.content.decode()


def test_a_long_table_asks_little_of_the_database(drop, row):
    with at_most(420):
        drop(*[row(f"2026-{number:04}") for number in range(40)])
