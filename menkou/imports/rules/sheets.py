"""The kinds of sheet that can be imported: what stands in their columns, what else it is called, what it must look like."""

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


def _working(cell: cleaning.Cell) -> bool:
    text = cleaning.plain(cell)
    if text in WORKING:
        return WORKING[text]
    raise cleaning.Wrong("请写“上班”或者“放假”。")


def _username(cell: cleaning.Cell) -> str:
    text = cleaning.digits(cell)
    if not USERNAME.fullmatch(text):
        raise cleaning.Wrong("用户名用 2 到 40 个字母、数字，不能有汉字和空格。")
    return text


_TOWN = Field("township", "镇街", cleaning.name(40), ("所属镇街", "乡镇", "街道", "镇（街道）", "镇街名称", "乡镇街道"))
_VILLAGE = Field(
    "village",
    "村（社区）",
    cleaning.words(60),
    ("村居", "村社区", "村名", "服务村居", "村（社区）名称", "村居代码", "村代码"),
    needed=True,
    hint="写 12 位代码，或者名称；同名的村请把镇街也写上",
    example="370000100201",
)
_HOUSE = Field(
    "institution",
    "执业机构",
    cleaning.words(80),
    ("机构", "机构名称", "所在机构", "律所", "律师事务所", "法律服务所", "所在律所", "服务机构"),
    needed=True,
    hint="写名称，或者统一社会信用代码",
    example="示例律师事务所",
)
_NAME = ("人员姓名", "名字")

