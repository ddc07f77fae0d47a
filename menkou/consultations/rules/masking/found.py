"""What is found in a text, and how sure the program is of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Kind(StrEnum):
    """What may point at somebody."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    CARD = "card"
    PLATE = "plate"
    ACCOUNT = "account"
    EMAIL = "email"
    OTHER_NUMBER = "other number"
    PLACE = "place"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    AGE = "age"
    SUM = "sum"


WORDS: Final = {
    Kind.NAME: "姓名",
    Kind.PHONE: "电话",
    Kind.IDENTITY: "身份证号",
    Kind.CARD: "卡号",
    Kind.PLATE: "车牌",
    Kind.ACCOUNT: "微信号等账号",
    Kind.EMAIL: "邮箱",
    Kind.OTHER_NUMBER: "其他号码",
    Kind.PLACE: "地名",
    Kind.ADDRESS: "门牌",
    Kind.ORGANISATION: "单位",
    Kind.AGE: "年龄、生日",
    Kind.SUM: "金额",
}
NUMBERS: Final = frozenset(
    {Kind.PHONE, Kind.IDENTITY, Kind.CARD, Kind.PLATE, Kind.ACCOUNT, Kind.EMAIL, Kind.OTHER_NUMBER}
)


class Sure(IntEnum):
    """How sure the program is: PERHAPS wants the closest look."""

    PERHAPS = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True)
class Found:
    """From where to where, what, and what stands in its place; of a name, the place is given later to its person."""

    start: int
    end: int
    kind: Kind
    sure: Sure
    instead: str = ""


Finder = Callable[[str], Iterable[Found]]
