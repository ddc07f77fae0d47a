"""How a call to a platform may end badly. The number that the platform names decides, never its words (security.md 4.5).

A text holds the call's name and the platform's number, and nothing of what was sent.
"""


class Failed(Exception):
    """The platform did not do it; `code` is its own number, 0 where there is none."""

    def __init__(self, call: str, code: int | str = 0) -> None:
        super().__init__(f"{call}: {code}")
        self.call, self.code = call, code
        self.address = ""  # our own, where the platform says that it is not on its list


class Later(Failed):
    """再试: busy or not reached, and surely not done: the same call may be made again."""


class Unclear(Failed):
    """结果不明: sent, and no answer that says how it ended; it may have been done."""


class Spent(Failed):
    """额度用完: a limit of the platform; not before it opens again: in `after_s` seconds where it said so."""

    def __init__(self, call: str, code: int | str = 0, after_s: int | None = None) -> None:
        super().__init__(call, code)
        self.after_s = after_s


class Stale(Failed):
    """令牌失效: the token is not good any more; once with a new one."""


class Final(Failed):
    """送不到: never in this way; the next way is to be taken."""


class Wrong(Failed):
    """我们的错: the platform does not understand us, or does not allow us; somebody has to look."""
