"""What stands on a contract's paper, and the words around it; plain values, no database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

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
    "A岗姓名": "合同第一天在这个村 A岗的人；那天没有人，或者岗位由别的机构承担，就是空的（下同）",
    "A岗类别": "律师、实习律师、基层法律服务工作者",
    "A岗执业证号": "那天的执业证号",
    "A岗电话": "工作电话",
    "B岗姓名": "合同第一天在这个村 B岗的人",
    "B岗类别": "同 A岗",
    "B岗执业证号": "同 A岗",
    "B岗电话": "同 A岗",
    "提示": "页眉的提示：演示的合同、提前终止的合同靠它标明；平时是空的",
}
VARIABLES = tuple(EXPLAINED)
POSTS = ("A岗", "B岗")
PERSON = ("姓名", "类别", "执业证号", "电话")  # of each post, the columns of the table of persons
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


class Person(NamedTuple):
    """Who is to serve, as the register and the roster tell it; empty words are a line for the pen."""

    name: str = ""
    kind: str = ""
    licence_no: str = ""
    phone: str = ""


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
    a: Person = Person()  # who is on the posts on the first day, of this institution
    b: Person = Person()
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
            *self.a,
            *self.b,
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
        a=Person("陈明", "律师", "13708201910000001", "13900000001"),
        b=Person("林静", "基层法律服务工作者", "31508201910000002", "13900000002"),
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
