"""Draw the Word template from the contract's words: python -m menkou.papers.contract.draw."""

import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from menkou.papers.contract.facts import HERE, PEOPLE, SIGNATURES, words

TEMPLATE = HERE / "contract.docx"
BODY, HEADING, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"  # WPS has them; Word falls back to its own
SIZE = Pt(14)
LINE = Pt(19)
PEOPLE_HEAD = ("岗位", "姓名", "类别", "执业证号", "电话")
KEPT = {"Normal", "Header", "Header Char", "Footer", "Footer Char", "Default Paragraph Font"}
KEPT |= {"Normal Table", "No List", "Table Grid"}
LEFT_OUT = (
    "stylesWithEffects",
    "customXml",
    "thumbnail",
    "numbering",
)  # parts of Word's blank page that no contract needs
SEAL = RGBColor(0xA8, 0x32, 0x2A)
DASHED = "".join(
    f'<w:{side} w:val="dashed" w:sz="8" w:space="0" w:color="A8322A"/>' for side in ("top", "left", "bottom", "right")
)


def draw(path: Path = TEMPLATE) -> None:
    """Write the template."""
    paper = Document()
    _set_page(paper)
    for line in words():
        if line == PEOPLE:
            _people(paper)
        elif line == SIGNATURES:
            _signatures(paper)
        elif line.startswith("## "):
            _heading(paper, line[3:])
        elif line.startswith("# "):
            _title(paper, line[2:])
        else:
            _paragraph(paper, line)
    _lighten(paper)
    paper.core_properties.author = paper.core_properties.title = ""
    paper.save(str(path))


def _set_page(paper: Any) -> None:
    """A4 with the margins of official papers; a note at the head, the page's number at the foot."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    body = paper.styles["Normal"]
    _font(body, BODY, SIZE)
    body.paragraph_format.line_spacing, body.paragraph_format.space_after = LINE, Pt(0)
    head = page.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    note = head.add_run("{{ 提示 }}")
    note.bold, note.font.color.rgb = True, SEAL
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    foot.add_run(" —")


def _title(paper: Any, words: str) -> None:
    title = paper.add_paragraph()
    title.alignment, title.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(12)
    _font(title.add_run(words), TITLE, Pt(22))
    number = paper.add_paragraph("编号：〔    〕    号")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _heading(paper: Any, words: str) -> None:
    heading = paper.add_paragraph()
    heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(8), True
    _font(heading.add_run(words), HEADING, SIZE)


def _paragraph(paper: Any, words: str) -> None:
    written = paper.add_paragraph(words)
    if "：{{" not in words:  # the parties' own lines begin at the margin
        written.paragraph_format.first_line_indent = 2 * SIZE


def _people(paper: Any) -> None:
    table = paper.add_table(rows=3, cols=len(PEOPLE_HEAD), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, first in zip(table.rows, ("", "A岗", "B岗"), strict=True):
        row.height = Mm(9)
        row.cells[0].text = first
    for cell, head in zip(table.rows[0].cells, PEOPLE_HEAD, strict=True):
        cell.text = head


def _signatures(paper: Any) -> None:
    """Two dashed places: the paper stops here, and says who must press the seal. No page holds them alone."""
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, party in zip(table.rows[0].cells, ("甲方", "乙方"), strict=True):
        cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{DASHED}</w:tcBorders>"))
        cell.paragraphs[0].text = f"{party}：{{{{ {party} }}}}"
        place = cell.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.paragraph_format.space_before = place.paragraph_format.space_after = Pt(30)
        seal = place.add_run(f"用印处（请{party}盖章）")
        seal.font.color.rgb = SEAL
        cell.add_paragraph("负责人（签字）：")
        cell.add_paragraph("        年    月    日")
    split = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(split)


def _lighten(paper: Any) -> None:
    """A tenth of the size, and of the time that each contract takes."""
    for style in list(paper.styles):
        if style.name not in KEPT:
            style.delete()
    for links in (paper.part.rels, paper.part.package.rels):
        for name in [name for name, link in links.items() if link.reltype.endswith(LEFT_OUT)]:
            del links[name]


def _font(what: Any, family: str, size: Any) -> None:
    what.font.name, what.font.size = family, size
    what.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


if __name__ == "__main__":
    draw(*(Path(name) for name in sys.argv[1:2]))
