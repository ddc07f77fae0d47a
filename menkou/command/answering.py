"""python -m menkou.command.answering PORT | worker: whether a part that runs alone answers; for whatever watches it.

Ends with 0 where it does and with 1 where it does not, as health checks of containers and of systemd want it.
"""

import os
import sys

from menkou.command import database, ready
from menkou.command.problems import Problem


def answers(part: str) -> bool:
    """A web server or an intake by its port, the worker by its heartbeat."""
    if part == ready.WORKER:
        with database.asking(os.environ[database.APP]) as connection:
            return ready.worker_lives(connection)
    return ready.web_answers("127.0.0.1", int(part), ready.public_name(), patience_s=5)


if __name__ == "__main__":
    try:
        sys.exit(not answers(sys.argv[1]))
    except KeyError as unset:
        sys.exit(f"没有写明 {unset.args[0]}：请带上和它一样的设置再问。")
    except (Problem, IndexError, ValueError) as problem:
        sys.exit(str(problem) if isinstance(problem, Problem) else "请写端口，或者 worker。")
