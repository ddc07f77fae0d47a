"""Villages, townships, counties, roads, house numbers, and who works where: firms, schools, hospitals."""

import re
from collections.abc import Iterator
from typing import Final

from menkou.consultations.rules.masking.found import Found, Kind, Sure
from menkou.consultations.rules.masking.name_words import CITIES

_HAN: Final = r"[\u4e00-\u9fff]"
_ENDS_A_WORD: Final = set(
    "在到去是的了和与跟我你他她它们这那邻同各每某从住于向回进离把被让叫给告个为对由着过比找请又也都说归有没等要以加选听点扫分开好把却见找问修铺来往及及或及就，。"
)
_KIN: Final = re.compile(
    r"^(?:.*(?:父亲|母亲|爸|妈|老公|丈夫|儿子|女儿|邻居|老家|娘家|婆家|家住|嫁到|嫁给)|[我俺咱你他她]家|家(?=..)|两边|隔壁|前年|去年|今年|本|原|地址|户籍|居)+"
)
_SUFFIXES: Final = {
    "某村": ("村", "庄", "屯", "寨", "社区", "嘎查", "大队", "疃", "堡"),
    "某镇": ("镇", "乡", "街道", "苏木"),
    "某县": ("县", "区", "市", "自治县", "自治旗"),
    "某省": ("省", "自治区", "自治州", "地区", "盟"),
    "某路": ("路", "街", "大道", "大街", "巷", "胡同", "弄"),
}
_NO_PLACES: Final = re.compile(
    r"(?:区|镇|村|俺|咱|现任|前任|原任|上任|历任|农|山|乡|新|老|全|外|本|邻|进|出|回|穷|空心|行政|自然|贫困|城中|美丽乡|示范|先进|我们|俺们|各|整|县|每|同|别|旧|城|集|小|大"
    r"|家|故|下|城乡|城镇|村|里|市|郊|景|园|校|片|辖|学|灾|矿|特|禁|误|库|山地|居住|生活|工业|开发|经济开发|保护|牧|林|疫|社|地"
    r"|超|门|菜|夜|股|上|楼|县级|地级|直辖|省|节|反|逛|赶|前|马|公|走|道|铁|修|半|高速公|土|水泥|网|线|电|思|岔|柏油|过|让|生产|一|顺"
    r"|水泥|带|引|问|开|后|套|门|弄|戏|玩|翻|糊|赔|销|算|手续|出口|进出|通|拦|断|绕|堵|占|退|活|没|老|有|多|第|几|半|两|个|起|共)"
)
_CITY: Final = re.compile(rf"(?:{'|'.join(CITIES)})(?:省|市)?")
_N: Final = r"(?:\d{1,4}|[一二三四五六七八九十百〇零两]{1,5})"
_ADDRESS: Final = re.compile(
    rf"(?:第?{_N} ?组)?(?:第?{_N} ?排)?{_N} ?(?:号楼|栋|幢|号院|单元|门牌)(?: ?{_N} ?(?:单元|号|室|楼|户))*(?: ?\d{{2,4}}(?:室|户)?)?"
    rf"|第?{_N} ?组 ?{_N} ?号|(?<=[路街巷弄同道村庄区寨屯\ufffc住]){_N} ?号(?!人)|(?<![\d年月]){_N} ?室(?!友|内|外)"
    rf"|(?<![人元块月日天年\d]){_N}号院|第?{_N} ?(?:村民小)?组(?!织|成|合|装|建|长)"
)


def places(words: str) -> Iterator[Found]:
    """Places and house numbers of plain words."""
    for instead, suffixes in _SUFFIXES.items():
        for suffix in suffixes:
            yield from _named(words, suffix, instead)
    for found in _ADDRESS.finditer(words):
        yield Found(*found.span(), Kind.ADDRESS, Sure.LIKELY, "某组" if found[0].endswith("组") else "某号")


def cities(words: str) -> Iterator[Found]:
    """Cities and provinces that people go to, named without what they are."""
    return (Found(*found.span(), Kind.PLACE, Sure.LIKELY, "某地") for found in _CITY.finditer(words))


def _named(words: str, suffix: str, instead: str) -> Iterator[Found]:
    """Places that end so, from the last word before them that cannot be of a name."""
    at = words.find(suffix)
    while at >= 0:
        end = at + len(suffix)
        start = _beginning(words, at, 5)
        inner = re.match(r".*(?:街道|[镇乡县市省])(?=..)|.*区(?=..)", words[start:at])
        start += inner.end() if inner else 0
        if start < at and not re.search(r"[父母]亲$", words[start:at]) and not _is_a_word(words, start, at, end):
            yield Found(start, end, Kind.PLACE, Sure.LIKELY if at - start > 1 else Sure.PERHAPS, instead)
        at = words.find(suffix, end)


def _beginning(words: str, at: int, most: int) -> int:
    start = at
    while start and at - start < most and re.match(_HAN, words[start - 1]) and words[start - 1] not in _ENDS_A_WORD:
        start -= 1
    kin = _KIN.match(words[start:at])
    return start + kin.end() if kin and start + kin.end() < at else start


