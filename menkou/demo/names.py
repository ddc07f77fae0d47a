"""Invented names and numbers: they read like real ones, carry 演示 where they are shown, and cannot exist.

phones         eleven digits that begin with 100; landlines 0537-0000...
credit codes   a right check character over the region 000000
licences       a lawyer's 17 digits with the year 0000, a trainee's 14 with year and month 0000
"""

import random
from collections.abc import Iterator

from stdnum.cn import uscc

SURNAMES = "孙朱秦许吕施曹严魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗凤花方俞任袁柳史唐费廉岑薛雷贺倪汤"
FIRST = "承望禾砚知景沐思向怀映云立春秋书予润晓庆延存守继"
SECOND = "舟溪田林远宁川和清平安松柏桐禾石岩泉野朗明希谷峰"
FEMININE = "兰芸荷蓉萍英琴梅霞静"

FIRMS = (
    "和顺", "泗水源", "鼓声", "明禾", "正衡", "直道", "同里", "方圆里",
    "金口坝", "青莲渡", "石桥头", "望岳台", "平准", "兴隆门", "大田", "清泗",
)  # fmt: skip
OFFICES = (
    "惠民", "安居", "邻里", "四季", "守信", "百姓", "平安里", "禾苗",
    "便民", "乡音", "新风", "公道", "厚德", "明理", "顺民", "和乐",
)  # fmt: skip


def people_names(seed: int) -> Iterator[tuple[str, bool]]:
    """(name, is a woman), all different, in an order that the seed gives."""
    dice = random.Random(f"names {seed}")  # noqa: S311 - invented names
    seen: set[str] = set()
    while True:
        woman = dice.random() < 0.4
        name = dice.choice(SURNAMES) + dice.choice(FIRST) + dice.choice(FEMININE if woman else SECOND)
        if name not in seen and name[1] != name[2]:
            seen.add(name)
            yield name, woman


def phone(number: int) -> str:
    """A mobile number that cannot exist: none begins with 100."""
    return f"100{number:08}"


def landline(number: int) -> str:
    """A number of Jining's area code that cannot exist: none begins with 0."""
    return f"0537-0000{number:03}" if number < 1000 else f"0537-000{number:04}"


def credit_code(department: str, number: int) -> str:
    """统一社会信用代码 with the prefix 31 (law firms) or 33 (legal service offices) and a region that is none."""
    body = f"{department}000000DEM{number:06}"
    return body + uscc.calc_check_digit(body)


def lawyer_licence(number: int, woman: bool) -> str:
    """17 digits: type, province, city, year 0000, full-time, sex, serial."""
    return f"13708{'0000'}1{int(woman)}{number:06}"


def trainee_licence(number: int, woman: bool) -> str:
    """14 digits: province, city, year and month 0000, sex, kind, serial."""
    return f"3708{'0000'}{int(woman)}1{number:04}"


def service_worker_licence(number: int) -> str:
    """No format is published, so this is plainly a demo's (YS: 演示)."""
    return f"YS-0000-{number:04}"
