"""服务内容: what every village's adviser does (六公开, the fifth)."""

from typing import Final

SERVICES: Final = ("解答法律问题", "代写简单的法律文书", "帮着看合同", "参与调解纠纷", "指引法律援助")
