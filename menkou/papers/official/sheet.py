"""The blank sheet in Word: A4, its type area, the grid of its lines, the page's number, light enough to send."""

import math
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from menkou.papers.official import measures

BODY, LATIN, NUMBERS = "仿宋_GB2312", "Times New Roman", "宋体"
LINE_TWIPS = int(measures.LINE_PT * 20)  # rounded down, or 22 lines would not stand
SPACING_TWIPS = math.floor((measures.PITCH_PT - measures.BODY_PT) * 20)  # 28 characters fill a line, in WPS as in Word
BELOW_MM = measures.PAGE_MM[1] - measures.TOP_MM - measures.HEIGHT_MM
RIGHT_MM = measures.PAGE_MM[0] - measures.LEFT_MM - measures.WIDTH_MM
FOOT_MM = BELOW_MM - measures.NUMBER_BELOW_MM - 5  # a number is 5 high
ASIDE = """<w:tbl {ns}><w:tblPr>
<w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{across}" w:tblpY="{down}"/>
<w:tblW w:w="{wide}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>
<w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid>
<w:tr><w:trPr><w:trHeight w:val="{high}" w:hRule="exact"/></w:trPr>
<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"""
KEPT = {"Normal", "Header", "Header Char", "Footer", "Footer Char", "Default Paragraph Font"}
KEPT |= {"Normal Table", "No List", "Table Grid"}
LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail", "numbering")  # parts of Word's blank page


def blank_sheet(note: str) -> Any:
    """A paper without a word on it, but for the note at the head of each page."""
    paper = Document()
    _set_body(paper.styles["Normal"])
    paper.settings.odd_and_even_pages_header_footer = True
    _lighten(paper)
    _stand(paper.sections[0], note)
    paper.core_properties.author = paper.core_properties.title = paper.core_properties.comments = ""
    return paper


def turn(paper: Any, note: str, *, is_wide: bool) -> None:
    """The pages from here on lie across, or stand again."""
    page = paper.add_section(WD_SECTION.NEW_PAGE)
    for part in (page.header, page.footer, page.even_page_header, page.even_page_footer):
        part.is_linked_to_previous = False
    (_lie if is_wide else _stand)(page, note)


def _stand(page: Any, note: str) -> None:
    width, height = measures.PAGE_MM
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(width), Mm(height)
    page.top_margin, page.left_margin = Mm(measures.TOP_MM), Mm(measures.LEFT_MM)
    page.bottom_margin, page.right_margin = Mm(BELOW_MM), Mm(RIGHT_MM)
    page.header_distance, page.footer_distance = Mm(20), Mm(FOOT_MM)
    _set_grid(page._sectPr)
    sides = ((page.header, page.footer, "right"), (page.even_page_header, page.even_page_footer, "left"))
    for head, foot, side in sides:
        _set_note(head.paragraphs[0], note)
        _set_number(foot.paragraphs[0], side)


def _lie(page: Any, note: str) -> None:
    """Turned once to the right, so that it is bound with the others; its number stands where theirs do."""
    width, height = measures.PAGE_MM
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(height), Mm(width)
    page.top_margin, page.right_margin = Mm(measures.LEFT_MM), Mm(measures.TOP_MM)
    page.bottom_margin, page.left_margin = Mm(RIGHT_MM), Mm(BELOW_MM)
    page.header_distance, page.footer_distance = Mm(12), Mm(10)
    _set_grid(page._sectPr)
    for head, is_odd in ((page.header, True), (page.even_page_header, False)):
        _set_note(head.paragraphs[0], note)
        high = 22
        down = (
            width - RIGHT_MM - measures.PAGE_NUMBER_PT / measures.POINTS_IN_MM - high
            if is_odd
            else measures.LEFT_MM + 5
        )
        facts = {"across": BELOW_MM - measures.NUMBER_BELOW_MM - 5, "down": down, "wide": 7, "high": high}
        said = {name: round(value * measures.POINTS_IN_MM * 20) for name, value in facts.items()}
        aside = parse_xml(ASIDE.format(ns=nsdecls("w"), **said))
        head._element.insert(0, aside)
        _number(Paragraph(aside.find(f".//{qn('w:p')}"), head))


def dress(run: Any, face: str, size: Any) -> None:
    """The typeface and size of a run."""
    shape = run.get_or_add_rPr()
    fonts = shape.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    shape.sz_val = size
    if size != Pt(measures.BODY_PT):
        _space(shape, 0)  # drawn together are characters of the body alone


def _space(shape: Any, twips: int) -> None:
    later = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
    shape.insert_element_before(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{twips}"/>'), *later)


def _set_grid(section: Any) -> None:
    for known in section.findall(qn("w:docGrid")):
        section.remove(known)
    section.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_TWIPS}"/>'))


def _set_body(style: Any) -> None:
    style.font.name, style.font.size = LATIN, Pt(measures.BODY_PT)
    shape = style.element.get_or_add_rPr()
    shape.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    _space(shape, SPACING_TWIPS)
    shape.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = Pt(LINE_TWIPS / 20), Pt(0)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _set_note(line: Any, note: str) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if note:
        run = line.add_run(note)
        dress(run._r, "黑体", Pt(measures.TABLE_PT))
        run.font.color.rgb = RGBColor.from_string(measures.SEAL_RED)


def _set_number(line: Any, side: str) -> None:
    """— 1 —, at the outer side, one character from the edge."""
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(measures.PAGE_NUMBER_PT)
    _number(line)


def _number(line: Any) -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    runs = [line.add_run("— ")._r, field.find(qn("w:r"))]
    line._p.append(field)
    runs.append(line.add_run(" —")._r)
    for run in runs:
        dress(run, NUMBERS, Pt(measures.PAGE_NUMBER_PT))


def _lighten(paper: Any) -> None:
    """A tenth of the size."""
    for style in list(paper.styles):
        if style.name not in KEPT:
            style.delete()
    for links in (paper.part.rels, paper.part.package.rels):
        for name in [name for name, link in links.items() if link.reltype.endswith(LEFT_OUT)]:
            del links[name]
