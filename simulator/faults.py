"""What goes wrong on purpose: by count or by probability, on one endpoint or on all."""

import json
import random
from dataclasses import asdict, dataclass, fields
from typing import Any

from .exchanges import Response, Wrong, answer, page

KINDS = {
    "errcode": "answers this errcode and does nothing (-1, 40001, 40164, 45009, 45011, 45015, 45047, 48002, ...)",
    "status": "answers this HTTP status",
    "html": "answers 200 with an HTML page",
    "drop-reply": "does what was asked and closes the connection without an answer",
    "black-hole": "takes the request and never answers",
    "slow-drip": "answers one byte every `seconds`",
    "errcode-as-string": "answers the errcode as a string",
    "extra-fields": "answers with fields nobody has heard of",
}
AFTERWARDS = {"drop-reply", "slow-drip", "errcode-as-string", "extra-fields"}  # the thing itself was done
PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Fault:
    """One fault. `endpoint` is a path or the beginning of one ("*": all of the platforms').

    It strikes `count` times, or for ever where that is null, each time with this probability. With `after` the thing
    is done first and only the answer is bent.
    """

    kind: str
    endpoint: str = "*"
    count: int | None = None
    probability: float = 1.0
    errcode: int = -1
    status: int = 502
    seconds: float = 0.05
    after: bool = False
    struck: int = 0

    def fits(self, path: str) -> bool:
        return (self.endpoint == "*" or path.startswith(self.endpoint)) and (self.count is None or self.count > 0)


class Faults:
    """The faults that are set, in the order in which they were."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.set: list[Fault] = []

    def add(self, facts: dict[str, Any]) -> Fault:
        """Raises Wrong for a kind or a fact that there is not."""
        unknown = set(facts) - {one.name for one in fields(Fault)}
        if unknown or facts.get("kind") not in KINDS:
            raise Wrong(f"a fault has a kind of {sorted(KINDS)} and not {sorted(unknown)}")
        fault = Fault(**facts)
        fault.after = fault.after or fault.kind in AFTERWARDS
        self.set.append(fault)
        return fault

    def strike(self, path: str) -> Fault | None:
        """The fault that this request meets, counted."""
        for fault in self.set:
            if fault.fits(path) and self.chance.random() < fault.probability:
                fault.struck += 1
                if fault.count is not None:
                    fault.count -= 1
                return fault
        return None

    def all(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.set]


def bend(fault: Fault, response: Response) -> Response:
    """The answer as the fault leaves it. What needs the connection itself is the server's to do."""
    match fault.kind:
        case "errcode":
            return answer({"errcode": fault.errcode, "errmsg": "injected"})
        case "status":
            return page(PAGE, fault.status)
        case "html":
            return page(PAGE)
        case "errcode-as-string" if response.facts is not None:
            return answer({**response.facts, "errcode": str(response.facts.get("errcode", 0))})
        case "extra-fields" if response.facts is not None:
            extra = {"rid": "66e0-1", "x_new": {"深": [1, None, "😀"]}, "errmsg_cn": "好"}
            return Response(json.dumps({**extra, **response.facts}, ensure_ascii=False).encode())
    return response
