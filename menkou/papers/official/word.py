"""公文 as a Word file, the working copy: the office edits it in WPS, then its own system numbers and seals it."""

import io
from collections.abc import Iterable
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from menkou.papers.official import measures
from menkou.papers.official.sheet import BODY, LINE_TWIPS, blank_sheet, dress, turn
from menkou.papers.official.telling import Told

KAI, HEI, TITLE = "楷体_GB2312", "黑体", "方正小标宋简体"  # WPS has them; Word falls back to its own
FACES = (BODY, HEI, KAI, BODY, BODY)  # of a paragraph by its level
CHARACTER = Pt(measures.PITCH_PT)
SMALL = Pt(measures.SMALL_PT)
LONGEST_WHOLE = 300  # characters of a cell; a longer row may go on on the next page
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
WIDTH_TWIPS = round(measures.WIDTH_MM * measures.POINTS_IN_MM * 20)
AFTER_ITS_PLACE = ("w:tblOverlap", "w:bidiVisual", "w:tblW", "w:jc", "w:tblBorders", "w:tblLayout", "w:tblLook")
FOOT_TWIPS = round((measures.TOP_MM + measures.HEIGHT_MM) * measures.POINTS_IN_MM * 20)  # of the type area
AFTER_THE_GRID = ("w:spacing", "w:ind", "w:jc", "w:rPr")
RULE = '<w:{side} w:val="single" w:sz="{weight}" w:space="{space}" w:color="{color}"/>'


def docx(said: Told) -> bytes:
    """A paper that was told."""
    paper = blank_sheet(said["note"])
    _head(paper, said)
    _body(paper, said["body"])
    _listed(paper, said["listed"])
    _signatures(paper, said)
    if said["remark"]:
        _indented(paper.add_paragraph(said["remark"]))
    is_wide = False
    for annex in said["annexes"]:
        if annex["wide"] or is_wide:
            turn(paper, said["note"], is_wide=annex["wide"])
        _annex(paper, annex, is_turned=annex["wide"] or is_wide)
        is_wide = annex["wide"]
    if is_wide and any(said["imprint"].values()):
        turn(paper, said["note"], is_wide=False)
    _imprint(paper, said["imprint"])
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _head(paper: Any, said: Told) -> None:
    if said["head"]:
        head = _line(paper, said["head"], TITLE, Pt(measures.head_pt(said["head"])), CENTER)
        head.runs[0].font.color.rgb = RGBColor.from_string(measures.RED)
        head.paragraph_format.line_spacing = 1.0
        head.paragraph_format.space_before = Pt(measures.HEAD_BELOW_TOP_MM * measures.POINTS_IN_MM)
        _empty(paper, 2)
        number = _line(paper, said["number"], place=CENTER)
        _rule(number, bottom=(12, 11, measures.RED))  # 4 mm below the number
        _empty(paper, 2)
    _title(paper, said["title"])
    if said["number"] and not said["head"]:
        _line(paper, said["number"], place=RIGHT)
    _empty(paper, 1)
    if said["addressee"]:
        _line(paper, said["addressee"])


def _title(paper: Any, words: str, wide_mm: int = measures.WIDTH_MM) -> None:
    first, *others = measures.title_lines(words, wide_mm)
    title = _line(paper, first, TITLE, Pt(measures.TITLE_PT), CENTER)
    for line in others:
        title.runs[-1].add_break()
        dress(title.add_run(line)._r, TITLE, Pt(measures.TITLE_PT))


def _body(paper: Any, blocks: Iterable[Told], wide_mm: int = measures.WIDTH_MM) -> None:
    for one in blocks:
        if "words" not in one:
            _table(paper, one, wide_mm)
            continue
        written = _indented(_line(paper, one["number"] + one["words"], FACES[one["level"]]))
        written.paragraph_format.keep_with_next = one["level"] in (1, 2)


