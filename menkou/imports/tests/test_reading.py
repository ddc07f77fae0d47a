"""Files as people have them, and files that are none: cells, or a sentence."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from menkou.imports.rules import marking, matching, reading
from menkou.imports.rules.cleaning import Wrong, day, digits, phone, place_code, plain, town_key, village_key
from menkou.imports.rules.reading import Sheet, Unreadable, read, read_apart
from menkou.imports.tests.samples import book

WORKBOOKS = Path(__file__).parent / "workbooks"
ROWS = [["镇街", "村"], ["大安镇", "大安村"]]


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_whichever_way_it_is_written(encoding, mark):
    text = "\r\n".join(mark.join(row) for row in ROWS)

    assert read(text.encode(encoding))[0].rows == ((1, ("镇街", "村")), (2, ("大安镇", "大安村")))


def test_rows_keep_their_numbers_and_merged_cells_say_the_same_in_each_row():
    made, kept = openpyxl.Workbook(), io.BytesIO()
    sheet = made.active
    sheet["B3"], sheet["C3"], sheet["B4"], sheet["C4"], sheet["C5"] = "镇街", "村", "大安镇", "大安村", "小安村"
    sheet.merge_cells("B4:B5")
    made.save(kept)

    assert read(kept.getvalue())[0].rows[1:] == ((4, (None, "大安镇", "大安村")), (5, (None, "大安镇", "小安村")))


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_workbooks_of_other_programs_say_the_same(kind):
    """Both were written by an office suite from one workbook: merged cells, a date, a day as a number, a formula."""
    places, people = read((WORKBOOKS / f"merged.{kind}").read_bytes())

    assert places.rows[2:] == ((3, ("大安镇", "大安村", date(2026, 1, 1))), (4, ("大安镇", "小安村", 20260102)))
    assert people.rows[1:] == ((2, ("张一", 13000000001)), (3, ("李二", "0537-0000001")))


def test_a_locked_ods_asks_for_itself_without_its_password():
    manifest = b"<manifest:encryption-data/>"

    with pytest.raises(Unreadable, match="加了打开密码"):
        read(packed(**{"content.xml": b"<a/>", "META-INF__manifest.xml": manifest}))


def test_an_ods_that_is_not_well_formed_is_said_in_a_sentence():
    with pytest.raises(Unreadable, match="打不开"):
        read(packed(**{"content.xml": b"<a><b", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "是空的"),
        (b"  \r\n ", "是空的"),
        (packed(hello=b"x"), "只是改了名字的压缩文件"),
        (reading.OLE + b"\0" * 600 + reading.ENCRYPTED, "加了打开密码"),
        (reading.OLE + b"\0" * 6000, "打不开"),
        (book({"表": ROWS})[:2000], "打不开"),
        (bytes(range(256)) * 10, "读不懂这个文件里的文字"),
        (book({"表": []}), "是空的"),
    ],
)
def test_what_is_no_workbook_is_said_in_a_sentence(raw, said):
    with pytest.raises(Unreadable, match=said) as problem:
        read(raw)

    assert str(problem.value).endswith("。")


def test_macros_and_bombs_are_refused_before_they_are_opened(monkeypatch):
    with pytest.raises(Unreadable, match="带宏"):
        read(packed(**{"xl__workbook.xml": b"x", "xl__vbaProject.bin": b"x"}))
    with pytest.raises(Unreadable, match="展开以后太大"):
        read(packed(**{"xl__workbook.xml": b"0" * (reading.LARGEST_UNPACKED + 1)}))
    monkeypatch.setattr(reading, "LARGEST", 10)
    with pytest.raises(Unreadable, match="超过 30 MB"):
        read(b"x" * 11)


def test_too_many_rows_and_columns(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="超过 2 行"):
        read(book({"表": [["一", "二"]] * 3}))
    with pytest.raises(Unreadable, match="超过 256 列"):
        read(book({"表": [["一"] * 257]}))


def test_a_process_of_its_own_survives_a_workbook_as_large_as_a_workbook_can_be(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "一")
        sheet.write(1048575, 16383, "远")

    with pytest.raises(Unreadable, match="展开以后太大"):
        read_apart(path)
    path.write_bytes(book({"表": ROWS}))
    assert read_apart(path)[0].rows[1] == (2, ("大安镇", "大安村"))
    with pytest.raises(Unreadable, match="展开以后太大"):
        read_apart(path, 100)  # so that a page that reads by itself never holds more than it means to


@pytest.mark.nightly
def test_a_million_empty_rows_cost_nothing(tmp_path):
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        sheet, blue = made.add_worksheet(), made.add_format({"bg_color": "#0000ff"})
        sheet.write(0, 0, "镇街")
        for row in range(1, 1048576):
            sheet.write_blank(row, 0, None, blue)

    assert read_apart(path)[0].rows == ((1, ("镇街",)),)


def test_words_are_understood_and_nothing_is_guessed():
    assert plain(" １２３　ａｂ\u200b ") == "123 ab"
    assert (plain(13800000000.0), plain("东 杨 村")) == ("13800000000", "东杨村")
    assert [phone(one) for one in ("138-0000-0000", "(0537)341-2345", "0537 3412345", "13800000000.0")] == [
        "13800000000",
        "0537-3412345",
        "0537-3412345",
        "13800000000",
    ]
    assert {day(one) for one in ("2026.1.5", "2026年1月5日", "20260105", 46027.0)} == {"2026-01-05"}
    assert town_key("鼓楼街道办事处") == town_key("鼓楼办事处") == town_key("鼓楼街道") == "鼓楼街道"
    assert village_key("大安村村民委员会") == village_key("大安村委会") == village_key("大安村")
    assert place_code(9)("370812001000") == "370812001"
    for clean, wrong in (
        (digits, 1.2345678901234567e17),
        (digits, "1.37E+16"),
        (phone, "1380000000"),
        (phone, 5373412345.0),
        (day, "26.1.5"),
    ):
        with pytest.raises(Wrong):
            clean(wrong)


def test_an_offices_own_layout_is_matched_by_name_and_by_content():
    rows = ((1, ("某区村居一览",)), (3, ("序号", "乡镇", "村名", "编号")))
    rows += ((4, (1.0, "大安镇", "大安村", 370812100201.0)), (5, (2.0, "大安镇", "小安村", "370812100202")))

    found = matching.find(Sheet("Sheet1", rows), {})

    assert (found.layout.kind, found.layout.header, found.sure) == ("villages", 3, True)
    assert found.layout.columns == {1: "township", 2: "name", 3: "code"}
    assert matching.find(Sheet("说明", rows), {}).layout is None


def test_wrong_cells_come_back_coloured_in_the_same_workbook_and_no_formula_with_them():
    made, kept = openpyxl.Workbook(), io.BytesIO()
    made.active.title = "村居"
    made.active["A1"], made.active["A2"], made.active["B2"], made.active["C2"] = "代码", "12", "=1+1", "'=2+2"
    made.active["C2"].data_type = "s"
    made.active.column_dimensions["A"].width = 33
    made.save(kept)

    once = marking.marked(kept.getvalue(), [("村居", 2, "A", "应是 12 位。")])
    twice = marking.marked(once, [("村居", 2, "B", "不对。")])

    sheet = openpyxl.load_workbook(io.BytesIO(once))["村居"]
    assert (sheet["A2"].comment.text, sheet["A2"].fill.fgColor.rgb) == ("应是 12 位。", marking.COLOUR)
    assert sheet.column_dimensions["A"].width == 33
    assert [cell.data_type for row in sheet.iter_rows() for cell in row].count("f") == 0
    sheet = openpyxl.load_workbook(io.BytesIO(twice))["村居"]
    assert (sheet["A2"].comment, sheet["A2"].fill.fill_type, sheet["B2"].comment.text) == (None, None, "不对。")


def test_a_csv_comes_back_as_a_workbook_with_the_same_cells(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_bytes("代码,名称\r\n=1+1,大安村\r\n".encode("gb18030"))

    sheet = openpyxl.load_workbook(io.BytesIO(marking.mark_apart(path, [("CSV", 2, "A", "不对。")])))["CSV"]

    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].comment.text) == ("=1+1", "s", "不对。")
    assert sheet["B2"].value == "大安村"


def test_titles_that_begin_or_end_as_known_ones_are_read_and_whoever_looks_is_asked_to_make_sure():
    rows = (
        (1, ("司法所一览表",)),
        (3, ("序号", "乡镇（街道）", "司法所信息", None, None, "代码")),
        (4, ("序号", "乡镇（街道）", "所名", "值班电话", "详细地址", "代码")),
        (5, (1, "大安镇", "大安司法所", "3412345", "大安路", "370812100")),
        (6, ("合计", 1)),
    )

    found = matching.find(Sheet("Sheet1", rows), {})

    assert (found.layout.kind, found.layout.header, found.sure) == ("townships", 4, False)
    assert sorted(found.layout.columns.values()) == ["code", "name", "office_address", "office_name", "office_phone"]
    assert [number for number, _, _ in matching.rows_of(Sheet("Sheet1", rows), found.layout)] == [5]
