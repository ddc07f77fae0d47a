"""咨询 as a list: reference number, month and timeliness only (decision 25), and none where there are few."""

from datetime import date

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.oversight import numbers
from menkou.oversight.lists.listing import Cell, Column, Filter, Listing, Row
from menkou.oversight.lists.of_places import OFFICERS
from menkou.oversight.lists.rules import Chosen

MONTHS = 13  # that may be chosen, this one with them
TIMELY = {  # shape and word of each
    "done": ("done", "按时答复"),
    "late": ("due", "答复晚了"),
    "planned": ("planned", "还没到时限"),
    "overdue": ("overdue", "超时没回"),
    "withdrawn": ("planned", "居民不问了"),
}


def months(by: Actor) -> list[tuple[str, str]]:
    """The last year's and this one, the latest first."""
    today = clock.today()
    counted = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(MONTHS)]
    return [(f"{year}-{month + 1:02}", f"{year}年{month + 1}月") for year, month in counted]


def _month(chosen: Chosen) -> numbers.Month:
    said = chosen.get("month")
    return numbers.Month.of(date.fromisoformat(f"{said}-01") if said else clock.today())


def _matters(by: Actor, chosen: Chosen) -> list[dict]:
    rows = numbers.timeliness(by, _month(chosen))
    state = chosen.get("state")
    return [row for row in rows if not state or row["state"] == state]


def _rows(by: Actor, found: list[dict]) -> list[Row]:
    rows = []
    for one in found:
        shape, word = TIMELY[one["state"]]
        month = f"{one['month']:%Y年}{one['month'].month}月"
        cells = {"reference": Cell(one["reference"]), "month": Cell(month), "state": Cell(word, state=shape)}
        rows.append(Row(cells))
    return rows


def _nothing(by: Actor, chosen: Chosen) -> tuple[str, str]:
    if chosen.get("state") and numbers.timeliness(by, _month(chosen)):
        return "没有这样的", "换个时限再看。"
    if numbers.asked(by, _month(chosen)):
        return "这个月不多，不列出来", "条数太少时，列出来会让人猜到是谁，所以只给总数。"
    return "这个月还没有咨询", "村民扫公示牌上的码提问以后，这里会有编号和是否按时。"


CONSULTATIONS = Listing(
    name="consultations",
    title="咨询",
    unit="条",
    roles=OFFICERS,
    columns=(
        Column("reference", "编号", order=True),
        Column("month", "月份"),
        Column("state", "时限", order=True),
    ),
    filters=(
        Filter("month", "月份", months),
        Filter("state", "时限", lambda by: [(key, word) for key, (_, word) in TIMELY.items()]),
    ),
    find=_matters,
    rows=_rows,
    note="只列编号、月份和是否按时；谁问的、问了什么、哪个村，这里都看不到。",
    nothing=_nothing,
)
