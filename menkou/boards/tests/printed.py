"""Papers to try carriers with: an ordinary village, and one with the longest names that real places have."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw

from menkou.boards.facts import Facts, Paper, Person

LINK = "https://falvguwen.example.gov.cn/yanzhou/b/{}.ABCDEFGHJKLMNPQR"
ORDINARY = Facts(
    district="示例区",
    township="红花镇",
    village="红花村",
    code="370812103201",
    a=Person(
        *("A岗", "陈明", "律师", "13708201********", "演示·红花律师事务所"), "鼓楼街道人民路2号三层", "139 0000 0001"
    ),
    b=Person(
        *("B岗", "林静", "实习律师", "08372401********", "演示·鼓楼律师事务所"), "鼓楼街道文化路11号", "139 0000 0002"
    ),
    visiting="每月第一个周四上午，村委会一楼",
    content=(
        "回答法律问题",
        "看合同、看协议",
        "调解邻里、土地、婚姻家庭纠纷",
        "帮您申请法律援助",
        "到村讲法律课",
    ),
    commitments=("不收一分钱，不推荐收费业务", "您说的事替您保密", "约好的时间一定到"),
    standards=("一个工作日内回话", "每月到村不少于一次", "合同三个工作日内看完"),
    supervision=(("红花司法所", "0537-0000001"), ("示例区司法局", "0537-0000002")),
    brand="法润示例 · 一村一法律顾问",
    is_demo=True,
)
_ADDRESS = (
    "内蒙古自治区鄂尔多斯市伊金霍洛旗阿勒腾席热镇文德社区建设大街与人民路交叉口西北角二百米"
    "内蒙古赤峰高新技术产业开发区管理委员会红山产业园综合服务中心四号楼二单元一千二百零三室（原司法所院内东侧）"
)
_SOMEBODY = Person(
    post="A岗",
    name="阿卜杜外力·买买提艾力江",
    kind="基层法律服务工作者",
    licence="31508201********",
    institution="演示·内蒙古乌兰察布京蒙合作产业开发区第一法律服务所（特殊的普通合伙）伊金霍洛旗分所",
    office_address=_ADDRESS,
    phone="0477-00000001转80012",
)
LONGEST = Facts(
    district="内蒙古自治区鄂尔多斯市伊金霍洛旗",
    township="内蒙古赤峰高新技术产业开发区管理委员会红山产业园",
    village="内蒙古自治区鄂尔多斯市伊金霍洛旗阿勒腾席热镇水岸花园社区居民委员会",
    code="150627100012",
    a=_SOMEBODY,
    b=replace(_SOMEBODY, post="B岗", institution=_SOMEBODY.institution[3:], office_address=_ADDRESS[5:]),
    visiting="每月第一个和第三个周四上午九点到十一点半、下午两点到五点，在居委会一楼法律服务室；农忙时改在晚上七点",
    content=(*ORDINARY.content, "给村干部和人民调解员讲怎样依法办事、怎样留证据", "参与重大事项的讨论，提出法律意见"),
    commitments=(*ORDINARY.commitments, "不替对方出主意，不帮一家压一家", "该回避的主动回避"),
    standards=(*ORDINARY.standards, "每季度讲一次法律课", "不能解决的，帮您找到能管的地方"),
    supervision=(
        ("内蒙古赤峰高新技术产业开发区司法所", "0477-00000001"),
        ("伊金霍洛旗司法局公共法律服务管理股", "0477-00000002"),
        ("12345 市民热线", "12345"),
    ),
    brand="法润草原 · 法律顾问在门口 · 有事请找我们的法律顾问",
    is_demo=True,
)


def paper(facts: Facts = ORDINARY, carrier: str = "a3", number: str = "7K3QX2") -> Paper:
    return Paper(facts, carrier, number, LINK.format(number), 3, date(2026, 11, 24))


def photo(colour: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (90, 120), colour).save(made, "PNG")
    return made.getvalue()


def read_after_years(page: bytes, *, shrunk: float = 1.0) -> str:
    """What a phone reads from the page's code, held askew, with 15 % of it covered; nothing where it cannot."""
    seen = Image.open(BytesIO(page)).convert("L")
    seen = seen.resize((round(seen.width * shrunk), round(seen.height * shrunk)), Image.Resampling.BILINEAR)
    found = zxingcpp.read_barcodes(seen)
    if not found:
        return ""
    corner, end = found[0].position.top_left, found[0].position.bottom_right
    left, right = sorted((corner.x, end.x))
    top, bottom = sorted((corner.y, end.y))
    wide, high = (right - left) * 0.15**0.5, (bottom - top) * 0.15**0.5
    stain = (left + right - wide) / 2, (top + bottom - high) / 2
    ImageDraw.Draw(seen).rectangle((*stain, stain[0] + wide, stain[1] + high), fill=200)
    margin = (right - left) / 4
    askew = seen.crop((int(left - margin), int(top - margin), int(right + margin), int(bottom + margin)))
    again = zxingcpp.read_barcodes(askew.rotate(5, resample=Image.Resampling.BILINEAR, expand=True, fillcolor=255))
    return again[0].text if again else ""
