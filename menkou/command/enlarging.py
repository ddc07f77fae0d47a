"""大演示: the demo made as large as a busy district's three years, by as many processes as there are cores."""

import multiprocessing
import os
import subprocess
import sys
import time

from menkou.command import database, home
from menkou.command.children import tied_to_us
from menkou.command.problems import Problem, last_line


def enlarge(scale: str) -> None:
    """Add so much to the demo that is there, in a process of its own that shows how far it is. Raises Problem."""
    kept = home.find().logs / "demo.log"
    command = [sys.executable, "-m", "menkou.command.enlarging", scale]
    with open(kept, "w") as faults:
        done = subprocess.run(
            command, cwd=home.CHECKOUT, check=False, stderr=faults, start_new_session=True, preexec_fn=tied_to_us()
        )
    if done.returncode:
        said = last_line(kept.read_text())
        raise Problem(f"大演示没有装完（{said}），详情见 {kept}。请换一个 MENKOU_HOME 重新装。")
    with database.asking(database.owner_url()) as connection:
        connection.execute("vacuum (analyze)")  # as autovacuum would in its time


def _ready() -> None:
    """A process that makes shards."""
    database.set_up_django()


def _make(scale: str, number: int) -> int:
    from menkou.demo import vast
    from menkou.places.models import District

    vast.make(District.objects.get(is_demo=True), vast.SIZES[scale], number)
    return number


def _enlarge(scale: str) -> None:
    """Run in the process of its own: make all shards, and say how many a second and how long it still takes."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    database.set_up_django()
    from menkou.demo.vast import A_SHARD, SIZES

    size, began = SIZES[scale], time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    context, cores = multiprocessing.get_context("spawn"), len(os.sched_getaffinity(0))
    with (
        Progress(*columns, TimeElapsedColumn(), TextColumn("还要"), TimeRemainingColumn()) as shown,
        context.Pool(cores, initializer=_ready) as makers,
    ):
        task = shown.add_task("三年的咨询和日志", total=size.consultations, rate="")
        asked = [makers.apply_async(_make, (scale, number)) for number in range(size.shards)]
        for done, one in enumerate(asked, 1):
            one.get()
            made = min(done * A_SHARD, size.consultations)
            rate = made / (time.monotonic() - began) * size.messages / size.consultations
            shown.update(task, completed=made, rate=f"每秒 {rate:,.0f} 句")


if __name__ == "__main__":
    _enlarge(sys.argv[1])