def _table(paper: Any, one: Told, wide_mm: int) -> None:
    rows = [one["heads"], *one["rows"]]
    table = paper.add_table(rows=len(rows), cols=len(one["heads"]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    across = round(wide_mm * measures.POINTS_IN_MM * 20) / 20
    widths = [Pt(across * share / sum(one["widths"])) for share in one["widths"]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (line, words) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        whole = ("cantSplit",) if max(map(len, words)) < LONGEST_WHOLE else ()
        for tag in (*whole, "tblHeader") if number == 0 else whole:
            line.get_or_add_trPr().append(OxmlElement(f"w:{tag}"))
        for cell, width, said in zip(line.tc_lst, widths, words, strict=True):
            cell.width = width
            _cell(cell, said, is_head=number == 0, is_dense=one["dense"])
            if one["whole"] and number < len(rows) - 1:
                cell.p_lst[0].get_or_add_pPr().insert(0, OxmlElement("w:keepNext"))
    paper.add_paragraph().paragraph_format.line_spacing = Pt(12)


def _cell(cell: Any, words: str, *, is_head: bool, is_dense: bool) -> None:
    cell.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    run = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve"/></w:r>')
    run.find(qn("w:t")).text = words
    line = cell.p_lst[0]
    line.append(run)
    dress(run, HEI if is_head else BODY, Pt(measures.DENSE_PT if is_dense else measures.TABLE_PT))
    side = '<w:jc w:val="center"/>' if is_head else '<w:jc w:val="left"/>'
    line_twips = 300 if is_dense else 360
    shape = '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" '
    shape += f'w:line="{line_twips}" w:lineRule="exact"/>'
    line.insert(0, parse_xml(f"<w:pPr {nsdecls('w')}>{shape}{side}</w:pPr>"))


def _listed(paper: Any, annexes: list[Told]) -> None:
    """附件：1.…; the next ones stand below the first."""
    if annexes:
        for before in paper.paragraphs[-1:]:
            before.paragraph_format.keep_with_next = True
        _empty(paper, 1, keep=True)
    for one in annexes:
        line = _line(paper, f"{one['mark']}{one['number']}{one['words']}")
        shape = line.paragraph_format
        shape.left_indent = 5 * CHARACTER
        shape.first_line_indent = -3 * CHARACTER if one["mark"] else 0
        shape.keep_with_next = True


def _signatures(paper: Any, said: Told) -> None:
    if not said["signatures"]:
        return
    for before in paper.paragraphs[-1:]:
        before.paragraph_format.keep_with_next = True
    _empty(paper, 2, keep=True)
    for one in said["signatures"]:
        if one["hand"]:
            _at_right(_line(paper, one["hand"], place=RIGHT), 4)
            _empty(paper, 1, keep=True)
        if one["seal"]:
            _place(paper, one)
            continue
        _at_right(_line(paper, one["name"], place=RIGHT), 2)
        if one["day"]:
            _at_right(_line(paper, one["day"], place=RIGHT), 4)


def _place(paper: Any, one: Told) -> None:
    """The dashed place: the paper stops here, and says who must press the seal."""
    table = paper.add_table(rows=1, cols=1)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.RIGHT, False
    seal = f"用印处（{one['seal']}）"
    longest = max(len(one["name"]) * measures.BODY_PT, len(seal) * measures.TABLE_PT, 9 * measures.BODY_PT)
    cell = table.rows[0].cells[0]
    table.columns[0].width = cell.width = Pt(min(longest + 30, WIDTH_TWIPS / 20))
    sides = "".join(
        f'<w:{side} w:val="dashed" w:sz="8" w:space="0" w:color="{measures.SEAL_RED}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{sides}</w:tcBorders>"))
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    said = [words for words in (one["name"], one["day"], seal) if words]
    lines = [cell.paragraphs[0], *(cell.add_paragraph() for _ in said[1:])]
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for line, words in zip(lines, said, strict=True):
        line.alignment, line.paragraph_format.keep_with_next = CENTER, True
        dress(line.add_run(words)._r, BODY, Pt(measures.TABLE_PT if words == seal else measures.BODY_PT))
    lines[-1].runs[0].font.color.rgb = RGBColor.from_string(measures.SEAL_RED)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(12)


def _annex(paper: Any, annex: Told, *, is_turned: bool) -> None:
    mark = _line(paper, annex["mark"], HEI)
    mark.paragraph_format.page_break_before = None if is_turned else True
    _empty(paper, 1)
    _title(paper, annex["title"], measures.HEIGHT_MM if annex["wide"] else measures.WIDTH_MM)
    _empty(paper, 1)
    _body(paper, annex["body"], measures.HEIGHT_MM if annex["wide"] else measures.WIDTH_MM)


def _imprint(paper: Any, one: Told) -> None:
    """版记: a table that lies at the foot of the last page, between black rules."""
    below = f"{one['printer']}\t{one['printed']}" if one["printer"] or one["printed"] else ""
    words = [said for said in (one["copies"], below) if said]
    if not words:
        return
    table = paper.add_table(rows=len(words), cols=1)
    across = int((WIDTH_TWIPS / 20 - 2 * measures.SMALL_PT) / measures.SMALL_PT)
    high = LINE_TWIPS * sum(-(-len(said) // across) for said in words) + 40
    lies = f'w:vertAnchor="page" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpY="{FOOT_TWIPS - high}"'
    table._tbl.tblPr.insert_element_before(parse_xml(f"<w:tblpPr {nsdecls('w')} {lies}/>"), *AFTER_ITS_PLACE)
    table.autofit = False
    for number, (row, said) in enumerate(zip(table.rows, words, strict=True)):
        cell, line = row.cells[0], row.cells[0].paragraphs[0]
        cell.width = Pt(WIDTH_TWIPS / 20)
        top, bottom = 8 if number == 0 else 6, 8 if number == len(words) - 1 else 6  # 0.35 mm, and 0.25 mm between
        rules = RULE.format(side="top", weight=top, space=0, color="000000")
        rules += RULE.format(side="bottom", weight=bottom, space=0, color="000000")
        cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{rules}</w:tcBorders>"))
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = SMALL
        line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_TWIPS / 20) - 2 * SMALL, 2)
        dress(line.add_run(said)._r, BODY, SMALL)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(1)  # what a table that lies by itself is tied to


def _line(paper: Any, words: str, face: str = BODY, size: Any = None, place: Any = None) -> Any:
    line = paper.add_paragraph()
    run = line.add_run(words)
    if face != BODY or size:
        dress(run._r, face, size or Pt(measures.BODY_PT))
    if size:  # a larger line takes the room of one, not of two
        line._p.get_or_add_pPr().insert_element_before(
            parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'), *AFTER_THE_GRID
        )
    line.alignment = place
    return line


def _indented(line: Any) -> Any:
    line.paragraph_format.first_line_indent = 2 * CHARACTER
    return line


def _at_right(line: Any, characters: int) -> None:
    line.paragraph_format.right_indent, line.paragraph_format.keep_with_next = characters * CHARACTER, True


def _empty(paper: Any, lines: int, *, keep: bool = False) -> None:
    for _ in range(lines):
        paper.add_paragraph().paragraph_format.keep_with_next = keep or None


def _rule(line: Any, *, bottom: tuple[int, int, str]) -> None:
    weight, space, color = bottom
    rule = RULE.format(side="bottom", weight=weight, space=space, color=color)
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>")
    line._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:snapToGrid", *AFTER_THE_GRID)
