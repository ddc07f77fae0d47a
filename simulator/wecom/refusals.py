"""错误码: what WeCom answers when it does not do what it is asked. The number decides; the words are not a promise."""

from ..exchanges import Refused

TEXTS = {
    -1: "system busy",
    40001: "invalid credential",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40058: "invalid request parameter",
    40096: "invalid external userid",
    41001: "access_token missing",
    41050: "welcome code expired or used",
    42001: "access_token expired",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    46004: "user not exist",
    81013: "user & party & tag all invalid",
    93000: "invalid webhook url",
    95000: "invalid open_kfid",
    95001: "send msg count limit",
    95002: "send msg time limit",
    95007: "invalid msg token",
    95013: "session over",
    95016: "not allow to transfer to this state",
    95018: "send msg session status invalid",
}


def refused(errcode: int, hint: str = "") -> Refused:
    """The no with this number, to be raised."""
    return Refused(errcode, TEXTS[errcode] + (f", hint: [{hint}]" if hint else ""))
