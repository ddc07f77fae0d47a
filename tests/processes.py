"""Several processes of this program at one moment, each with a connection of its own to the test database."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from django.db import connection

WAIT_S = 20


def in_processes(count: int, do: Callable[[int], Any]) -> list[Any]:
    """What each of so many processes made of it; an error is its class's name. What they work on has to be committed."""
    forking = multiprocessing.get_context("fork")
    start, told = forking.Barrier(count), forking.SimpleQueue()

    def run(number: int) -> None:
        connection.connection = None  # the parent's: closed here, it would be closed there
        start.wait(WAIT_S)
        try:
            told.put((number, do(number)))
        except Exception as error:
            told.put((number, type(error).__name__))
        finally:
            connection.close()

    running = [forking.Process(target=run, args=[number], daemon=True) for number in range(count)]
    for one in running:
        one.start()
    met = dict(told.get() for _ in running)
    for one in running:
        one.join(WAIT_S)
    return [met[number] for number in range(count)]