_GOES_ON: Final = {
    "村": "委民里上干支主庄民部组集会口头长书东西南北",
    "庄": "稼子严重园村",
    "镇": "定静压住痛街上里",
    "乡": "亲下村镇里愁",
    "县": "里城",
    "区": "别分县",
    "市": "场民面里价",
    "省": "钱得事心下了",
    "路": "上边过口灯费面由人途子政",
    "街": "上坊头边",
    "弄": "坏丢死清得虚好到来成",
    "堡": "垒",
}


def _is_a_word(words: str, start: int, at: int, end: int) -> bool:
    """Whether it is no name: 农村, 小区, 马路, 村庄, 市场."""
    before, suffix = words[start:at], words[at:end]
    if _NO_PLACES.fullmatch(before) or set(before) <= set("一二三四五六七八九十两几整半个多大小"):
        return True
    follows = words[end : end + 1]
    return bool(follows) and follows in _GOES_ON.get(suffix, "") and at - start < 2


_OF_WORK: Final = (
    ("某公司", "有限责任公司 有限公司 分公司 支公司 公司 集团"),
    ("某厂", "厂"),
    ("某合作社", "合作社 联合社"),
    ("某银行", "农商银行 村镇银行 银行 支行 分行 信用社 农商行"),
    ("某医院", "医院 卫生院 诊所 卫生室"),
    ("某学校", "小学 中学 初中 高中 职高 学校 幼儿园 大学 学院 职专"),
    ("某律所", "律师事务所 法律服务所 律所"),
    ("某院", "养老院 敬老院 福利院"),
    ("某店", "超市 商店 饭店 宾馆 酒店 农资店 店 门市部 门市 饭馆 汤馆 面馆 茶馆 餐馆 理发馆 酒楼 药房"),
    ("某场", "养殖场 农场 林场 猪场 鸡场 石料场 砂场"),
    ("某工地", "工地"),
    ("某队", "施工队 建筑队 运输队"),
)
INSTEAD_OF_WORK: Final = tuple(instead for instead, _ in _OF_WORK)
_ORGANISATION: Final = [
    (re.compile(rf"(?:{'|'.join(suffixes.split())})(?!家|长|房|里|外|子|门口|面)"), instead)
    for instead, suffixes in _OF_WORK
]
_SCHOOL: Final = re.compile(r"[\u4e00-\u9fff]{2}[一二三四五六七八九十]中(?!间|午)")
_ANY: Final = re.compile(
    r"(?:我?闺女|儿子|孩子|女儿|孙子|[和同]|我们?|咱们?|俺们?|一?家|这|那|本|贵|该|某|大|小|总|分|子|母|别|外|县|镇|乡|村|市|区|省|人民|中心|中医|第[一二三四五]|公立|私立|民办|公办|妇幼|保健"
    r"|物业|建筑|保险|快递|物流|劳务|中介|装修|贷款|小额|家政|食品|服装|化工|水泥|砖瓦?|家具|农业|商业|开发|房地产|电力|供电|自来水|石油|通信|运输|旅游|网络|科技"
    r"|农村|专业|种植|养殖|供销|农民|股份|经济|村镇|农商|商业|工商|建设|中国|发卡|开户行?|各|几|两|同|在|当地|附近|路边|街上|化肥|农资|种子|小商|连锁|骨科|眼科|牙科"
    r"|有限|责任|股份|实业|乡镇|重点|寄宿|女子|中等|高级|初级|技工|老|新|工|电子|加工|开|办|进|出|建|上|读|念|送|住|转|那家|这家|哪家|厂|私人|个体|租|看|盘|专卖|4s|网|代理|律师"
    r"|下|告|找|管|退|挂靠|派遣|外包|用人|原|现|前|后|进了|承包|大型|矿业|制衣|鞋|造纸|木|铁|钢|药|糖|酒|饲料|机械|修理|汽修|电|水|气|燃气|商|公|工程|建材|装饰|中)*"
)


def instead_of_work(name: str) -> str:
    """某律所 for 正衡律师事务所."""
    return next((instead for instead, ends in _OF_WORK if name.endswith(tuple(ends.split()))), "某公司")


def organisations(words: str) -> Iterator[Found]:
    """Firms, schools, hospitals and shops by their own names."""
    for found in _SCHOOL.finditer(words):
        yield Found(*found.span(), Kind.ORGANISATION, Sure.LIKELY, "某学校")
    for suffix, instead in _ORGANISATION:
        for found in suffix.finditer(words):
            start = _beginning(words, found.start(), 10)
            if words[start - 1 : start] in ("和", "同") and _ANY.fullmatch(words[start : found.start()]):
                start = start - 2 if _beginning(words, start - 1, 3) == start - 2 else start  # 仁和骨科医院
            if not _ANY.fullmatch(words[start : found.start()]):
                yield Found(start, found.end(), Kind.ORGANISATION, Sure.LIKELY, instead)
