"""Two runs of pytest share the tests between them: each takes the next file that the other has not taken.

Loaded by tests.lanes. Both collect all tests, so that each can say how many there are, and what one of them ran is
written down: together they must have run them all. The longest files go first, lest one of them is begun last.
"""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LONGEST = (
    "tests/crash/test_nothing_is_lost.py",
    "tests/callbacks/test_nothing_is_lost.py",
    "tests/permissions/test_doors.py",
    "menkou/command/tests/test_serve.py",
    "tests/permissions/test_questions.py",
    "menkou/consultations/tests/test_whole_life.py",
    "tests/test_interests_in_any_order.py",
    "menkou/postings/rules/tests/test_planner.py",
    "menkou/postings/rules/tests/test_repairing.py",
    "tests/test_platforms_keep_count.py",
    "menkou/command/tests/test_user.py",
    "menkou/command/tests/test_terminal.py",
    "menkou/command/tests/test_doctor.py",
    "tests/guards/test_migrations.py",
)  # more than ten seconds each; a file that is missing here costs seconds, no test


def options(place: str, lane: int) -> list[str]:
    """What pytest is told, for one of the lanes that share the tests in this folder."""
    return ["-p", "tests.shares", f"--share={place}", f"--lane={lane}"]  # a bare folder would be taken for tests


def told(place: str) -> tuple[str, bool]:
    """A line on how many tests each lane ran, if any was to be run, and whether together they ran them all."""
    notes = [json.loads(note.read_text()) for note in sorted(Path(place).glob("*.ran"))]
    if not notes:
        return "", True
    ran, all_of_them = [note["ran"] for note in notes], max(note["collected"] for note in notes)
    line = f"{sum(ran)} of {all_of_them} tests ran: {' + '.join(map(str, ran))}\n"
    return line, sum(ran) == all_of_them


def takes(place: Path) -> Callable[[Path], bool]:
    """Return what tells whether a file is ours: it is the first's who asks."""

    @functools.cache
    def is_ours(file: Path) -> bool:
        try:
            place.joinpath(str(file).replace("/", "|")).mkdir()
        except FileExistsError:
            return False
        return True

    return is_ours


def pytest_addoption(parser) -> None:
    parser.addoption("--share", type=Path, help="the folder in which the lanes note what they took")
    parser.addoption("--lane", type=int, default=1, help="which of the lanes this is")


@pytest.hookimpl(trylast=True)  # after the files were shuffled
def pytest_collection_modifyitems(config, items) -> None:
    rank = {config.rootpath / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


def pytest_runtestloop(session) -> bool | None:
    """Run what is ours, as pytest's own loop does."""
    asked = session.config.option
    if asked.collectonly or session.testsfailed and not asked.continue_on_collection_errors:
        return None
    is_ours, ran = takes(asked.share), 0
    try:
        for item, following in _with_next(item for item in session.items if is_ours(item.path)):
            ran += 1
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
    finally:
        note = {"collected": len(session.items), "ran": ran}
        asked.share.joinpath(f"{asked.lane}.ran").write_text(json.dumps(note))
    return True


def _with_next(items: Iterator) -> Iterator[tuple]:
    """Each with the one after it, which pytest must know to see what it may take down."""
    one = next(items, None)
    while one is not None:
        following = next(items, None)
        yield one, following
        one = following