ALL = (
    Kind(
        "townships",
        "镇街",
        (
            Field(
                "code",
                "镇街代码",
                cleaning.place_code(9),
                ("代码", "统计代码", "区划代码"),
                False,
                "9 位，新镇街要填",
                TOWN_CODE,
                example="370000100",
            ),
            Field(
                "name",
                "镇街名称",
                cleaning.name(40),
                ("名称", "镇街", "乡镇", "街道", "乡镇名称", "镇（街道）"),
                True,
                example="示例镇",
            ),
            Field(
                "kind",
                "类别",
                cleaning.one_of(TOWN_KINDS),
                ("镇街类别",),
                choices=("镇", "街道", "乡"),
                hint="名称看得出来的可以不填",
            ),
            Field("office_name", "司法所名称", cleaning.name(60), ("司法所",), hint="不填就是镇街名加“司法所”"),
            Field("office_phone", "司法所电话", cleaning.phone, ("电话", "联系电话", "办公电话")),
            Field("office_address", "司法所地址", cleaning.words(120), ("地址", "办公地址", "司法所办公地址")),
        ),
        ("乡镇", "镇（街道）", "司法所"),
        "一行一个镇街，连同它的司法所。",
    ),
    Kind(
        "villages",
        "村居",
        (
            Field(
                "code",
                "村居代码",
                cleaning.place_code(12),
                ("代码", "统计代码", "村代码", "统计用区划代码", "区划代码"),
                False,
                "12 位，新村居要填",
                VILLAGE_CODE,
                example="370000100201",
            ),
            Field(
                "name",
                "全称",
                cleaning.name(60),
                ("名称", "村居名称", "村名", "村（社区）", "村居", "村（社区）名称", "村社区"),
                True,
                example="示例村村民委员会",
            ),
            _TOWN,
            Field(
                "kind",
                "类别",
                cleaning.one_of(VILLAGE_KINDS),
                ("村居类别", "性质"),
                choices=("村", "社区"),
                hint="名称看得出来的可以不填",
            ),
        ),
        ("村", "社区", "村（社区）", "行政村"),
        "一行一个村或社区。改名、撤并请用“区划调整”。",
    ),
    Kind(
        "institutions",
        "机构",
        (
            Field(
                "name",
                "名称",
                cleaning.name(80),
                ("机构名称", "执业机构", "律所名称", "单位名称", "律师事务所"),
                True,
                example="示例律师事务所",
            ),
            Field(
                "kind",
                "类别",
                cleaning.one_of(HOUSE_KINDS),
                ("机构类别", "机构类型"),
                choices=("律师事务所", "基层法律服务所"),
                hint="名称看得出来的可以不填",
            ),
            Field(
                "credit_code",
                "统一社会信用代码",
                cleaning.credit_code,
                ("信用代码", "社会信用代码", "机构代码"),
                False,
                "18 位，新机构要填",
                CREDIT,
                example="310000000000000001",
            ),
            Field("phone", "电话", cleaning.phone, ("联系电话", "办公电话", "机构电话"), True, example="0537-3000000"),
            Field(
                "address",
                "办公地址",
                cleaning.words(120),
                ("地址", "机构地址", "单位地址"),
                True,
                example="示例路 1 号",
            ),
            Field(
                "township", "所在镇街", cleaning.name(40), ("驻地镇街",), hint="基层法律服务所只服务本镇街的，写在这里"
            ),
        ),
        ("执业机构", "律所", "律师事务所"),
        "一行一家律师事务所或基层法律服务所。",
    ),
    Kind(
        "advisers",
        "顾问",
        (
            Field(
                "name", "姓名", cleaning.person, ("法律顾问", "律师姓名", "顾问姓名", *_NAME), True, example="张示例"
            ),
            Field(
                "kind",
                "类别",
                cleaning.one_of(ADVISER_KINDS),
                ("人员类别", "执业类别", "身份"),
                True,
                choices=("律师", "实习律师", "基层法律服务工作者", "其他"),
                example="律师",
            ),
            Field(
                "licence_no",
                "执业证号",
                cleaning.licence,
                ("执业证", "证号", "律师执业证号", "执业证件号"),
                False,
                "新顾问要填",
                LICENCE_17,
                example="10000000000000000",
            ),
            _HOUSE,
            Field(
                "phone",
                "电话",
                cleaning.phone,
                ("手机", "手机号", "联系电话", "手机号码", "联系方式"),
                True,
                "",
                MOBILE,
                example="13000000000",
            ),
            Field("valid_from", "上岗日期", cleaning.day, ("起", "入册日期", "开始日期"), hint="不填就从导入那天起"),
        ),
        ("法律顾问", "律师名单", "名册", "律师"),
        "一行一位，一人只写一行。换机构的请先办离任。",
    ),
    Kind(
        "demands",
        "村居需求与意愿",
        (
            _VILLAGE,
            _TOWN,
            Field(
                "population",
                "人口",
                cleaning.whole(1_000_000),
                ("户籍人口", "常住人口", "人口数"),
                True,
                example="1200",
            ),
            Field(
                "consultations",
                "上年咨询（件）",
                cleaning.whole(100_000),
                ("上年咨询", "咨询件数", "咨询量"),
                True,
                example="20",
            ),
            Field(
                "remoteness",
                "离镇街驻地（公里）",
                cleaning.whole(1000),
                ("距离", "离镇街驻地", "距镇街公里数"),
                True,
                example="5",
            ),
            Field("grade", "分类", cleaning.one_of(GRADES), ("村居分类",), choices=("一般", "重点", "偏远")),
            Field(
                "needs",
                "最需要",
                cleaning.some_of(NEEDS, 3),
                ("需求", "最需要的服务"),
                hint="最多三项，用顿号隔开：" + "、".join(NEEDS),
            ),
            Field("one_team", "希望两岗来自一家机构", cleaning.yes, ("希望一家机构",), choices=("是", "否")),
            Field(
                "wished",
                "希望的顾问",
                cleaning.words(60),
                ("意愿顾问", "希望谁来", "意向顾问"),
                hint="写姓名或者执业证号",
            ),
            Field("wished_house", "希望的机构", cleaning.words(80), ("意愿机构", "意向机构")),
        ),
        ("需求", "意愿", "双向选择", "村居需求"),
        "一行一个村居。",
    ),
    Kind(
        "contracts",
        "合同",
        (
            _VILLAGE,
            _TOWN,
            _HOUSE,
            Field(
                "valid_from",
                "起",
                cleaning.day,
                ("合同开始", "开始日期", "起始日期", "合同起始日期", "合同起"),
                True,
                example="2026-01-01",
            ),
            Field(
                "last_day",
                "止（含当天）",
                cleaning.day,
                ("止", "合同结束", "结束日期", "到期日期", "终止日期", "合同终止日期", "合同止", "到期日"),
                True,
                example="2026-12-31",
            ),
            Field(
                "first_party",
                "甲方",
                cleaning.one_of(PARTIES),
                ("甲方类别",),
                choices=("村（居）民委员会", "镇街", "区司法局"),
                hint="不填就是村（居）民委员会",
            ),
            Field("signed_on", "签订日期", cleaning.day, ("签约日期", "签订时间")),
        ),
        ("聘用合同", "合同台账"),
        "一行一份已经签了的合同。",
    ),
    Kind(
        "people",
        "人员与角色",
        (
            Field("name", "姓名", cleaning.person, _NAME, True, example="李示例"),
            Field("username", "用户名", _username, ("账号", "登录名"), True, "字母、数字，登录用", example="lishili"),
            Field(
                "role", "身份", cleaning.one_of(ROLES), ("角色", "岗位"), True, choices=tuple(ROLES), example="村居干部"
            ),
            Field(
                "of",
                "为谁",
                cleaning.words(80),
                ("管哪里", "所属", "单位", "所属单位"),
                False,
                "村居写代码或名称，司法所写镇街，机构负责人写机构，法律顾问写执业证号或姓名；区司法局、审计不填",
                example="370000100201",
            ),
            _TOWN,
            Field("phone", "手机号", cleaning.phone, ("电话", "手机", "联系电话"), False, "", MOBILE),
        ),
        ("人员", "账号", "角色", "人员名单"),
        "一行一个人的一个身份。这里不写密码：新账号先停用，导入以后在“账号”里发启用链接。",
    ),
    Kind(
        "calendar",
        "工作日历",
        (
            Field("day", "日期", cleaning.day, ("哪一天",), True, example="2026-10-01"),
            Field(
                "is_working",
                "上班或放假",
                _working,
                ("上班", "安排", "类型"),
                True,
                choices=("上班", "放假"),
                example="放假",
            ),
            Field(
                "source",
                "依据",
                cleaning.words(200),
                ("来源", "文件", "说明", "节日"),
                True,
                example="国务院办公厅放假通知",
            ),
        ),
        ("日历", "节假日", "放假安排"),
        "只写和平常不一样的日子：周一到周五放假的，周末上班的。",
    ),
)
KINDS = {kind.key: kind for kind in ALL}
ORDER = {kind.key: place for place, kind in enumerate(ALL)}
DEFAULT_WORDS = {
    value: word
    for words in (TOWN_KINDS, VILLAGE_KINDS, HOUSE_KINDS, ADVISER_KINDS, GRADES, PARTIES, ROLES)
    for word, value in reversed(words.items())
} | TOPICS


def spoken(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(spoken, value))
    return DEFAULT_WORDS.get(value, value) if isinstance(value, str) else "" if value is None else str(value)
