"""Two at the same moment, over real connections. A test that takes `at_once` has its cast committed (tests/cast.py)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from menkou.core.errors import Problem
from menkou.core.scope import within

WAIT_S = 10


@pytest.fixture
def at_once(bare_district, scene):
    """Do these in a thread each; each is a transaction of its own. Return what each returned, or was told."""

    def at_once(*each: Callable[[], Any]) -> list[Any]:
        scene.close()
        start = Barrier(len(each))

        def run(do: Callable[[], Any]) -> Any:
            try:
                start.wait(WAIT_S)
                with within(bare_district.pk):
                    return do()
            except Problem as problem:
                return problem
            finally:
                connection.close()

        with ThreadPoolExecutor(len(each)) as pool:
            met = list(pool.map(run, each))
        scene.enter_context(within(bare_district.pk))
        return met

    return at_once
