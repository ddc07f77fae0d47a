"""What we propose to a district for its boards. A proposal: nothing of it is printed before the bureau has adopted it.

Each sentence must be true of every village, and of who sees a question (who may read what: docs/adr/0006).
"""

from typing import Final

BRAND: Final = "法律顾问在门口，有事就问"
CONTENT: Final = ("解答法律问题", "代写简单的法律文书", "帮着看合同", "参与调解纠纷", "指引法律援助")
COMMITMENTS: Final = (
    "不收钱，不收礼",
    "不要您的验证码，不要银行卡",
    "您问的话，村里和干部看不到",
    "别人要看，须经批准并告诉您",
)
STANDARDS: Final = ("一个工作日内答复", "出村办事亮明身份", "办完请您评价")
VISITING: Final = "每月至少到村一次，来之前在村里公布"
SOURCE: Final = "系统拟稿，由区司法局审定"
EVERYWHERE: Final = (("法律咨询热线（免费）", "12348"), ("政务服务热线", "12345"))
