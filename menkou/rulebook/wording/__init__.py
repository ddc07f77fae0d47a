"""地方规则 in words: every rule there is, by the piece of the work that it is about; nowhere else are they called."""

from typing import Final

from menkou.rulebook.wording import asking, judging, posting, serving, telling
from menkou.rulebook.wording.named import Area, Named

AREAS: Final[dict[str, Area]] = {
    "posting": Area("派驻", posting.POSTS),
    "weights": Area("派驻方案的权重", posting.WEIGHTS),
    "contracts": Area("聘用合同", posting.CONTRACTS),
    "asking": Area("咨询和期限", asking.ASKING),
    "materials": Area("语音和材料", asking.MATERIALS),
    "afterwards": Area("回访和评价", asking.AFTERWARDS),
    "complaints": Area("投诉", telling.COMPLAINTS),
    "orders": Area("12345工单", telling.ORDERS),
    "keeping": Area("保密和保存", asking.KEEPING),
    "reminding": Area("提醒", telling.REMINDING),
    "visiting": Area("到村和日志", serving.VISITING),
    "checking": Area("抽查和请看一看", serving.CHECKING),
    "occasions": Area("村里的事", serving.OCCASIONS),
    "assessing": Area("考核和结果运用", judging.ASSESSING),
    "groups": Area("群和推送", telling.GROUPS),
    "rising": Area("苗头", telling.RISING),
    "cases": Area("典型案例和统计", telling.CASES),
    "boards": Area("公示牌和导入", serving.BOARDS),
    "telephones": Area("电话", telling.TELEPHONES),
}
RULES: Final[dict[str, Named]] = {key: named for area in AREAS.values() for key, named in area.rules.items()}
OF_PLANS: Final = ("posting", "weights")
OF_GROUPS: Final = ("groups",)

__all__ = ["AREAS", "OF_GROUPS", "OF_PLANS", "RULES", "Area", "Named"]
