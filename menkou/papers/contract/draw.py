"""Draw the Word templates from the contracts' words: python -m menkou.papers.contract.draw."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from menkou.papers.contract.facts import FORMS, PEOPLE, PERSON, PLACES, POSTS, SIGNATURES, template_of, words

BODY, HEADING, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"  # WPS has them; Word falls back to its own
SIZE = Pt(14)
LINE = Pt(18)  # the whole fits on one sheet, printed on both sides
SMALL = Pt(10.5)  # a legal service worker's kind and a licence number stand on one line
PEOPLE_COLUMNS = tuple(map(Mm, (12, 30, 38, 45, 31)))
KEPT = {"Normal", "Header", "Header Char", "Footer", "Footer Char", "Default Paragraph Font"}
KEPT |= {"Normal Table", "No List", "Table Grid"}
LEFT_OUT = (
    "stylesWithEffects",
    "customXml",
    "thumbnail",
    "numbering",
)  # parts of Word's blank page that no contract needs
SEAL = RGBColor(0xA8, 0x32, 0x2A)
HALF, GAP = Mm(75), Mm(6)  # what is left between the margins for two places of a seal


def draw(form: str, path: Path) -> None:
    """Write the template of a form."""
    paper = Document()
    _set_page(paper)
    for line in words(form):
        if line == PEOPLE:
            _people(paper)
        elif line == SIGNATURES:
            _signatures(paper, form)
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
    """A4, a little higher than official papers (GB/T 9704), for one sheet to hold it; a note at the head, the page's number at the foot."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(32), Mm(30), Mm(28), Mm(26)
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
    if paper.element.body[-3:-2] and paper.element.body[-3].tag == qn("w:tbl"):  # the last child is the page itself
        written.paragraph_format.space_before = Pt(6)


def _people(paper: Any) -> None:
    paper.paragraphs[-1].paragraph_format.space_after = Pt(6)
    lines: list[tuple[str, ...]] = [("岗位", *PERSON)]
    lines += [(post, *(f"{{{{ {post}{what} }}}}" for what in PERSON)) for post in POSTS]
    table = paper.add_table(rows=len(lines), cols=len(PEOPLE_COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, PEOPLE_COLUMNS, strict=True):
        column.width = width
    for row, line in zip(table.rows, lines, strict=True):
        row.height = Mm(9)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width, said in zip(row.cells, PEOPLE_COLUMNS, line, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            cell.paragraphs[0].add_run(said).font.size = SMALL


def _signatures(paper: Any, form: str) -> None:
    """Dashed places: the paper stops here, and says who must press the seal. No page holds them alone."""
    last_words = paper.paragraphs[-1].paragraph_format
    last_words.keep_with_next, last_words.space_after = True, Pt(14)
    places = PLACES[form]
    for start in range(0, len(places), 2):
        if start:
            paper.add_paragraph().paragraph_format.keep_with_next = True
        _places(paper, places[start : start + 2], is_last=start + 2 >= len(places))


def _places(paper: Any, places: tuple[tuple[str, str, str], ...], *, is_last: bool) -> None:
    """Places side by side, in rows, so that a name of two lines moves both alike."""
    table = paper.add_table(rows=3, cols=2 * len(places) - 1)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [
        GAP if number % 2 else HALF if len(places) > 1 else 2 * HALF + GAP for number in range(len(table.columns))
    ]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, side in zip(table.rows, ("top", "", "bottom"), strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for number, cell in enumerate(row.cells):
            cell.width = widths[number]
            if not number % 2:
                _border(cell, side)
    for number, (name, who, seal) in enumerate(places):
        top, middle, bottom = (row.cells[2 * number] for row in table.rows)
        top.paragraphs[0].text = f"{who}：{{{{ {name} }}}}"
        top.paragraphs[0].paragraph_format.space_before = Pt(6)
        _seal(middle.paragraphs[0], seal)
        bottom.paragraphs[0].text = "负责人（签字）："
        bottom.add_paragraph("        年    月    日").paragraph_format.space_after = Pt(6)
    _hold_together(table.rows[: 2 if is_last else 3])


def _hold_together(rows: Any) -> None:
    """Nothing of these comes to stand on another page than what follows."""
    for line in (line for row in rows for cell in row.cells for line in cell.paragraphs):
        line.paragraph_format.keep_with_next = True


def _border(cell: Any, side: str) -> None:
    """A dashed line at the left, at the right, and on one side more."""
    sides = [name for name in ("top", "left", "bottom", "right") if name in (side, "left", "right")]
    lines = "".join(f'<w:{name} w:val="dashed" w:sz="8" w:space="0" w:color="A8322A"/>' for name in sides)
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>"))


def _seal(place: Any, words: str) -> None:
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place.paragraph_format.space_before = place.paragraph_format.space_after = Pt(26)
    place.add_run(f"用印处（{words}）").font.color.rgb = SEAL


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
    for form in FORMS:
        draw(form, template_of(form))
