"""Numbers that hold everywhere in the country: referred to from the first day, before a district keeps any row."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Hotline:
    """全国统一号码: one number for the whole country, with when it answers and what says so."""

    number: str
    kind: str
    name: str
    hours: str
    remark: str
    source: str


HOTLINES: Final = {
    one.number: one
    for one in (
        Hotline(
            "12348",
            "hotline",
            "12348 公共法律服务热线",
            "几点有人接，打过去会说",
            "问法律、问法律援助、问公证，不收钱。",
            "中办、国办《关于加快推进公共法律服务体系建设的意见》（2019年）",
        ),
        Hotline(
            "12345",
            "hotline",
            "12345 政务服务便民热线",
            "全天有人接",
            "找不到该去哪个部门，打这个。",
            "国办发〔2020〕53号《关于进一步优化地方政务服务便民热线的指导意见》",
        ),
        Hotline(
            "110",
            "police",
            "110 报警",
            "全天有人接",
            "有人打人、威胁人，马上打。",
            "公安机关110接处警工作规则",
        ),
    )
}
