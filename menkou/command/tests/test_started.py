"""When a command was started, as the machine knows it."""

import subprocess
import sys
import time

import pytest

from menkou.command import started

SLOW = "import time; time.sleep(0.5); from menkou.command import started; print(time.monotonic() - started.at())"


def test_what_a_command_loads_counts_as_its_time():
    began = time.monotonic()
    told = float(subprocess.run([sys.executable, "-c", SLOW], capture_output=True, text=True, check=True).stdout)
    assert 0.5 <= told <= time.monotonic() - began + 0.02  # a tick, or two


@pytest.mark.parametrize("said", ["", "1 (a) b) S 1", "1 (menkou) " + "9 " * 30, "1 (menkou) " + "x " * 30])
def test_where_the_machine_does_not_tell_the_time_begins_now(monkeypatch, tmp_path, said):
    file = tmp_path / "stat"
    file.write_text(said)
    for stat in (file, tmp_path / "none"):
        monkeypatch.setattr(started, "STAT", stat)
        assert time.monotonic() - started.at() < 0.2
