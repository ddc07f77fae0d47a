"""工作要求 that hold until a district records its own of the same unit (系统默认值，各地可改). Each with its source."""

from typing import Final, NamedTuple


class Duty(NamedTuple):
    """The least that is asked for; the words are those of engagements.Obligation."""

    unit: str
    per: str
    window: str
    least: int
    source: str


DUTIES: Final = {
    "shandong_hours": Duty("hours", "village", "month", 8, "山东省两办 2016 年实施意见：每月在每个村累计不少于 8 小时"),
    "shandong_lectures": Duty(
        "lectures", "village", "quarter", 1, "山东省两办 2016 年实施意见：每季度至少一场法治讲座"
    ),
    # the source does not say whether per village or per adviser; per adviser, 95 people could not reach 440 villages
    "yanzhou_visits": Duty(
        "visits", "village", "month", 4, "兖州区 2020 年后的要求：每月到村不少于 4 次（对村还是对人，请核实）"
    ),
}
