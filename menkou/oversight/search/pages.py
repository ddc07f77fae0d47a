"""Pages of the menu by their words, sounds and initials. The sounds stand here: to spell them takes some megabytes."""

import re
from collections.abc import Iterable

from menkou.places.rules import sounds

SOUNDS = {
    "减负": "jian fu",
    "报表": "bao biao",
    "大屏链接": "da ping lian jie",
    "谁看了什么": "shui kan le shen me",
    "运行情况": "yun xing qing kuang",
    "12345工单": "1 2 3 4 5 gong dan",
    "今天": "jin tian",
    "保存期限": "bao cun qi xian",
    "值班": "zhi ban",
    "公示牌": "gong shi pai",
    "到村": "dao cun",
    "到村提示": "dao cun ti shi",
    "区划调整": "qu hua tiao zheng",
    "半年考核": "ban nian kao he",
    "台账": "tai zhang",
    "告知书录音": "gao zhi shu lu yin",
    "导入": "dao ru",
    "工作台": "gong zuo tai",
    "工作日志": "gong zuo ri zhi",
    "开办": "kai ban",
    "待安排": "dai an pai",
    "待指定": "dai zhi ding",
    "情况说明": "qing kuang shuo ming",
    "投诉": "tou su",
    "抽查": "chou cha",
    "推送": "tui song",
    "文书中心": "wen shu zhong xin",
    "日志": "ri zhi",
    "村里的事": "cun li de shi",
    "村（居）民测评": "cun （ ju ） min ce ping",
    "村（社区）": "cun （ she qu ）",
    "法律顾问": "fa lv gu wen",
    "派驻依据": "pai zhu yi ju",
    "派驻方案": "pai zhu fang an",
    "渠道": "qu dao",
    "特别查阅": "te bie cha yue",
    "离任交接": "li ren jiao jie",
    "结果运用": "jie guo yun yong",
    "给顾问打分": "gei gu wen da fen",
    "群登记": "qun deng ji",
    "考核": "kao he",
    "考核办法": "kao he ban fa",
    "聘用合同": "pin yong he tong",
    "苗头": "miao tou",
    "补贴": "bu tie",
    "要发到群里的": "yao fa dao qun li de",
    "规则": "gui ze",
    "评查": "ping cha",
    "请看一看": "qing kan yi kan",
    "账号": "zhang hao",
    "跟进事项": "gen jin shi xiang",
    "转介去处": "zhuan jie qu chu",
    "通报": "tong bao",
    "需求和意愿": "xu qiu he yi yuan",
    "首页": "shou ye",
}


def called(typed: str, menu: Iterable[dict]) -> list[tuple[str, str, str]]:
    """Those of one's own menu: title, heading and address."""
    typed, found = sounds.tidy(typed), []
    for group in menu:
        for item in group["items"]:
            if _is_called(item["title"], typed):
                found.append((item["title"], group["title"], item["url"]))
    return found


def _is_called(title: str, typed: str) -> bool:
    if sounds.LETTERS.fullmatch(typed):
        return bool(re.search(sounds.sounding(typed), SOUNDS.get(title, "")))
    return typed in title
