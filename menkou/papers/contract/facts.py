"""What stands on a contract's paper, and the words around it; plain values, no database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
VARIABLES = ("甲方", "乙方", "信用代码", "地址", "电话", "区县", "镇街", "村", "起", "止", "提示")
PEOPLE, SIGNATURES = "[人员]", "[签章]"
DEMO = "演示：人和事都是编的，不能签署"


class NoFont(Exception):
    """The machine has no Chinese font, and a paper would be empty boxes."""


@dataclass(frozen=True)
class Paper:
    """One contract as its paper tells it."""

    district: str
    township: str
    village: str
    committee: str
    institution: str
    credit_code: str
    address: str
    phone: str
    first_day: date
    last_day: date
    ended_on: date | None = None
    is_demo: bool = False

    def variables(self) -> dict[str, str]:
        """What the words between double braces become."""
        ended = f"本合同已于{_written(self.ended_on)}提前终止" if self.ended_on else ""
        said = (
            *(self.committee, self.institution, self.credit_code, self.address, self.phone),
            *(self.district, self.township, self.village, _written(self.first_day), _written(self.last_day)),
            "　".join(note for note in (DEMO if self.is_demo else "", ended) if note),
        )
        return dict(zip(VARIABLES, said, strict=True))


def committee_of(township: str, name: str, said: str, is_community: bool) -> str:
    """The committee's full name, from the village's registered name and the one people say: 红花镇红花村村民委员会."""
    if name.endswith(("村民委员会", "居民委员会")):
        return f"{township}{name}"
    if name.endswith(("居委会", "村委会")):
        is_community = name.endswith("居委会")
    return f"{township}{said}{'居' if is_community else '村'}民委员会"


@cache
def words() -> tuple[str, ...]:
    """The contract's lines as they are written, gaps left out; a heading begins with one # or two."""
    return tuple(line for line in (HERE / "contract.md").read_text().splitlines() if line)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
