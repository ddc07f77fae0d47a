"""What the demo pushes into groups, word for word; all of it invented."""

from typing import Final

PUSHED: Final[dict[str, dict[str, str]]] = {
    "case": {
        "kind": "case",
        "title": "借钱没写利息，能要利息吗",
        "text": (
            "有位村民借给亲戚三万块，条子上没写利息，后来要利息，没要成。\n"
            "法律怎么说：借条上没有约定利息的，视为没有利息；过了还钱的日子不还，从那天起可以要逾期利息。\n"
            "法律顾问提醒：借钱写清楚四样——谁借谁、多少钱、哪天还、利息多少，两个人都签字按手印。"
        ),
        "speech": "乡亲们，借钱要写条子。写清楚谁借谁、多少钱、哪天还、利息多少，两个人都签字。",
    },
    "warning": {
        "kind": "warning",
        "title": "有人冒充工作人员收“确权费”",
        "text": (
            "最近有人到村里说办土地确权要交钱，还要看身份证、银行卡。\n"
            "记住：土地确权不收钱。工作人员不会要您的银行卡和验证码。\n"
            "遇到了，别给钱，先给村里打电话，或者打 110；拿不准的，问村里的法律顾问。"
        ),
        "speech": "乡亲们注意，有人冒充工作人员收确权费。土地确权不收钱，别给钱，别给银行卡和验证码。",
    },
    "media": {
        "kind": "media",
        "title": "三分钟看懂：宅基地能不能卖给外村人",
        "text": "县里做的小视频，三分钟，说的是宅基地能不能卖给外村人、房子能不能继承。打开下面的链接看。",
        "speech": "",
        "link": "https://example.org/zhaijidi",
    },
}
