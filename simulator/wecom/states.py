"""会话状态: the states of a conversation of 微信客服, and which an API call may change into which (document/path/94669)."""

NEW, ASSISTANT, QUEUE, HUMAN, ENDED = range(5)
NAMES = {NEW: "未处理", ASSISTANT: "智能助手接待", QUEUE: "待接入池排队", HUMAN: "人工接待", ENDED: "已结束或未开始"}
SENDING = {NEW, ASSISTANT}  # send_msg by API is possible in these only
MAY_BECOME = {
    NEW: {ASSISTANT, QUEUE, HUMAN, ENDED},
    ASSISTANT: {QUEUE, HUMAN, ENDED},
    QUEUE: {HUMAN, ENDED},
    HUMAN: {QUEUE, HUMAN, ENDED},
    ENDED: set(),  # until the customer writes again
}


def may_become(old: int, new: int) -> bool:
    """Whether the platform lets a call change the state."""
    return new in MAY_BECOME[old]


def after_writing(state: int) -> int:
    """The state when the customer has written: an ended conversation begins anew."""
    return NEW if state == ENDED else state
