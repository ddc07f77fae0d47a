"""A job whose end could not be written down is not kept by a worker that lives."""

import asyncio
import gc
from functools import partial

import pytest

from menkou.command.worker import leave_lost_jobs


async def _fail() -> None:
    raise ConnectionError("秘密")


def _ended_after(name: str) -> bool:
    """Whether the worker ends when a task of this name has failed and nobody asks why."""

    async def run() -> bool:
        ended: list[bool] = []
        asyncio.get_running_loop().set_exception_handler(partial(leave_lost_jobs, lambda: ended.append(True)))
        await asyncio.wait([asyncio.create_task(_fail(), name=name)])
        gc.collect()
        return bool(ended)

    return asyncio.run(run())


@pytest.mark.parametrize(("name", "ends"), [("process job tell[7]", True), ("listener", False)])
def test_the_worker_ends_where_the_end_of_a_job_was_lost(name, ends, caplog):
    assert _ended_after(name) is ends
    assert "ConnectionError" in caplog.text
    assert "秘密" not in caplog.text


def test_procrastinate_names_the_tasks_of_jobs_so():
    from inspect import getsource

    from procrastinate.worker import Worker

    assert 'name=f"process job ' in getsource(Worker)
