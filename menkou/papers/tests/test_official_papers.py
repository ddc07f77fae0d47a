"""公文: Word and PDF say the same words in the form of GB/T 9704, whatever stands in them."""

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.shared import Length
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.papers.official import measures
from menkou.papers.official.paper import (
    NUMBER,
    Annex,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    Sourced,
    Table,
    quoted,
    saying,
    sourced_in,
    written,
)
from menkou.papers.official.pdf import pdf
from menkou.papers.official.telling import in_characters, told, words_of
from menkou.papers.official.word import docx
from menkou.papers.tests.reading import demand_in_order, lines_in_pdf, words_in_pdf, words_in_word

DAY = date(2026, 7, 3)
RUDE = '#let x = 1 $x$ *甲* \\ [乙] {丙} {{ 丁 }} <b>&amp; "@@" `#panic()` //戊 /*己*/ = 庚 \x00\x07'
NOTICE = Paper(
    head="示例区司法局文件",
    number=f"示司{NUMBER}",
    title="关于上半年村（社区）法律顾问工作情况的通报",
    addressee="各司法所",
    body=(
        Paragraph("现将有关情况通报如下。"),
        Paragraph("总体情况", 1),
        Paragraph("到村服务", 2),
        Paragraph("次数", 3),
        Paragraph("上半年", 4),
        Paragraph("会议", 2),
        Paragraph(RUDE),
        Paragraph("存在的问题", 1),
        Paragraph("合同", 2),
        Table(("镇街", "到村（次）", "说明"), (("红花镇", "12", RUDE), ("青树镇", "3", "")), (2, 1, 4)),
    ),
    annexes=(
        Annex("考核情况表", (Table(("村", "分"), tuple((f"{n}村", str(n)) for n in range(40))),)),
        Annex("各机构情况表", (Table(tuple("一二三四五六七八九"), (tuple("123456789"),)),), is_wide=True),
        Annex("说明", (Paragraph("无。"),)),
    ),
    signatures=(Signature("示例区司法局", seal="加盖示例区司法局公章"),),
    dated=DAY,
    remark="此件公开发布",
    imprint=Imprint(("区委政法委", "区政府办公室"), "示例区司法局办公室", DAY),
    note="草稿·未编号",
)


def test_word_and_pdf_say_the_same_words_in_the_same_order():
    said = told(NOTICE)
    demand_in_order(words_of(said), words_in_word(docx(said)))
    made = pdf(said)
    demand_in_order(words_of(said), words_in_pdf(made, note="草稿·未编号"))
    assert lines_in_pdf(made).count("草稿·未编号") == 6


