"""The solver's own process: python -m menkou.plans.solving. Pure rules, so that it may be killed or crash at any time.

The first line of its input is the task; each line of its output is JSON: how far it is, and at the end the answer, the
clashes, or that the time was too short. A line "stop" asks for the best so far, and ends it at once where there is
nothing yet; when the input ends, whoever asked is gone, and so is this process.
"""

import contextlib
import json
import os
import resource
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from menkou.plans.passing import packed, unpacked

SECONDS_TO_MEND = 3  # what an earlier version may take before it is gone on from
MOST_MEMORY = 2 << 30  # bytes of its own; a district of 440 villages takes less than half a gigabyte


def main(asked: TextIO, told: TextIO) -> None:
    """Read the task, solve it, tell."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task = json.loads(asked.readline())
    stop, has_plan, speaking = threading.Event(), threading.Event(), threading.Lock()

    def tell(**words: Any) -> None:
        with speaking:
            print(json.dumps(words, ensure_ascii=False), file=told, flush=True)

    def hear_stop() -> None:
        stop.set()
        if not has_plan.is_set():  # the solver would not hear it for seconds, or minutes
            tell(undecided="")
            _end()

    def progress(step: Any) -> bool:
        if step.value is not None:
            has_plan.set()
        tell(stage=step.stage, value=step.value, bound=step.bound)
        return stop.is_set()

    threading.Thread(target=_listen, args=(asked, hear_stop), daemon=True).start()
    tell(**_answer(task, progress))


def _answer(task: dict[str, Any], progress: Any) -> dict[str, Any]:
    from menkou.postings.rules.district import Infeasible, Undecided
    from menkou.postings.rules.planner import draw_up
    from menkou.postings.rules.repairing import repair

    district, how = unpacked(task["district"]), {"seconds": task["seconds"], "seed": task["seed"]}
    posts = unpacked(task["posts"])
    try:
        if task["kind"] == "repair":
            found = repair(district, posts, **how)
            return {"answer": packed(found), "terms": _terms(district, found.posts)}
        return {"answer": packed(draw_up(district, progress=progress, start=_mended(district, posts), **how))}
    except Infeasible as none:
        return {"clashes": none.clashes}
    except Undecided as none:
        return {"undecided": str(none)}
    except MemoryError:
        return {"full": True}


def _mended(district: Any, posts: Any) -> Any:
    """The posts to go on from, kept true to what is on record and locked now; nothing where that is not quickly done."""
    from menkou.postings.rules.district import Undecided
    from menkou.postings.rules.repairing import repair

    try:
        return repair(district, posts, seconds=SECONDS_TO_MEND, anew=False).posts if posts else {}
    except Undecided:
        return {}


def _terms(district: Any, posts: Any) -> dict[str, float]:
    from menkou.postings.rules.comparing import compare

    return {name: round(float(value), 3) for name, value in compare(district, posts, posts).one.items()}


def _listen(asked: TextIO, hear_stop: Callable[[], None]) -> None:
    """Hear "stop"; end with whoever asked."""
    for line in asked:
        if line.strip() == "stop":
            hear_stop()
    _end()


def _end() -> None:
    """End this process and whatever it has started."""
    with contextlib.suppress(OSError):
        os.killpg(0, 9) if os.getpgid(0) == os.getpid() else os._exit(1)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
    os._exit(0)  # the thread that listens would hold up an orderly end
