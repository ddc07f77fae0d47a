"""What stands on a contract's paper, and the words around it; plain values, no database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
EXPLAINED = {  # every variable, and what it becomes
    "甲方": "签合同的一方：村（居）民委员会，或者购买服务的镇街政府、区司法局",
    "乙方": "机构的名称",
    "信用代码": "机构的统一社会信用代码",
    "地址": "机构的办公地址",
    "电话": "机构的电话",
    "区县": "区县的名称",
    "镇街": "镇街的名称",
    "村": "村（社区）平常的叫法",
    "村委会": "村（居）民委员会的全称",
    "起": "第一天",
    "止": "最后一天",
    "提示": "页眉的提示：演示的合同、提前终止的合同靠它标明；平时是空的",
}
VARIABLES = tuple(EXPLAINED)
PEOPLE, SIGNATURES = "[人员]", "[签章]"
DEMO = "演示：人和事都是编的，不能签署"
ENGAGED, BOUGHT = "engaged", "bought"  # the forms: the village itself engages, or somebody buys for it
FORMS = {
    ENGAGED: ("contract", "聘用合同（村委会、居委会做甲方）"),
    BOUGHT: ("purchase", "服务合同（镇街或区司法局购买）"),
}
PLACES = {  # who presses a seal, and what is written before the name
    ENGAGED: (("甲方", "甲方", "请甲方盖章"), ("乙方", "乙方", "请乙方盖章")),
    BOUGHT: (
        ("甲方", "甲方", "请甲方盖章"),
        ("乙方", "乙方", "请乙方盖章"),
        ("村委会", "服务的村（社区）", "已知悉，请服务村盖章"),
    ),
}


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
    buyer: str = ""  # who buys the service; nobody where the committee engages
    ended_on: date | None = None
    is_demo: bool = False

    @property
    def form(self) -> str:
        """Which words it has."""
        return BOUGHT if self.buyer else ENGAGED

    def variables(self) -> dict[str, str]:
        """What the words between double braces become."""
        ended = f"本合同已于{_written(self.ended_on)}提前终止" if self.ended_on else ""
        said = (
            *(self.buyer or self.committee, self.institution, self.credit_code, self.address, self.phone),
            *(self.district, self.township, self.village, self.committee),
            *(_written(self.first_day), _written(self.last_day)),
            "　".join(note for note in (DEMO if self.is_demo else "", ended) if note),
        )
        return dict(zip(VARIABLES, said, strict=True))


def example(form: str) -> Paper:
    """A paper with everything on it, to show and to try templates with."""
    return Paper(
        district="示例区",
        township="红花镇",
        village="红花村",
        committee="红花镇红花村村民委员会",
        institution="红花律师事务所",
        credit_code="310000000000000001",
        address="人民路2号",
        phone="0537-0000002",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        buyer="红花镇人民政府" if form == BOUGHT else "",
        is_demo=True,
    )


def committee_of(township: str, name: str, said: str, is_community: bool) -> str:
    """The committee's full name, from the village's registered name and the one people say: 红花镇红花村村民委员会."""
    if name.endswith(("村民委员会", "居民委员会")):
        return f"{township}{name}"
    if name.endswith(("居委会", "村委会")):
        is_community = name.endswith("居委会")
    return f"{township}{said}{'居' if is_community else '村'}民委员会"


def government_of(township: str) -> str:
    """A township's government by its full name: 红花镇人民政府, 鼓楼街道办事处."""
    return f"{township}办事处" if township.endswith("街道") else f"{township}人民政府"


def template_of(form: str) -> Path:
    """Our own Word template."""
    return HERE / f"{FORMS[form][0]}.docx"


@cache
def words(form: str = ENGAGED) -> tuple[str, ...]:
    """The contract's lines as they are written, gaps left out; a heading begins with one # or two."""
    return tuple(line for line in (HERE / f"{FORMS[form][0]}.md").read_text().splitlines() if line)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
