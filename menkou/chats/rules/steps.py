"""What a chat waits to hear: plain words, which rules and rows share."""

from enum import StrEnum


class Step(StrEnum):
    """等着回的话: the question that we asked last, and that a bare number answers."""

    NONE = ""
    VILLAGE = "village"  # 哪个村
    SEND = "send"  # 送不送
    REOPEN = "reopen"  # 接着问还是问新的
    SOLVED = "solved"  # 解决了没有
    MATTERS = "matters"  # 哪一件
    UNBIND = "unbind"  # 要不要解绑
