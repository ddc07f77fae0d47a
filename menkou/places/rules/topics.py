"""擅长和需求: what an adviser may be good at and a village may need, in the words of both."""

from typing import Final

TOPICS: Final[dict[str, str]] = {
    "land": "土地承包和宅基地",
    "expropriation": "征地拆迁",
    "family": "婚姻家庭和继承",
    "contract": "合同",
    "loans": "民间借贷",
    "labour": "劳动争议",
    "damage": "损害赔偿",
    "mediation": "邻里纠纷和调解",
    "village_rules": "村规民约和村务",
    "petition": "信访",
}
