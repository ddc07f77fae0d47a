"""急话: words behind which somebody may be in danger now. A telephone is named at once; the question goes on as ever.

Too often is better than once too seldom: nothing is refused or delayed by it.
"""

import re
from collections.abc import Mapping
from typing import Final

PHONES: Final = (  # of words: whom to call, by the names of places.telephones
    (
        re.compile(r"不想活|活不下去|活够了|想死|寻死|自杀|轻生|跳楼|跳河|喝农药|割腕"),
        "先别一个人待着，叫上家里人。",
        (("有人听您说", "phone_in_despair"), ("急救", "phone_of_ambulance")),
    ),
    (
        re.compile(r"正在打|打我|要打人|要杀|杀人|砍人|拿刀|动刀|家暴|打老婆|强奸|猥亵|绑架|关起来不让"),
        "先离开那里，到有人的地方去。",
        (("报警", "phone_of_police"), ("妇女维权", "phone_of_womens_federation")),
    ),
    (
        re.compile(r"(孩子|小孩|儿子|女儿|学生)[^。！？\n]{0,8}(被打|挨打|被欺负|被摸|失踪|不见了)"),
        "孩子的事先报警。",
        (("报警", "phone_of_police"), ("青少年求助", "phone_of_youth")),
    ),
)


def first(text: str, telephones: Mapping[str, str]) -> str:
    """What is said before anything else; empty where nothing is urgent."""
    said = []
    for words, advice, phones in PHONES:
        if words.search(text):
            numbers = "，".join(f"{whom}打 {telephones[key]}" for whom, key in phones)
            said.append(f"{advice}{numbers}。")
    return "\n".join(said)
