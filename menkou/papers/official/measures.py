"""GB/T 9704-2012 in numbers: A4, a type area of 156 × 225 mm that 22 lines of 28 characters fill."""

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
RED, SEAL_RED = "E60012", "A8322A"


def head_pt(words: str) -> float:
    """How large a head may be for its words to stand in one line."""
    return min(HEAD_PT, WIDTH_MM * POINTS_IN_MM / max(1, len(words)))


def title_pt(words: str, wide_mm: int = WIDTH_MM) -> float:
    """How wide a title's lines are for each to hold about as much, none but a few characters."""
    most = int(wide_mm * POINTS_IN_MM / TITLE_PT)
    lines = -(-len(words) // most) or 1
    return min(wide_mm * POINTS_IN_MM, (-(-len(words) // lines) + 3) * TITLE_PT)
