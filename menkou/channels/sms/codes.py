"""错误码: what a gateway's code means: its class of error, and a sentence for the officer who looks after the channel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from menkou.channels.calling import Received
from menkou.channels.errors import Failed, Spent, Unclear, Wrong

ANSWERS = frozenset({200, *range(400, 600)})  # statuses whose body may say more
PLAIN = re.compile(r"[\w.:-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Meaning:
    """A class, Chinese words, and for a limit the seconds until it opens where the code itself tells them."""

    kind: type[Failed]
    words: str
    after_s: int | None = None


@dataclass(frozen=True)
class Table:
    """A gateway's codes; what is not in it is looked for by how it begins, and is Wrong where nothing fits."""

    exact: Mapping[str, Meaning]
    begins: Mapping[str, Meaning] = field(default_factory=dict)

    def meaning(self, code: str) -> Meaning:
        """What a code means."""
        if code in self.exact:
            return self.exact[code]
        begun = (meaning for start, meaning in self.begins.items() if code.startswith(start))
        return next(begun, Meaning(Wrong, "短信平台返回了没有登记的错误码，请联系平台客服查询。"))

    def failed(self, call: str, code: object) -> Failed:
        """The error of a code. A code that is no code, but words, is not kept."""
        said = str(code)
        meaning = self.meaning(said)
        kept = said if PLAIN.fullmatch(said) else "?"
        return Spent(call, kept, meaning.after_s) if meaning.kind is Spent else meaning.kind(call, kept)


def by_status(call: str, came: Received) -> Failed:
    """The error of an answer that says nothing in its body: 429 is a limit, other 4xx ours, the rest unclear."""
    if came.status == 429:
        return Spent(call, came.status, came.after_s)
    return Wrong(call, came.status) if 400 <= came.status < 500 else Unclear(call, came.status)
