"""The blank sheet in Word: A4, its type area, the grid of its lines, the page's number, light enough to send."""

import math
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from menkou.papers.official import measures

BODY, LATIN, NUMBERS = "仿宋_GB2312", "Times New Roman", "宋体"
LINE_TWIPS = int(measures.LINE_PT * 20)  # rounded down, or 22 lines would not stand
SPACING_TWIPS = math.floor((measures.PITCH_PT - measures.BODY_PT) * 20)  # 28 characters fill a line, in WPS as in Word
FOOT_MM = measures.PAGE_MM[1] - measures.TOP_MM - measures.HEIGHT_MM - 7 - 5  # 7 mm below the type area, 5 high
KEPT = {"Normal", "Header", "Header Char", "Footer", "Footer Char", "Default Paragraph Font"}
KEPT |= {"Normal Table", "No List", "Table Grid"}
LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail", "numbering")  # parts of Word's blank page


def blank_sheet(note: str) -> Any:
    """A paper without a word on it, but for the note at the head of each page."""
    paper = Document()
    page = paper.sections[0]
    width, height = measures.PAGE_MM
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.top_margin, page.left_margin = Mm(measures.TOP_MM), Mm(measures.LEFT_MM)
    page.bottom_margin = Mm(height - measures.TOP_MM - measures.HEIGHT_MM)
    page.right_margin = Mm(width - measures.LEFT_MM - measures.WIDTH_MM)
    page.header_distance, page.footer_distance = Mm(20), Mm(FOOT_MM)
    _set_grid(page._sectPr)
    _set_body(paper.styles["Normal"])
    paper.settings.odd_and_even_pages_header_footer = True
    sides = ((page.header, page.footer, "right"), (page.even_page_header, page.even_page_footer, "left"))
    for head, foot, side in sides:
        _set_note(head.paragraphs[0], note)
        _set_number(foot.paragraphs[0], side)
    _lighten(paper)
    paper.core_properties.author = paper.core_properties.title = paper.core_properties.comments = ""
    return paper


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
