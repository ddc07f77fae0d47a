"""A column: what it is called, what else it may be called, how its cells are read, and the words that may stand in it."""

import re
from dataclasses import dataclass, field

from menkou.imports.rules import cleaning
from menkou.imports.rules.cleaning import Clean
from menkou.places.rules.topics import TOPICS

TOWN_CODE, VILLAGE_CODE = re.compile(r"\d{9}(000)?"), re.compile(r"\d{9}(?!000)\d{3}")
CREDIT, LICENCE_17, MOBILE = (
    re.compile(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}"),
    re.compile(r"1\d{16}"),
    re.compile(r"1[3-9]\d{9}"),
)
TOWN_KINDS = {"镇": "town", "街道": "subdistrict", "乡": "rural", "办事处": "subdistrict"}
VILLAGE_KINDS = {"村": "village", "社区": "community", "行政村": "village", "村委会": "village", "居委会": "community"}
HOUSE_KINDS = {"律师事务所": "law_firm", "基层法律服务所": "legal_service_office"}
HOUSE_KINDS |= {"律所": "law_firm", "法律服务所": "legal_service_office"}
ADVISER_KINDS = {"律师": "lawyer", "实习律师": "trainee", "基层法律服务工作者": "legal_service_worker", "其他": "other"}
ADVISER_KINDS |= {"专职律师": "lawyer", "执业律师": "lawyer", "法律服务工作者": "legal_service_worker"}
GRADES = {"一般": "ordinary", "重点": "busy", "偏远": "remote"}
PARTIES = {"村（居）民委员会": "committee", "镇街": "township", "区司法局": "district"}
PARTIES |= {"村委会": "committee", "居委会": "committee", "村居": "committee", "司法局": "district"}
ROLES = {
    "村居干部": "village_cadre",
    "法律顾问": "adviser",
    "机构负责人": "institution_director",
    "司法所": "judicial_office",
    "区司法局": "justice_bureau",
    "审计监督": "auditor",
}
ROLE_WORDS = ROLES | {
    "村干部": "village_cadre",
    "律师": "adviser",
    "司法所长": "judicial_office",
    "司法所所长": "judicial_office",
    "司法局": "justice_bureau",
    "县司法局": "justice_bureau",
    "市司法局": "justice_bureau",
    "审计": "auditor",
}
GROUP_LEVELS = {"区": "group_of_district", "镇街": "group_of_township", "村（社区）": "group_of_village"}
GROUP_LEVELS |= {"区级": "group_of_district", "全区": "group_of_district", "县": "group_of_district"}
GROUP_LEVELS |= {"司法所": "group_of_township", "镇街（司法所）": "group_of_township", "镇": "group_of_township"}
GROUP_LEVELS |= {"村": "group_of_village", "社区": "group_of_village", "村居": "group_of_village"}
GROUP_FORMS = {"微信群": "wechat", "企业微信群": "wecom", "微信": "wechat", "企业微信": "wecom", "企微群": "wecom"}
ADMISSIONS = {"群主同意才能进": "asked", "要群里的人拉进来": "invited", "扫码就能进": "open"}
ADMISSIONS |= {"群主同意": "asked", "邀请": "invited", "群成员邀请": "invited", "扫码": "open"}
WORKING = {"上班": True, "放假": False, "调休上班": True, "休息": False, "工作日": True, "节假日": False}
NEEDS = {label: key for key, label in TOPICS.items()}
USERNAME = re.compile(r"[A-Za-z0-9._@+-]{2,40}")


@dataclass(frozen=True)
class Field:
    """One column: what it is called, how its cells are read; `looks`: what its content alone tells."""

    key: str
    title: str
    clean: Clean
    also: tuple[str, ...] = ()
    needed: bool = False  # of a row that is new
    hint: str = ""
    looks: re.Pattern[str] | None = None
    choices: tuple[str, ...] = ()
    example: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title, *self.also)


@dataclass(frozen=True)
class Kind:
    """One kind of sheet, in the order in which they are read: later ones speak of earlier ones."""

    key: str
    title: str
    fields: tuple[Field, ...]
    also: tuple[str, ...] = ()
    words: str = ""
    by_key: dict[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {one.key: one for one in self.fields})


def working(cell: cleaning.Cell) -> bool:
    text = cleaning.plain(cell)
    if text in WORKING:
        return WORKING[text]
    raise cleaning.Wrong("请写“上班”或者“放假”。")


def username(cell: cleaning.Cell) -> str:
    text = cleaning.digits(cell)
    if not USERNAME.fullmatch(text):
        raise cleaning.Wrong("用户名用 2 到 40 个字母、数字，不能有汉字和空格。")
    return text


TOWN = Field("township", "镇街", cleaning.name(40), ("所属镇街", "乡镇", "街道", "镇（街道）", "镇街名称", "乡镇街道"))
VILLAGE = Field(
    "village",
    "村（社区）",
    cleaning.words(60),
    ("村居", "村社区", "村名", "服务村居", "村（社区）名称", "村居代码", "村代码"),
    needed=True,
    hint="写 12 位代码，或者名称；同名的村请把镇街也写上",
    example="370000100201",
)
HOUSE = Field(
    "institution",
    "执业机构",
    cleaning.words(80),
    (
        "机构",
        "机构名称",
        "所在机构",
        "律所",
        "律师事务所",
        "法律服务所",
        "所在律所",
        "服务机构",
        "执业单位",
        "工作单位",
    ),
    needed=True,
    hint="写名称，或者统一社会信用代码",
    example="示例律师事务所",
)
NAMES = ("人员姓名", "名字")

DEFAULT_WORDS = {
    value: word
    for words in (
        *(TOWN_KINDS, VILLAGE_KINDS, HOUSE_KINDS, ADVISER_KINDS, GRADES, PARTIES, ROLES),
        *(GROUP_LEVELS, GROUP_FORMS, ADMISSIONS),
    )
    for word, value in reversed(words.items())
} | TOPICS


def spoken(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(spoken, value))
    return DEFAULT_WORDS.get(value, value) if isinstance(value, str) else "" if value is None else str(value)