def test_paragraphs_are_numbered_by_their_level():
    found = [one["number"] for one in told(NOTICE)["body"] if "words" in one]
    assert found == ["", "一、", "（一）", "1.", "（1）", "（二）", "", "二、", "（一）"]
    assert [in_characters(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_a_full_page_of_the_pdf_holds_22_lines_of_28_characters():
    said = told(Paper(title="题", body=(Paragraph("字" * 1400),)))
    page = [line for line in lines_in_pdf(pdf(said), page=2) if set(line) == {"字"}]
    assert [len(line) for line in page] == [28] * 22


def test_a_full_page_in_word_holds_22_lines_of_28_characters():
    paper = Document(io.BytesIO(docx(told(NOTICE))))
    page = paper.sections[0]
    across = Length(page.page_width - page.left_margin - page.right_margin).pt
    down = Length(page.page_height - page.top_margin - page.bottom_margin).pt
    body = paper.styles["Normal"]
    spacing = int(re.search(r'<w:spacing w:val="(-?\d+)"', body.element.xml).group(1)) / 20
    assert int(across / (body.font.size.pt + spacing)) == measures.CHARACTERS
    assert int(down / body.paragraph_format.line_spacing.pt) == measures.LINES


def test_no_number_is_invented_and_no_seal_is_painted():
    made = docx(told(NOTICE))
    assert f"示司{NUMBER}".replace(" ", "") in words_in_word(made)
    with zipfile.ZipFile(io.BytesIO(made)) as paper:
        assert not [name for name in paper.namelist() if "media" in name]
        text = paper.read("word/document.xml").decode()
    assert 'w:val="dashed"' in text
    assert "用印处（加盖示例区司法局公章）" in text


def test_without_a_head_a_day_and_a_seal_there_is_none():
    said = told(Paper(title="题", body=written("甲\n\n　乙"), signatures=(Signature("红花村"),)))
    text = words_in_word(docx(said))
    assert text == "题甲乙红花村年月日"
    assert pdf(said).startswith(b"%PDF")


def test_a_table_whose_rows_are_of_another_length_is_refused():
    for rows, widths in (((("1",),), ()), ((("1", "2"),), (1,))):
        with pytest.raises(ValueError, match="not as long"):
            told(Paper(title="题", body=(Table(("甲", "乙"), rows, widths),)))


@pytest.mark.parametrize("length", [300, pytest.param(5000, marks=pytest.mark.nightly)])
def test_rude_and_endless_words_stand_on_paper_as_they_are(length):
    long, faces = "x" * length, "😀👨‍👩‍👧"
    body = (
        Paragraph(RUDE),
        Paragraph(long),
        Paragraph(faces + "完"),
        Table(("甲", "乙"), ((RUDE, "字" * length), (long, faces))),
    )
    said = told(Paper(title=RUDE, addressee=RUDE, body=body, signatures=(Signature(RUDE, RUDE, RUDE),), note=RUDE))
    made = pdf(said)
    demand_in_order(words_of(said), words_in_word(docx(said)))
    lines = lines_in_pdf(made)
    assert max(map(len, lines)) < 200  # nothing runs out of the page
    assert sum(line.count("x") for line in lines) >= 2 * length
    assert "#let" in "".join(lines)


@settings(max_examples=6, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_words_make_a_word_file_that_opens(words):
    said = told(Paper(title=words, body=(Paragraph(words, 1), Table((words,), ((words,),)))))
    demand_in_order(words_of(said), words_in_word(docx(said)))


WIDE = Paper(
    title="题",
    body=(Paragraph("见附件。"),),
    annexes=(
        Annex(
            "表",
            (Table(tuple("甲乙丙丁戊己庚辛壬"), tuple(("长" * 30, *"12345678") for _ in range(60))),),
            is_wide=True,
        ),
    ),
    imprint=Imprint(printer="示例区司法局"),
    note="草稿",
)


def test_a_wide_annex_lies_across_and_its_head_stands_on_each_of_its_pages():
    made = pdf(told(WIDE))
    pages = [lines_in_pdf(made, page) for page in range(1, 12)]
    heads = [page for page in pages if any(line.split() == list("甲乙丙丁戊己庚辛壬") for line in page)]
    assert len(heads) == len([page for page in pages if any("长长" in line for line in page)]) > 2
    assert "年月日印发" in "".join(lines_in_pdf(made)[-4:]).replace(" ", "")  # the imprint, on a page that stands again

    paper = Document(io.BytesIO(docx(told(WIDE))))
    assert [one.orientation for one in paper.sections] == [0, 1, 0]
    assert [round(one.page_width.mm) for one in paper.sections] == [210, 297, 210]
    lying = paper.sections[1].header._element.xml
    assert 'w:val="tbRl"' in lying
    assert "PAGE" in lying
    assert "草稿" in lying
    rows = paper.tables[0].rows
    assert "w:tblHeader" in rows[0]._tr.xml
    assert sum(cell.width.mm for cell in rows[1].cells) == pytest.approx(225, abs=1)


def test_what_a_paper_has_from_pages_is_found_in_the_order_of_reading():
    twelve, three, day = (Sourced(words, "台账", words) for words in ("12", "3", "甲\n乙"))
    body = (saying("到村 {} 次。", twelve, level=1), *quoted(day), Table(("甲",), ((three,), ("无",))))
    paper = Paper(title="题", body=body, annexes=(Annex("表", (Table(("甲",), ((twelve,),)),)),))
    assert body[0] == Paragraph("到村 12 次。", 1, (twelve,))
    assert [str(one) for one in sourced_in(paper)] == ["12", "甲", "乙", "3", "12"]
    assert {one.page for one in sourced_in(paper)} == {"台账"}
    assert told(paper)["body"][0]["words"] == "到村 12 次。"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于2025年下半年村（社区）法律顾问考核情况的通报", ["关于2025年下半年村（社区）", "法律顾问考核情况的通报"]),
        ("责令更换法律顾问通知书", ["责令更换法律顾问通知书"]),
        ("", [""]),
    ],
)
def test_a_title_breaks_between_words(title, lines):
    assert measures.title_lines(title) == lines


@given(st.text("村（社区）法律顾问、通报，2025年上半", max_size=120))
def test_a_title_loses_nothing_when_it_breaks(title):
    lines = measures.title_lines(title)
    assert "".join(lines) == title
    assert not any(one.startswith(("，", "、")) and len(lines[at - 1]) < 20 for at, one in enumerate(lines) if at)
