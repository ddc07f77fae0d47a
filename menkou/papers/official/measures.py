"""GB/T 9704-2012 in numbers: A4, a type area of 156 × 225 mm that 22 lines of 28 characters fill."""

import re

PAGE_MM = (210, 297)
TOP_MM, LEFT_MM = 37, 28
WIDTH_MM, HEIGHT_MM = 156, 225
LINES, CHARACTERS = 22, 28
POINTS_IN_MM = 72 / 25.4
BODY_PT, TITLE_PT, SMALL_PT, TABLE_PT, PAGE_NUMBER_PT = 16, 22, 14, 12, 14  # 3号, 2号, 4号, 小四, 4号
DENSE_PT = 10.5  # 五号: a table of many columns
NUMBER_BELOW_MM = 7  # the page's number, below the type area
HEAD_PT = 40  # 发文机关标志: smaller where the name would not stand in one line
HEAD_BELOW_TOP_MM = 35  # it ends no nearer to the edge of the paper than 72 mm
PITCH_PT = WIDTH_MM * POINTS_IN_MM / CHARACTERS  # from one character to the next
LINE_PT = HEIGHT_MM * POINTS_IN_MM / LINES  # from one line to the next
WHOLE = r"村（社区）|法律顾问|律师事务所|法律服务所|情况|通报|通知书|告知书|决定书|20\d\d年(?:上半年|下半年|\d+月|第\d季度)?|\d+"
RED, SEAL_RED = "E60012", "A8322A"


def head_pt(words: str) -> float:
    """How large a head may be for its words to stand in one line."""
    return min(HEAD_PT, WIDTH_MM * POINTS_IN_MM / max(1, len(words)))


def title_lines(words: str, wide_mm: int = WIDTH_MM) -> list[str]:
    """A title in lines that hold about as much, each breaking between words (回行要词意完整, GB/T 9704-2012 7.3.1)."""
    most = int(wide_mm * POINTS_IN_MM / TITLE_PT)
    pieces = re.findall(rf"{WHOLE}|.", words)
    lines = [""]
    for number in range(-(-len(words) // most), 0, -1):
        left = len("".join(pieces))
        while pieces and (number == 1 or _is_nearer(lines[-1], pieces[0], left / number, most)):
            lines[-1] += pieces.pop(0)
        lines += [""] * bool(pieces)
    return lines


def _is_nearer(line: str, piece: str, share: float, most: int) -> bool:
    """Whether a line comes nearer to its share with one more piece."""
    longer = len(line) + len(piece)
    return longer <= most and (longer <= share or longer - share < share - len(line) or piece in "，。、；：）》”")
